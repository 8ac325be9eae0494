import type { ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';

import { choosable, fieldNow } from '../../shared/action/dropdowns';
import { toNodeError } from '../../shared/action/nodeErrors';
import { TelephonyError } from '../../shared/core/errors';
import { connect, type XsiClient } from '../connect';
import { userAdvice } from '../userAdvice';

/** Loads a list; what goes wrong is told as in an execution. */
export async function withClient<T>(
	context: ILoadOptionsFunctions,
	load: (client: XsiClient) => Promise<T>,
): Promise<T> {
	try {
		return await load(await connect(context));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** What is chosen in a field of the panel, which n8n gives as text or as a locator; empty for nothing. */
export function chosenIn(context: ILoadOptionsFunctions, field: string): string {
	const chosen = context.getCurrentNodeParameter(field, { extractValue: true });
	return typeof chosen === 'string' ? chosen.trim() : '';
}

/** The user chosen in the panel, or the credential's own. Throws `badRequest` when there is neither. */
export function chosenUser(context: ILoadOptionsFunctions, { ownUserId }: XsiClient): string {
	const userId = chosenIn(context, 'userId') || ownUserId;
	if (userId !== '') return userId;
	throw new TelephonyError('badRequest', 'Choose a User first');
}

/** Loads a list of the chosen user. Where the credential's own is none, the error says to choose one. */
export async function withUser<T>(
	context: ILoadOptionsFunctions,
	load: (client: XsiClient, userId: string) => Promise<T>,
): Promise<T> {
	return await withClient(context, async (client) => {
		const userId = chosenUser(context, client);
		try {
			return await load(client, userId);
		} catch (error) {
			throw chosenIn(context, 'userId') === '' ? userAdvice(error, client) : error;
		}
	});
}

/** What is missing where nobody is named around whom a list is read. */
const AROUND =
	'The list is read around a user: enter a Default User in the credential, or choose "By ID" and enter one';

/** Whether the server says that a user is not there, or has not got what was asked for. */
export const hasNone = (error: unknown): error is TelephonyError =>
	error instanceof TelephonyError && (error.kind === 'notFound' || error.kind === 'forbidden');

/**
 * Reads a list of the enterprise or group, around the user whom the panel has now, or around the credential's, so that
 * an administrator sees it too. Where the credential's own user has no directory, as an administrator has none, the
 * error says what to enter.
 */
export async function around<T>(
	context: ILoadOptionsFunctions,
	{ ownUserId }: XsiClient,
	read: (userId: string) => Promise<T>,
): Promise<T> {
	const chosen = fieldNow(context, 'userId');
	const userId = chosen || ownUserId;
	if (userId === '') throw new TelephonyError('badRequest', AROUND);
	try {
		return await read(userId);
	} catch (error) {
		if (chosen !== '' || !hasNone(error)) throw error;
		throw new TelephonyError(error.kind, `${AROUND}. ${userId} has no directory`, { ...error });
	}
}

/** Reads of the enterprise, or of the group where the user's provider has no enterprise. */
export async function enterpriseOrGroup<T>(
	read: (scope: 'Enterprise' | 'Group') => Promise<T>,
): Promise<T> {
	return await read('Enterprise').catch(async (error: unknown) => {
		if (!hasNone(error)) throw error;
		return await read('Group').catch(() => {
			// That the group has none either says no more.
			throw error;
		});
	});
}

/** Whether every word of what a person typed stands somewhere in the text, whatever the case. */
export function fits(text: string, filter = ''): boolean {
	const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
	return words.every((word) => text.toLowerCase().includes(word));
}

/** The entries whose names have all words of what a person typed, sorted by name. */
export function matching(entries: INodeListSearchItems[], filter = ''): INodeListSearchItems[] {
	return choosable(entries)
		.filter(({ name }) => fits(name, filter))
		.sort((a, b) => a.name.localeCompare(b.name));
}

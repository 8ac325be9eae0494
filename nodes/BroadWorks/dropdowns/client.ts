import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { toNodeError } from '../../shared/action/nodeErrors';
import { TelephonyError } from '../../shared/core/errors';
import { connect, type XsiClient } from '../connect';

/** Loads a list; what goes wrong is told as by an action. */
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

/** A parameter of the panel, which n8n gives as text or as a locator. */
export function chosen(context: ILoadOptionsFunctions, name: string): string {
	const value = context.getCurrentNodeParameter(name, { extractValue: true });
	return typeof value === 'string' ? value.trim() : '';
}

/** The user chosen in the panel, or the credential's own. */
export function chosenUser(context: ILoadOptionsFunctions, { ownUserId }: XsiClient): string {
	const userId = chosen(context, 'userId');
	if (userId || ownUserId) return userId || ownUserId;
	throw new TelephonyError('badRequest', 'Choose a User first');
}

/** Whether every word of a search stands somewhere in the text, whatever the case. */
export function fits(text: string, filter = ''): boolean {
	const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
	return words.every((word) => text.toLowerCase().includes(word));
}

import { optional } from '../shared/action/parameters';
import type { Operation } from '../shared/action/operation';
import { LruMap } from '../shared/core/bounded/lruMap';
import { TelephonyError } from '../shared/core/errors';
import { processWide } from '../shared/processWide';
import { findUser } from './client/calls/users';
import type { XsiClient } from './connect';

/** Logins that turned out to be users, by server and ID. */
const people = processWide('broadWorksPeople', 1, () => new LruMap<string, true>(1_000));

/** Whether a server speaks of a user: of a service or call that one lacks it speaks with the word user too. */
const isAboutUser = (text: string) => /user/i.test(text) && !/service|assigned|call/i.test(text);

/** What a person who chose no user is told where the login is no user, as an administrator's is none. */
export function userAdvice(error: unknown, { ownUserId }: Pick<XsiClient, 'ownUserId'>): unknown {
	const isMissing = error instanceof TelephonyError && error.status === 404;
	if (!isMissing || !isAboutUser(error.vendorText ?? '')) return error;
	return new TelephonyError(
		error.kind,
		`Choose a User: ${ownUserId} has no telephone, as administrators have none. A Default User in the credential stands in where none is chosen`,
		{ ...error },
	);
}

/** Refusals that say nothing of whether the login is a user, and would come again. */
const ANSWERED: ReadonlySet<unknown> = new Set(['forbidden', 'notFound']);

/**
 * Finds out, once for a login, whether the user whom nobody chose is one, so that nothing is sent which changes something
 * for somebody who cannot be meant. Throws `userAdvice`, and what the request itself would.
 */
async function findPerson(client: XsiClient): Promise<void> {
	const { connection, ownUserId } = client;
	const key = JSON.stringify([connection.server.url, ownUserId]);
	if (people.has(key)) return;
	try {
		await findUser(connection, ownUserId);
	} catch (error) {
		const advice = userAdvice(error, client);
		if (advice !== error) throw advice;
		// A login may change what it may not read.
		if (!ANSWERED.has((error as TelephonyError).kind)) throw error;
	}
	people.set(key, true);
}

/** The operation, which says "Choose a User" where the credential's own is none, before it changes anything. */
export function withUserAdvice(operation: Operation<XsiClient>): Operation<XsiClient> {
	if (!operation.fields.some(({ name }) => name === 'userId')) return operation;
	return {
		...operation,
		async run(context) {
			if (optional(context, 'userId') !== '') return await operation.run(context);
			// A raw request need not be about a user.
			const isRaw = operation.resource === 'rawRequest';
			if (operation.kind === 'change' && !isRaw) await findPerson(context.client);
			try {
				return await operation.run(context);
			} catch (error) {
				throw userAdvice(error, context.client);
			}
		},
	};
}

import { optional } from '../shared/action/parameters';
import type { Operation } from '../shared/action/operation';
import { TelephonyError } from '../shared/core/errors';
import type { XsiClient } from './connect';

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

/** The operation, which says "Choose a User" where the credential's own is none. */
export function withUserAdvice(operation: Operation<XsiClient>): Operation<XsiClient> {
	if (!operation.fields.some(({ name }) => name === 'userId')) return operation;
	return {
		...operation,
		async run(context) {
			try {
				return await operation.run(context);
			} catch (error) {
				throw optional(context, 'userId') === '' ? userAdvice(error, context.client) : error;
			}
		},
	};
}

import { TelephonyError } from '../../../shared/core/errors';
import { readablePart } from '../../../shared/core/typedPath';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const NOT_THERE = /not found|does not exist|doesn't exist|no such|unknown|invalid/i;
const A_QUEUE = /call cent(?:er|re)/i;
/** What a path may name beside users and calls, by the word before it: how servers speak of it, and how we do. */
const OTHERS: ReadonlyArray<readonly [word: string, said: RegExp, ours: string]> = [
	['callcenter', A_QUEUE, 'call center'],
	['routepoint', /route\s?point/i, 'route point'],
	['meetmeconference', /\bbridge\b/i, 'conference bridge'],
	['group', /\bgroup\b/i, 'group'],
];
const A_CALL = /\bcall(?:half|\s?id)?\b/i;
const A_USER = /\buser\b/i;

interface Things {
	userId?: string;
	callId?: string;
	/** With the entry of `OTHERS`. */
	other?: { id: string; said: RegExp; ours: string };
}

/** What a path below `/v2.0` names; undefined where it does not. */
function thingsIn(path: string): Things {
	const parts = path.split('?')[0].split('/').map(readablePart);
	const after = (word: string) => {
		const place = parts.findIndex((part) => part.toLowerCase() === word);
		return place < 0 ? undefined : parts[place + 1];
	};
	const [other] = OTHERS.flatMap(([word, said, ours]) => {
		const id = after(word);
		return id === undefined ? [] : [{ id, said, ours }];
	});
	return {
		userId: after('user'),
		other,
		// Every id of a call has a colon, and no command has (docs/protocols/broadworks.md#identifiers-and-escaping).
		callId: parts.slice(3).find((part) => part.includes(':')),
	};
}

const noUser = (userId: string) =>
	userId.includes('@') || UUID.test(userId)
		? `There is no user ${userId} on this server`
		: `There is no user ${userId}: write it with its domain, such as ${userId}@example.net`;

/** Whether the server says that something does not exist. */
export const saysNotThere = (vendorText: string | undefined): vendorText is string =>
	vendorText !== undefined && NOT_THERE.test(vendorText);

/** What is not there, by what was asked for and by what the server says of it; undefined where that is unclear. */
export function missingThing(path: string, vendorText: string | undefined): string | undefined {
	const { userId, callId, other } = thingsIn(path);
	const owner = userId ?? other?.id;
	const noCall = `The call ${callId} has ended, or it is not a call of ${owner}`;
	if (vendorText === undefined) return callId === undefined ? undefined : noCall;
	if (!saysNotThere(vendorText)) return undefined;
	if (other?.said.test(vendorText)) return `There is no ${other.ours} ${other.id} on this server`;
	if (callId !== undefined && A_CALL.test(vendorText.replace(A_QUEUE, ''))) return noCall;
	// Of a service that the user lacks, servers say so with the word user too.
	const speaksOfUser = A_USER.test(vendorText) && !/service|assigned|agent/i.test(vendorText);
	return userId !== undefined && speaksOfUser ? noUser(userId) : undefined;
}

/** An error with a message that names the thing which is not there. */
export function naming(error: TelephonyError, path: string): TelephonyError {
	if (error.status !== 404 || error.kind !== 'notFound') return error;
	const message = missingThing(path, error.vendorText);
	return message === undefined ? error : new TelephonyError(error.kind, message, { ...error });
}

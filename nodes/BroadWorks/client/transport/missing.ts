import { TelephonyError } from '../../../shared/core/errors';
import { readablePart } from '../../../shared/core/typedPath';
import { NO_RIGHT } from './answers';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const NOT_THERE = /not found|does not exist|doesn't exist|no such|unknown|invalid/i;
const A_QUEUE = /call cent(?:er|re)/i;
const A_CALL = /\bcall(?:half|\s?id)?\b/i;
const A_USER = /\buser\b/i;

/** What a path may name beside users and calls. */
interface Kind {
	/** Its ID is the last thing in brackets. */
	at: RegExp;
	/** How servers speak of it. */
	said: RegExp;
	/** How we call it. */
	ours: string;
	/** It is a user of its own, with a domain, and stands where users stand. */
	isVirtual?: boolean;
}

/** From the outside in; what stands alone is of the server, the others are of whatever stands before them. */
const KINDS: readonly Kind[] = [
	{ at: /^group\/([^/]+)/i, said: /\bgroup\b/i, ours: 'group' },
	{ at: /^callcenter\/([^/]+)/i, said: A_QUEUE, ours: 'call center', isVirtual: true },
	{ at: /^routepoint\/([^/]+)/i, said: /route\s?point/i, ours: 'route point', isVirtual: true },
	{
		at: /(?:^|\/)meetmeconference\/([^/]+)/i,
		said: /\bbridge\b/i,
		ours: 'conference bridge',
		isVirtual: true,
	},
	{ at: /\/conference\/([^/:]+)(?=\/|$)/i, said: /conference/i, ours: 'conference' },
	{ at: /collaborate\/room\/([^/]+)/i, said: /\broom\b/i, ours: 'room' },
	{ at: /schedule\/(?:time|holiday)\/([^/]+)/i, said: /schedule/i, ours: 'schedule' },
	{ at: /schedule\/\w+\/[^/]+\/event\/([^/]+)/i, said: /\bevent\b/i, ours: 'event' },
	{ at: /location\/([^/]+)/i, said: /location/i, ours: 'Anywhere location' },
	{ at: /criteria\/([^/]+)/i, said: /criteri/i, ours: 'rule' },
	{ at: /speeddial100\/([^/]+)/i, said: /speed|\bcode\b/i, ours: 'speed dial' },
	{ at: /profile\/device\/([^/]+)/i, said: /device|line\s?port/i, ours: 'device' },
	{ at: /dispositioncode\/([^/]+)/i, said: /\bcode\b/i, ours: 'disposition code' },
	{ at: /\/dnis\/([^/]+)/i, said: /dnis/i, ours: 'DNIS' },
	{ at: /\/fax\/([^/]+)/i, said: /\bfax\b/i, ours: 'fax' },
	{ at: /customcontact\/([^/]+)/i, said: /director/i, ours: 'contact directory' },
	{ at: /directories\/personal\/([^/]+)/i, said: /\bentry\b/i, ours: 'entry' },
	{
		at: /calllogs\/(?:missed|placed|received)\/([^/]+)/i,
		said: /\b(?:log|entry)\b/i,
		ours: 'call log entry',
	},
	{
		at: /voicemessagingmessages\/(?!markall)([^/]+)/i,
		said: /\bmessage\b/i,
		ours: 'voicemail message',
	},
	{ at: /\/aliases\/([^/]+)/i, said: /alias/i, ours: 'alias' },
	{ at: /distributionlists\/([^/]+)/i, said: /\blist\b/i, ours: 'distribution list' },
	{ at: /exclusionnumber\/([^/]+)/i, said: /number/i, ours: 'exclusion number' },
	{ at: /mobileidentity\/([^/]+)/i, said: /mobile|identity/i, ours: 'mobile identity' },
	{ at: /applicationcontroller\/([^/]+)/i, said: /controller/i, ours: 'application controller' },
];

interface Thing extends Kind {
	id: string;
	/** The request is about this, and not about something of it. */
	isLast: boolean;
}

interface Things {
	userId?: string;
	callId?: string;
	/** From the outside in. */
	others: Thing[];
	/** Below `services`, such as `DoNotDisturb`. */
	service?: string;
}

/** What a path below `/v2.0` names. */
function thingsIn(path: string): Things {
	const route = path.split('?')[0].replace(/^\/v[\d.]+\/|\/+$/gi, '');
	const parts = route.split('/').map(readablePart);
	const calls = parts.findIndex((part, place) => place > 1 && part.toLowerCase() === 'calls');
	const others = KINDS.flatMap((kind) => {
		const found = kind.at.exec(route);
		if (!found) return [];
		const isLast = found.index + found[0].length === route.length;
		return [{ ...kind, id: readablePart(found[1]), isLast }];
	});
	return {
		userId: parts[0].toLowerCase() === 'user' ? parts[1] : undefined,
		// Every id of a call has a colon, and no command has (docs/protocols/broadworks.md#identifiers-and-escaping).
		callId: parts.slice(calls < 0 ? parts.length : calls).find((part) => part.includes(':')),
		others,
		service: parts[2]?.toLowerCase() === 'services' ? parts[3] : undefined,
	};
}

const isWhole = (id: string) => id.includes('@') || UUID.test(id);

/** There is nothing with this ID, which has a domain, as those of users have; whoever left that out is told. */
export const noSuch = (what: string, id: string): string =>
	isWhole(id)
		? `There is no ${what} ${id} on this server`
		: `There is no ${what} ${id}: write it with its domain, such as ${id}@example.net`;

/** Whose a thing is: the one that stands before it in the path. */
function ownerOf(thing: Thing, { userId, others }: Things): string | undefined {
	const [before] = others.slice(0, others.indexOf(thing)).reverse();
	return before === undefined ? userId : `${before.ours} ${before.id}`;
}

function noThing(thing: Thing, things: Things): string {
	if (thing.isVirtual) return noSuch(thing.ours, thing.id);
	const owner = ownerOf(thing, things);
	return `There is no ${thing.ours} ${thing.id} ${owner === undefined ? 'on this server' : `of ${owner}`}`;
}

/** Whether the server says that something does not exist. */
export const saysNotThere = (vendorText: string | undefined): vendorText is string =>
	vendorText !== undefined && NOT_THERE.test(vendorText);

/** Words by which servers say of what is there that something else is missing, and of a service that it is not assigned. */
const OF_SOMETHING_ELSE = /user|agent|service|resource|url|path|assigned/i;

/** A service is not assigned; not said of an agent who is not assigned to a queue. */
const LACKS_SERVICE = /^(?!.*\b(?:agent|call cent(?:er|re))\b).*not assigned/i;

/** What is not there, by what was asked for and by what the server says of it; undefined where that is unclear. */
export function missingThing(path: string, vendorText: string | undefined): string | undefined {
	const things = thingsIn(path);
	const { userId, callId, others, service } = things;
	const owner = userId ?? others[0]?.id;
	const noCall = `The call ${callId} has ended, or it is not a call of ${owner}`;
	if (vendorText === undefined) return callId === undefined ? undefined : noCall;
	if (userId !== undefined && service !== undefined && LACKS_SERVICE.test(vendorText))
		return `${userId} does not have the service ${service}`;
	if (!saysNotThere(vendorText)) return undefined;
	const innermost = others.at(-1);
	const meant = [...others].reverse().find(({ said }) => said.test(vendorText));
	if (meant) return noThing(meant, things);
	if (callId !== undefined && A_CALL.test(vendorText.replace(A_QUEUE, ''))) return noCall;
	if (innermost?.isLast && !OF_SOMETHING_ELSE.test(vendorText)) return noThing(innermost, things);
	// Of a service that the user lacks, servers say so with the word user too.
	const speaksOfUser = A_USER.test(vendorText) && !/service|assigned|agent/i.test(vendorText);
	return userId !== undefined && speaksOfUser ? noSuch('user', userId) : undefined;
}

/** What is not as it must be for what was asked; undefined for a path that names nothing but a user. */
function hinderedThing(path: string): string | undefined {
	const { callId, others } = thingsIn(path);
	const innermost = others.at(-1);
	if (callId !== undefined) return `The present state of the call ${callId} does not allow this`;
	if (innermost === undefined) return undefined;
	return `The present state of the ${innermost.ours} ${innermost.id} does not allow this`;
}

/** What somebody has no right to; undefined for a path that names nobody. */
function forbiddenThing(path: string): string | undefined {
	const { userId, others } = thingsIn(path);
	const [first] = others;
	const what = userId === undefined ? first?.ours : 'user';
	if (what === undefined) return undefined;
	return `The credential has no right to do this with the ${what} ${userId ?? first?.id}, or there is no such ${what}`;
}

/** Errors that name what they are about by the server's own words. */
const named = new WeakSet<TelephonyError>();

/** Whether the message names by the server's own words what is not there, so that no guess says it better. */
export const namesThing = (error: TelephonyError): boolean => named.has(error);

function namedBy({ kind, status, message, vendorText }: TelephonyError, path: string) {
	if (kind === 'conflict') return hinderedThing(path);
	if (kind === 'forbidden' && message === NO_RIGHT) return forbiddenThing(path);
	return kind === 'notFound' && status === 404 ? missingThing(path, vendorText) : undefined;
}

/** An error with a message that names the thing which it is about. */
export function naming(error: TelephonyError, path: string): TelephonyError {
	const message = namedBy(error, path);
	if (message === undefined) return error;
	const telling = new TelephonyError(error.kind, message, { ...error });
	if (error.kind === 'notFound' && error.vendorText !== undefined) named.add(telling);
	return telling;
}

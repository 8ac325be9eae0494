import { TelephonyError } from '../../../shared/core/errors';
import type { HttpResponse } from '../../../shared/core/ports';
import { readablePart } from '../../../shared/core/typedPath';
import { bodyText, bodyXml } from '../transport/answers';
import { segment, send, type XsiConnection } from '../transport/connection';
import { naming, type RefusalWords } from '../transport/naming';
import { elementValue, type XsiObject } from '../calls/values';

/** What a command is filled with, by name; empty text where nothing was given. */
export type ControlValues = Readonly<Record<string, string>>;

/** One command of Xsi-Actions that is told by its path, its query and a small body. */
export interface Control {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Below `/v2.0/`, as `user/{userId}/calls/{callId}/Park`; `{callId?}` is left out where it is empty. */
	path: string;
	/** Query parameters, each with the name of its value; those without a value are left out. */
	query?: Readonly<Record<string, string>>;
	/** Looks at the values and writes them as the wire has them. Throws `badRequest`. */
	prepare?: (values: ControlValues) => ControlValues;
	/** The document to send; without it the body is empty. */
	body?: (values: ControlValues) => string;
	/**
	 * What a 404 means that the server puts in words which name nothing, with `{name}` for values. A value that was not
	 * given leaves the general words, and so does a service that the user lacks.
	 */
	missing?: string;
	/** What its answer says; without it success says all. */
	read?: (response: HttpResponse) => XsiObject | XsiObject[];
}

/** How messages call what a variable of a path stands for. */
const THINGS: Record<string, string> = {
	callCenterId: 'The queue',
	callId: 'The call',
	conferenceId: 'The conference',
	otherCallId: 'The other call',
	participantId: 'The participant',
	queueCallId: 'The call',
	routePointCallId: 'The call',
	routePointId: 'The route point',
	userId: 'The user',
};

const VARIABLE = /^\{(\w+)(\?)?\}$/;

/** The path of a command. Throws `badRequest` where a value is missing or is no ID. */
export function controlPath(path: string, values: ControlValues): string {
	const parts = path.split('/').flatMap((part) => {
		const [, name, mayMiss] = VARIABLE.exec(part) ?? [];
		if (name === undefined) return [part];
		const value = values[name] ?? '';
		return mayMiss && value === '' ? [] : [segment(value, THINGS[name] ?? 'The ID')];
	});
	return `/v2.0/${parts.join('/')}`;
}

/** The server has no such command, or the user lacks the service that it belongs to. */
const OF_SERVICE = /service|resource|licen[cs]e|assigned to the user/i;

/** The words of `missing`; nothing where they do not fit what the server says, or have no value. */
function missingWords(
	missing: string,
	values: ControlValues,
	vendorText: string | undefined,
): RefusalWords {
	const names = [...missing.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
	const isClear = vendorText !== undefined && !OF_SERVICE.test(vendorText);
	if (missing === '' || !isClear || names.some((name) => !values[name])) return {};
	return { notFound: missing.replace(/\{(\w+)\}/g, (_all, name: string) => values[name]) };
}

/** Sends a command: a read is repeated when the server is unavailable, anything else is sent once. */
export async function sendControl(
	connection: XsiConnection,
	{ method, path, query = {}, body, prepare, missing = '' }: Control,
	given: ControlValues,
): Promise<HttpResponse> {
	const values = { ...given, ...prepare?.(given) };
	const carriesBody = method === 'PUT' || method === 'POST';
	const words = (vendorText?: string) => missingWords(missing, values, vendorText);
	return await naming(words, async () =>
		send(connection, {
			method,
			path: controlPath(path, values),
			query: Object.fromEntries(
				Object.entries(query).map(([wire, name]) => [wire, values[name] || undefined]),
			),
			body: carriesBody ? (body?.(values) ?? '') : undefined,
		}),
	);
}

/** The document of an answer as fields; one without any is an empty object. */
export function documentOf(response: HttpResponse): XsiObject {
	const value = elementValue(bodyXml(response));
	return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

/**
 * The entries of a list inside a document, as `queueEntries/queueEntry`. No list and an empty one are no entries
 * (docs/protocols/broadworks.md#one-or-many).
 */
export const entriesAt =
	(path: string) =>
	(response: HttpResponse): XsiObject[] => {
		const [last, ...wrappers] = path.split('/').reverse();
		const parents = wrappers
			.reverse()
			.reduce(
				(found, name) =>
					found.flatMap(({ children }) => children.filter((one) => one.name === name)),
				[bodyXml(response)],
			);
		return parents.flatMap((parent) =>
			parent.children
				.filter(({ name }) => name === last)
				.map((entry) => elementValue(entry, [parent.name]) as XsiObject),
		);
	};

/** Marks of a document: empty elements that are there say yes, as `muted`. */
export const flags = (fields: XsiObject, names: readonly string[]): XsiObject => ({
	...fields,
	...Object.fromEntries(names.map((name) => [name, fields[name] !== undefined])),
});

/** The id of a new call at the end of its address, which some front ends give without a document. */
function locatedCall(location: string | string[] | undefined): XsiObject {
	const [, callId] = /\/calls\/([^/?#]+)\/?$/i.exec(String(location ?? '')) ?? [];
	return callId === undefined ? {} : { callId: readablePart(callId) };
}

/**
 * `callId` and `externalTrackingId` of a call that has been made, as far as the server tells them: the call is
 * there already, and an error would have it made a second time.
 */
export function startedCall(response: HttpResponse): XsiObject {
	if (bodyText(response).trim() === '') return locatedCall(response.headers.location);
	return documentOf(response);
}

/** The texts of a list that a person writes with commas, blanks or line ends between them. */
export const listed = (text: string | undefined): string[] =>
	(text ?? '').split(/[\s,;]+/).filter(Boolean);

/** Two calls that are joined must be two. Throws `badRequest`. */
export function twoCalls({ callId, otherCallId }: ControlValues): ControlValues {
	if (callId !== otherCallId) return {};
	throw new TelephonyError('badRequest', `Choose two different calls: both are ${callId}`);
}

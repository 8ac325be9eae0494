import { errorOfAnswer, type ErrorBody } from '../../../shared/core/errorAnswer';
import { TelephonyError } from '../../../shared/core/errors';
import { answerJson } from '../../../shared/core/parsing/boundedJson';
import { jsonErrorBody } from '../../../shared/core/parsing/jsonErrorBody';
import { givenId } from '../../../shared/core/records';
import type { HttpHeaders, HttpResponse } from '../../../shared/core/ports';
import { wordTable } from '../../../shared/core/parsing/wordTable';

/** A JSON object as it came: ids may be text or number, null stands for absent. */
export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** An id or other scalar as text; undefined for null, absent, empty and anything else. */
export const text = (value: unknown): string | undefined =>
	(typeof value === 'string' && value !== '') || typeof value === 'number' ? `${value}` : undefined;

/** The id of a session; undefined also for `0`, with which old records say that there is none. */
export const sessionIdOf = (value: unknown): string | undefined => givenId(value);

/** The objects of a list; nothing for null and absent. */
export const objects = (value: unknown): JsonObject[] =>
	Array.isArray(value) ? value.filter(isObject) : [];

export const header = (headers: HttpHeaders, name: string): string => {
	const value = headers[name];
	return (Array.isArray(value) ? value[0] : value) ?? '';
};

/** One entry of an error answer (docs/protocols/ringcentral.md#error-bodies). */
interface ApiFailure {
	code?: string;
	message?: string;
	parameter?: string;
	permission?: string;
}

/** The whole group of codes for "too many requests"; `CMN-310` counts all groups together. */
const EVERY_GROUP = 'CMN-310';

const NAMED_PERMISSION = /\[([A-Za-z][A-Za-z ]*)\]\s+permission/;

function failureOf(entry: JsonObject): ApiFailure {
	const message = text(entry.message) ?? text(entry.error_description);
	return {
		code: text(entry.errorCode) ?? text(entry.error),
		message,
		parameter: text(entry.parameterName),
		permission: text(entry.permissionName) ?? message?.match(NAMED_PERMISSION)?.[1],
	};
}

const bodyOf = ({ body }: HttpResponse) => jsonErrorBody(new TextDecoder().decode(body));

/** Every error an answer names; the list comes first, for it says most. */
function failuresOf(value: unknown): ApiFailure[] {
	if (!isObject(value)) return [];
	const found = [...objects(value.errors), value].map(failureOf);
	return found.filter(({ code, message }) => code !== undefined || message !== undefined);
}

const quoted = (name: string | undefined, otherwise: string) =>
	name === undefined ? otherwise : `"${name}"`;

/** What the panel calls the parameters that RingCentral names. */
const FIELD_OF: Readonly<Record<string, string>> = wordTable({
	agentExtensionId: 'Agent',
	attachmentId: 'Attachment ID',
	callFlipId: 'Flip To',
	callRecordId: 'Call Record ID',
	chatId: 'Chat',
	conversationId: 'Conversation ID',
	countryId: 'Country ID',
	dateFrom: 'From',
	dateTo: 'To',
	deviceId: 'Device',
	extensionId: 'Extension',
	extensionNumber: 'Extension Number',
	'from.forwardingNumberId': 'Forwarding Number',
	groupId: 'Queue',
	messageId: 'Message ID',
	parentPostId: 'Parent Post ID',
	parkOrbit: 'Park Location ID',
	partyId: 'Party ID',
	personId: 'Person ID',
	phoneNumber: 'Phone Number',
	postId: 'Post ID',
	recordingId: 'Recording ID',
	sourceRecordId: 'Recording ID',
	ringoutId: 'RingOut ID',
	syncToken: 'Sync Token',
	telephonySessionId: 'Call',
	threadId: 'Thread ID',
});

/** As the panel calls it; what the panel has not, as RingCentral does. */
const fieldOf = (parameter: string): string =>
	parameter in FIELD_OF ? `"${FIELD_OF[parameter]}"` : parameter;

const NOT_THIS_WAY =
	'RingCentral does not accept this way of logging in here. Check the kind of the app and its permissions in the RingCentral developer console';

const BY_CODE: Record<string, (failure: ApiFailure) => string> = wordTable<
	string,
	(failure: ApiFailure) => string
>({
	'CMN-401': ({ permission }) =>
		`The app of the credential lacks the permission ${quoted(permission, 'for this')}. Add it to the app in the RingCentral developer console, then connect the credential again`,
	'CMN-408': ({ permission }) =>
		`The user of the credential lacks the permission ${quoted(permission, 'for this')}. An administrator of the account can give it with a role`,
	'CMN-402': () => 'This needs a user of the account who is an administrator',
	'CMN-404': () => 'The user of the credential may not do this for another extension',
	'CMN-109': () => 'The account does not have the feature that is needed for this',
	'CMN-101': ({ parameter }) =>
		`RingCentral does not accept the value of ${parameter === undefined ? 'a field' : fieldOf(parameter)}`,
	'CMN-102': ({ parameter }) =>
		parameter === undefined
			? 'RingCentral knows nothing under this id'
			: `RingCentral knows nothing under this ${fieldOf(parameter)}`,
	'CMN-405': () =>
		'This needs a login to an extension, which the app of the credential does not have',
	'OAU-128': () =>
		'The token of the credential has expired, and a new one did not help: press Test in the credential, or connect it again',
	'OAU-151': () => NOT_THIS_WAY,
	'OAU-153': () => NOT_THIS_WAY,
	'SUB-525': () =>
		"RingCentral could not reach n8n's webhook address, or its answer was not the one expected",
	'MSG-304': () => 'The number to send from does not belong to the extension, or cannot send SMS',
});

const BY_STATUS: Record<number, string> = {
	400: 'RingCentral refused the request as malformed',
	401: 'RingCentral did not accept the token, nor a new one in its place: press Test in the credential, or connect it again',
	403: 'RingCentral refuses this: the app or its user lacks a permission',
	404: 'RingCentral knows nothing under this address or id',
	408: 'RingCentral did not finish in time',
	409: 'The state of the call or item does not allow this',
	415: 'RingCentral does not accept this kind of content',
	429: 'RingCentral asks to send fewer requests',
};

/**
 * Team Messaging says that the day's posts are used up with a 500
 * (docs/protocols/ringcentral.md#team-messaging).
 */
const POSTS_USED_UP = /exceed\w* .*limit|limit\w* .*exceed/i;

/** The failure with its permission: its own, else one that another entry names, else the known one. */
function withScope(failure: ApiFailure, failures: ApiFailure[], scope?: string): ApiFailure {
	const named = failures.find(({ permission }) => permission !== undefined)?.permission;
	const known = failure.code === 'CMN-401' ? scope : undefined;
	return { ...failure, permission: failure.permission ?? named ?? known };
}

/**
 * What an answer that is not 2xx stands for. `vendorCode` is the first `errorCode`; the message names
 * the permission, parameter or remedy where the code tells it; `scope` is the permission the request is
 * known to need.
 */
export function errorOf(response: HttpResponse, nowMs: number, scope?: string): TelephonyError {
	const { status, headers } = response;
	const { value, ...body } = bodyOf(response);
	const failures = failuresOf(value);
	const [first = {}] = failures;
	// The reason may stand beside the code: one entry names the code, another the permission.
	const known = failures.find(({ code }) => code !== undefined && code in BY_CODE);
	const usedUp = status >= 500 && POSTS_USED_UP.test((first.message ?? '').slice(0, 500));
	const message = known
		? BY_CODE[known.code ?? ''](withScope(known, failures, scope))
		: usedUp
			? 'The posts that one user may send in a day are used up'
			: (BY_STATUS[status] ??
				(status >= 500
					? `RingCentral is not able to answer now (status ${status})`
					: `RingCentral answered with status ${status}`));
	const requestId = header(headers, 'rcrequestid');
	const written: ErrorBody = {
		...body,
		code: (known ?? first).code,
		text:
			[first.message, requestId && `request ${requestId}`].filter(Boolean).join(', ') || undefined,
	};
	const kind = usedUp ? 'rateLimited' : undefined;
	return errorOfAnswer(response, written, { server: 'RingCentral', message, kind }, nowMs);
}

/** True when the limit of the whole app is used up, not that of a group. */
export function overEveryGroup(response: HttpResponse): boolean {
	return failuresOf(bodyOf(response).value).some(({ code }) => code === EVERY_GROUP);
}

/** The error codes of an answer, for whoever decides by them. */
export function codesOf(response: HttpResponse): string[] {
	return failuresOf(bodyOf(response).value).flatMap(({ code }) =>
		code === undefined ? [] : [code],
	);
}

/** The JSON of a 2xx answer; undefined for an empty one. Throws `protocolViolation` for anything else. */
export function jsonOf({ status, body }: HttpResponse): unknown {
	const written = new TextDecoder().decode(body);
	if (written.trim() === '') return undefined;
	try {
		return answerJson(written);
	} catch (cause) {
		throw new TelephonyError(
			'protocolViolation',
			'The server answered with something other than JSON',
			{ status, cause },
		);
	}
}

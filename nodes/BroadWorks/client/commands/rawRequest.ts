import { TelephonyError } from '../../../shared/core/errors';
import { answerJson } from '../../../shared/core/parsing/boundedJson';
import { parseXml } from '../../../shared/core/parsing/xml';
import type { JsonRecord } from '../../../shared/core/records';
import { elementValue, type XsiValue } from '../calls/values';
import { bodyText } from '../transport/answers';
import { send, type XsiConnection, type XsiQuery } from '../transport/connection';
import { naming, type RefusalWords } from '../transport/naming';
import { bodyOf } from './body';
import {
	carriesBody,
	commandOf,
	parametersOf,
	partsOf,
	usualMethod,
	type XsiMethod,
} from './commands';
import { filledPath, wholePath } from './path';

export interface RawRequest {
	/** `automatic`: the one that fits the path and the body. */
	method: XsiMethod | 'automatic';
	/** Below the user (`services/DoNotDisturb`), or from the root (`/v2.0/group/...`). */
	path: string;
	/** The user for whom `{userId}` stands, and below whom a path is. Throws where nobody is named. */
	userId: () => string;
	/** For the other variables of the path. */
	variables?: Readonly<Record<string, string>>;
	query?: XsiQuery;
	/** XML or JSON document; empty for none. */
	payload?: string;
	/** Elements of the document, with the values of a panel. */
	elements?: JsonRecord;
	accept: 'application/xml' | 'application/json';
}

export interface RawAnswer {
	statusCode: number;
	contentType: string;
	/** XML as fields, JSON with ids beyond 2^53 as text, plain text as it came; null for an empty answer. */
	body: XsiValue;
	/** The answer as text. */
	raw: string;
	/** Where a new call or parked call is found. */
	location?: string;
}

/** What a refusal of a path of another version is most likely about. */
function versionWords(path: string): RefusalWords {
	const [version] = partsOf(path);
	if (version.toLowerCase() === 'v2.0') return {};
	const message = `The server does not take a path of version ${version}: begin it with /v2.0`;
	return { badRequest: message, notFound: message };
}

/** What a refusal is about, where the command has other methods, or needs more than was given. */
function refusalWords(path: string, method: XsiMethod, query: XsiQuery): RefusalWords {
	const command = commandOf(path);
	if (command === undefined) return versionWords(path);
	if (!command.methods.includes(method)) {
		const methods = command.methods.join(', ');
		return { badRequest: `${command.path} has ${methods}, not ${method}: choose another Method` };
	}
	const given = new URLSearchParams(path.split('?')[1] ?? '');
	const missing = parametersOf(command, method)
		.filter(({ name, mandatory }) => mandatory && !given.has(name) && !query[name])
		.map(({ name }) => `"${name}"`);
	if (missing.length === 0) return versionWords(path);
	return { badRequest: `The server needs ${missing.join(' and ')} here: enter it in Values` };
}

/**
 * Sends any request to Xsi-Actions (docs/protocols/broadworks.md#eleven-actions, Raw request). It is sent
 * once, except GET.
 */
export async function rawRequest(
	connection: XsiConnection,
	request: RawRequest,
): Promise<RawAnswer> {
	const { userId, variables, query = {}, payload = '', elements = {}, accept } = request;
	const whole = wholePath(request.path, connection.server);
	const command = commandOf(whole);
	const document = bodyOf({ root: command?.body, payload, elements });
	const method =
		request.method === 'automatic' ? usualMethod(command, document !== undefined) : request.method;
	if (document !== undefined && method === 'GET') {
		throw new TelephonyError(
			'badRequest',
			'A GET request carries no payload: choose another Method, such as PUT, or clear the Payload',
		);
	}
	const path = filledPath(whole, userId, variables);
	const response = await naming(refusalWords(path, method, query), async () =>
		send(connection, {
			method,
			path,
			query,
			accept,
			body: document?.body ?? (carriesBody(method) ? '' : undefined),
			contentType: document?.contentType,
		}),
	);
	const raw = bodyText(response);
	const { location, 'content-location': contentLocation } = response.headers;
	const found = location ?? contentLocation;
	return {
		statusCode: response.status,
		contentType: String(response.headers['content-type'] ?? ''),
		body: bodyValue(raw.trim()),
		raw,
		...(found === undefined ? {} : { location: String(found) }),
	};
}

function bodyValue(text: string): XsiValue {
	if (text === '') return null;
	if (text.startsWith('<')) return elementValue(parseXml(text));
	// The request was carried out all the same: a failure would have it sent a second time.
	if (!text.startsWith('{') && !text.startsWith('[')) return text;
	return answerJson(text) as XsiValue;
}

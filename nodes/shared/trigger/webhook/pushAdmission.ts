import type { IWebhookFunctions } from 'n8n-workflow';

import { TelephonyError } from '../../core/errors';
import { ipAllowed, parseIpList } from '../../core/ipList';
import { formFields } from '../../core/parsing/formFields';
import { readPush, readPushedForm, type PushRecord } from '../../core/parsing/pushBody';
import { bodyOf, toldSize, type RawRequest } from './rawBody';
import { equalSecrets } from '../../secrets';

/** Fields every credential of a plain webhook has. */
export interface PushCredential {
	secret: string;
	/** Addresses and networks that may push; empty for all. */
	allowedIps?: string;
}

interface AdmittingBackend {
	name: string;
	givenSecret?(node: IWebhookFunctions): unknown;
	takeSecrets?(
		record: PushRecord,
		credential: PushCredential,
	): { secrets: unknown[]; record: PushRecord };
}

/** Bytes a push may have. */
export const MAX_PUSH_BYTES = 1024 * 1024;

/** Name of the secret in the query, and of the header a reverse proxy may add. */
const SECRET_QUERY = 'token';
const SECRET_HEADER = 'x-webhook-secret';

/** Characters below which a secret can be guessed. */
const SHORTEST_SECRET = 8;

/** Whether nothing was entered yet. */
export const hasNoSecret = ({ secret }: Partial<PushCredential>): boolean =>
	String(secret ?? '').trim() === '';

/** Throws `badRequest` when the credential would let everybody in or name no address. */
export function checkPushCredential({ secret, allowedIps }: PushCredential): void {
	if (hasNoSecret({ secret })) {
		throw new TelephonyError(
			'badRequest',
			'The credential has no secret yet: open it and save it, and its test makes one to enter',
		);
	}
	if (String(secret ?? '').length < SHORTEST_SECRET) {
		throw new TelephonyError(
			'badRequest',
			`The secret of the credential is too short: use at least ${SHORTEST_SECRET} characters`,
		);
	}
	parseIpList(allowedIps ?? '');
}

interface PushRequest extends RawRequest {
	method: string;
	ip?: string;
	originalUrl?: string;
	body?: unknown;
}

/** What a request is let in with, or the status it is sent away with. */
export type Admission = { records: PushRecord[] } | { status: number };

function outerSecrets(node: IWebhookFunctions, { headers }: PushRequest): unknown[] {
	const query = node.getQueryData() as Record<string, unknown>;
	const params = node.getParamsData() as Record<string, unknown>;
	const bearer = /^Bearer\s+(.+)$/i.exec(String(headers.authorization ?? ''))?.[1];
	return [query[SECRET_QUERY], params.secret, headers[SECRET_HEADER], bearer];
}

/** Looks at every one, so that the time tells nothing. */
const oneFits = (given: unknown[], secret: string) =>
	given.map((one) => equalSecrets(one, secret)).includes(true);

/** Fields of a multipart form that n8n took apart itself; then it kept no bytes. */
function partsOf({ headers, rawBody, body }: PushRequest): Record<string, unknown> | undefined {
	const isMultipart = /^multipart\//i.test(String(headers['content-type'] ?? ''));
	if (!isMultipart || rawBody) return undefined;
	return (body as { data?: Record<string, unknown> } | undefined)?.data;
}

/** What was pushed. Throws `badRequest` for what cannot be read. */
async function recordsOf(request: PushRequest): Promise<PushRecord[] | 'tooLarge'> {
	if (request.method === 'GET') {
		// Not the parsed query, which n8n's web server nests in a way of its own; Node gives its bytes as Latin-1.
		const [, search = ''] = (request.originalUrl ?? '').split(/\?(.*)/s, 2);
		const { [SECRET_QUERY]: _secret, ...fields } = formFields(Buffer.from(search, 'latin1'));
		return readPushedForm(fields);
	}
	const parts = partsOf(request);
	if (parts) {
		const size = Math.max(toldSize(request), JSON.stringify(parts).length);
		return size > MAX_PUSH_BYTES ? 'tooLarge' : readPushedForm(parts);
	}
	const bytes = await bodyOf(request, MAX_PUSH_BYTES);
	if (bytes === 'tooLarge') return bytes;
	return readPush({ contentType: String(request.headers['content-type'] ?? ''), bytes });
}

/**
 * Decides about a push: address, secret (query `token`, path parameter `secret`, header, bearer token, or
 * one the record carries), size, form. Without the right secret everything is 401, also what could not be
 * read, so that nothing can be learned; the body is read only where the secret may stand in it.
 */
export async function admitPush(
	node: IWebhookFunctions,
	backend: AdmittingBackend,
	credential: PushCredential,
): Promise<Admission> {
	const request = node.getRequestObject() as unknown as PushRequest;
	if (!ipAllowed(request.ip, parseIpList(credential.allowedIps ?? ''))) return { status: 403 };
	const secret = String(credential.secret ?? '');
	const given = [...outerSecrets(node, request), backend.givenSecret?.(node)];
	const known = secret !== '' && oneFits(given, secret);
	if (!known && !backend.takeSecrets) return { status: 401 };
	let read: PushRecord[];
	try {
		const records = await recordsOf(request);
		if (records === 'tooLarge') return { status: known ? 413 : 401 };
		read = records;
	} catch (error) {
		if (!(error instanceof TelephonyError)) throw error;
		if (!known) return { status: 401 };
		node.logger.warn(`${backend.name} pushed something that cannot be read: ${error.message}`);
		return { status: 400 };
	}
	const taken = read.map(
		(record) => backend.takeSecrets?.(record, credential) ?? { secrets: [], record },
	);
	const admitted =
		known || (secret !== '' && taken.every(({ secrets }) => oneFits(secrets, secret)));
	return admitted ? { records: taken.map(({ record }) => record) } : { status: 401 };
}

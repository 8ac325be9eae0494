import type { IWebhookDescription, NodeParameterValueType } from 'n8n-workflow';

import { TelephonyError } from '../../core/errors';

/** A request of n8n's web server, as far as it is about the body. */
export interface RawRequest {
	headers: Record<string, string | string[] | undefined>;
	/** Bytes that were read already. */
	rawBody?: Buffer;
	/** Reads the body, unpacked, into `rawBody`; n8n bounds it (N8N_PAYLOAD_SIZE_MAX). */
	readRawBody?(): Promise<void>;
}

const isTooLarge = (error: unknown) =>
	(error as { type?: unknown } | undefined)?.type === 'entity.too.large';

/** Bytes that the request announces; a packed body has more, one sent in chunks tells none. */
export const toldSize = ({ headers }: RawRequest) => Number(headers['content-length'] ?? 0);

/**
 * The body of a webhook's request: what n8n has read already, else what it reads now. Throws `badRequest` for
 * one that cannot be unpacked or was cut off.
 */
export async function bodyOf(request: RawRequest, limit: number): Promise<Buffer | 'tooLarge'> {
	if (toldSize(request) > limit) return 'tooLarge';
	if (!request.rawBody && request.readRawBody) {
		try {
			await request.readRawBody();
		} catch (cause) {
			if (isTooLarge(cause)) return 'tooLarge';
			throw new TelephonyError('badRequest', 'The body cannot be unpacked or was cut off', {
				cause,
			});
		}
	}
	const body = request.rawBody ?? Buffer.alloc(0);
	return body.length > limit ? 'tooLarge' : body;
}

/**
 * Option that keeps n8n from parsing the body of a webhook's request, which it would do before the node is
 * asked: an unknown charset, JSON labelled as XML or broken XML would be 422, and a stranger's bytes would be
 * parsed before anybody looks for the secret. n8n knows it by this name.
 */
export const RAW_BODY_OPTION = 'binaryData';

type Parameters = Record<string, NodeParameterValueType | object>;

/** n8n 2.x asks these functions for the values of a webhook's description. */
const RESOLVERS = Symbol.for('n8n.webhookDescriptionResolvers');

/** What n8n answers to a request that starts a workflow. */
export type Response = Pick<IWebhookDescription, 'responseMode' | 'responseData'>;

/**
 * Switches the option on for a stored workflow whose other options are set, in the copy of the parameters that
 * n8n uses for this one request: it asks for the response mode before it decides about parsing.
 * @param responseOf what the expressions of the description give for the parameters of a node
 */
export function withRawBody(
	description: IWebhookDescription,
	responseOf: (parameters: Parameters) => Response = () => description,
): IWebhookDescription {
	const mode = (parameters: Parameters) => {
		parameters.options = { ...(parameters.options as object), [RAW_BODY_OPTION]: true };
		return responseOf(parameters).responseMode;
	};
	const data = (parameters: Parameters) => responseOf(parameters).responseData;
	const resolvers = {
		responseMode: { template: description.responseMode, resolve: mode },
		responseData: { template: description.responseData, resolve: data },
	};
	return { ...description, [RESOLVERS]: resolvers } as IWebhookDescription;
}

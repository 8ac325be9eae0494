import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Http } from '../core/ports';
import { egressFilterOf, type EgressContext } from './egress';
import { helperHttp, type AuthenticatedRequest } from './helperHttp';
import { keepAliveHttp, type KeepAliveSettings } from './keepAliveHttp';

/** The parts of n8n's node contexts that are needed to send requests. */
export interface HttpContext extends EgressContext {
	helpers: EgressContext['helpers'] & {
		httpRequestWithAuthentication: (
			this: never,
			credentialsType: string,
			requestOptions: IHttpRequestOptions,
		) => Promise<unknown>;
		httpRequest(this: never, requestOptions: IHttpRequestOptions): Promise<unknown>;
	};
	/** In executions: aborted when the execution is stopped. */
	getExecutionCancelSignal?(): AbortSignal | undefined;
}

/** The parts that are needed to reach the server of a credential. */
export interface ServerContext extends HttpContext {
	getCredentials<T extends object = ICredentialDataDecryptedObject>(type: string): Promise<T>;
}

/**
 * n8n's request helper with a credential of the node as it is stored now, or with the `authorization` of the
 * login that a connection was made for: a trigger ends with the old one what it began with it.
 */
export function helperOf(
	context: HttpContext,
	credential: string,
	authorization?: KeepAliveSettings['authorization'],
): AuthenticatedRequest {
	return async (options) => {
		const { abortSignal } = options;
		// In an execution n8n puts the execution's signal in the place of ours, which obeys that one too.
		const own =
			abortSignal && context.getExecutionCancelSignal
				? (Object.create(context, {
						getExecutionCancelSignal: { value: () => abortSignal },
					}) as HttpContext)
				: context;
		if (!authorization) {
			const { httpRequestWithAuthentication } = context.helpers;
			return await httpRequestWithAuthentication.call(own as never, credential, options);
		}
		const headers = { ...options.headers, Authorization: await authorization() };
		return await context.helpers.httpRequest.call(own as never, { ...options, headers });
	};
}

/** The signal of the execution that a context belongs to. */
export const cancelSignalOf = (context: Pick<HttpContext, 'getExecutionCancelSignal'>) =>
	context.getExecutionCancelSignal?.();

/**
 * The one way out of a node (docs/design.md#dependencies): kept connections under n8n's egress filter. Where
 * the context offers no filter (n8n 1.x), n8n's helper sends, but for requests that are pinned to an address:
 * that one comes from a stream which the helper has opened to the same host.
 */
export function nodeHttp(
	context: HttpContext,
	credential: string,
	settings: Omit<KeepAliveSettings, 'filter' | 'cancel'>,
): Http {
	const filter = egressFilterOf(context);
	const cancel = cancelSignalOf(context);
	const kept = keepAliveHttp({ ...settings, filter, cancel });
	if (filter) return kept;
	const { allowUnauthorizedCerts } = settings;
	const helper = helperHttp(helperOf(context, credential, settings.authorization), {
		allowUnauthorizedCerts,
		cancel,
	});
	return {
		stream: helper.stream,
		request: async (request) =>
			await (request.address === undefined ? helper : kept).request(request),
	};
}

/** A context whose helper sends requests without a credential. */
export interface PlainContext extends EgressContext {
	helpers: EgressContext['helpers'] & {
		httpRequest(options: IHttpRequestOptions): Promise<unknown>;
	};
}

/**
 * Http without a credential, for token calls. It does not end with the execution that uses it: a token
 * serves others too.
 */
export function plainHttp(context: PlainContext): Http {
	const filter = egressFilterOf(context);
	const settings = { allowUnauthorizedCerts: false };
	if (filter) return keepAliveHttp({ ...settings, filter, pool: 'actions' });
	return helperHttp(async (options) => await context.helpers.httpRequest(options), settings);
}

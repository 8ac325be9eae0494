import axios, { type AxiosRequestConfig } from 'axios';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { BroadWorksXsiApi } from '../../../credentials/BroadWorksXsiApi.credentials';

const RESPONSE_TYPES: Record<string, AxiosRequestConfig['responseType']> = {
	stream: 'stream',
	arraybuffer: 'arraybuffer',
};

/**
 * n8n's `httpRequest` for the options this package uses, over the library n8n uses: one connection per
 * request, streams and abort.
 */
export async function requestWithHelper(options: IHttpRequestOptions): Promise<unknown> {
	const answer = await axios.request<unknown>({
		method: options.method,
		url: options.url,
		headers: options.headers as Record<string, string>,
		data: options.body,
		timeout: options.timeout,
		signal: options.abortSignal as AbortSignal,
		responseType: RESPONSE_TYPES[options.encoding ?? ''],
		maxRedirects: options.disableFollowRedirect ? 0 : 5,
		...(options.ignoreHttpStatusErrors ? { validateStatus: () => true } : {}),
		proxy: false,
	});
	if (!options.returnFullResponse) return answer.data;
	return { body: answer.data, headers: answer.headers, statusCode: answer.status };
}

/** n8n's `httpRequestWithAuthentication`: the same after the credential's own `authenticate`. */
export async function requestWithAuthentication(
	credential: object,
	options: IHttpRequestOptions,
): Promise<unknown> {
	const { authenticate } = new BroadWorksXsiApi();
	if (typeof authenticate !== 'function') throw new Error('The credential has no authenticate');
	return await requestWithHelper(await authenticate(credential as never, options));
}

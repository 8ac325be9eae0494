import axios, { type AxiosRequestConfig } from 'axios';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { BroadWorksXsiApi } from '../../../credentials/BroadWorksXsiApi.credentials';

const RESPONSE_TYPES: Record<string, AxiosRequestConfig['responseType']> = {
	stream: 'stream',
	arraybuffer: 'arraybuffer',
};

/**
 * n8n's `httpRequestWithAuthentication` for the options this package uses, over the library n8n
 * uses: the credential's own `authenticate`, one connection per request, streams and abort.
 */
export async function requestWithAuthentication(
	credential: object,
	options: IHttpRequestOptions,
): Promise<unknown> {
	const { authenticate } = new BroadWorksXsiApi();
	if (typeof authenticate !== 'function') throw new Error('The credential has no authenticate');
	const authenticated = await authenticate(credential as never, options);
	const answer = await axios.request<unknown>({
		method: authenticated.method,
		url: authenticated.url,
		headers: authenticated.headers as Record<string, string>,
		data: authenticated.body,
		timeout: authenticated.timeout,
		signal: authenticated.abortSignal as AbortSignal,
		responseType: RESPONSE_TYPES[authenticated.encoding ?? ''],
		maxRedirects: authenticated.disableFollowRedirect ? 0 : 5,
		...(authenticated.ignoreHttpStatusErrors ? { validateStatus: () => true } : {}),
		proxy: false,
	});
	if (!authenticated.returnFullResponse) return answer.data;
	return { body: answer.data, headers: answer.headers, statusCode: answer.status };
}

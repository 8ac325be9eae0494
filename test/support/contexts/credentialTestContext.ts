import { Agent } from 'node:http';

import axios from 'axios';
import type { ICredentialTestFunctions, IRequestOptions } from 'n8n-workflow';

import { n8nContext } from './n8nContext';

/**
 * The context of a credential test: the older form of n8n's helper, for the options this package uses, and
 * nothing else (docs/n8n.md#credential-tests).
 */
export function credentialTestContext(): ICredentialTestFunctions {
	const request = async (options: IRequestOptions) => {
		const { uri, method, headers, body, timeout, rejectUnauthorized } = options;
		if (rejectUnauthorized !== undefined) throw new Error('There is no TLS here');
		const answer = await axios.request<unknown>({
			url: uri,
			method,
			headers: headers as Record<string, string>,
			data: body,
			timeout,
			responseType: options.useStream ? 'stream' : 'arraybuffer',
			maxRedirects: options.followRedirect === false ? 0 : 5,
			validateStatus: options.simple === false ? () => true : undefined,
			proxy: false,
			// Without connections that are kept, as n8n's.
			httpAgent: new Agent(),
		});
		return { statusCode: answer.status, headers: answer.headers, body: answer.data };
	};
	return n8nContext({ helpers: { request } });
}

import type { ICredentialTestFunctions, IRequestOptions } from 'n8n-workflow';

import type { Http, HttpHeaders, HttpRequest } from '../core/ports';
import { boundedHttp, helperBody, helperSource } from './helperHttp';

export interface TestHttpSettings {
	/** Accept any TLS certificate. */
	allowUnauthorizedCerts?: boolean;
	/** Value of the Authorization header; without it requests bring their own. */
	authorization?: string;
}

interface LegacyAnswer {
	statusCode: number;
	headers: HttpHeaders;
	body: unknown;
}

function optionsOf(request: HttpRequest, settings: TestHttpSettings): IRequestOptions {
	const { authorization, allowUnauthorizedCerts } = settings;
	return {
		method: request.method,
		uri: request.url,
		headers: {
			...request.headers,
			...(authorization === undefined ? {} : { Authorization: authorization }),
		},
		...(request.body?.length ? { body: helperBody(request.body) } : {}),
		timeout: request.timeout,
		encoding: null,
		useStream: true,
		resolveWithFullResponse: true,
		simple: false,
		followRedirect: false,
		// Given at all, it would make n8n hide what is wrong with a certificate.
		...(allowUnauthorizedCerts ? { rejectUnauthorized: false } : {}),
	};
}

/**
 * The Http port of a credential test, under n8n's egress rules and proxies: its context has the older form
 * of n8n's helper and nothing else.
 */
export function testHttp(context: ICredentialTestFunctions, settings: TestHttpSettings = {}): Http {
	return boundedHttp(async (request) => {
		const answer = (await context.helpers.request(
			optionsOf(request, settings) as never,
		)) as LegacyAnswer;
		return {
			status: answer.statusCode,
			headers: answer.headers,
			source: helperSource(answer.body),
		};
	});
}

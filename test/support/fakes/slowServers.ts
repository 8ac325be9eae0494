import { Agent, type ServerResponse } from 'node:http';

import axios from 'axios';
import type { IHttpRequestOptions } from 'n8n-workflow';

/** n8n's helper, which knows no deadline and no size. */
export async function helper(options: IHttpRequestOptions): Promise<unknown> {
	const { data, status, headers } = await axios.request<unknown>({
		method: options.method,
		url: options.url,
		data: options.body,
		headers: options.headers as Record<string, string>,
		responseType: options.encoding as 'stream',
		timeout: options.timeout,
		signal: options.abortSignal as AbortSignal,
		maxRedirects: 0,
		validateStatus: () => true,
		httpAgent: new Agent(),
	});
	return { body: data, statusCode: status, headers };
}

/** Writes something every 20 ms, for ever. */
export function trickle(response: ServerResponse, write: () => void): void {
	const timer = setInterval(write, 20);
	response.on('close', () => clearInterval(timer));
}

/** Writes so many bytes as fast as they are taken, and tells of each part. */
export function flood(
	response: ServerResponse,
	bytes: number,
	onPart: (bytes: number) => void,
): void {
	const part = Buffer.alloc(256 * 1024, 'x');
	let sent = 0;
	const more = () => {
		while (!response.destroyed && sent < bytes) {
			sent += part.length;
			onPart(part.length);
			if (!response.write(part)) return void response.once('drain', more);
		}
	};
	more();
}

import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** What a webhook answered. */
export interface PostAnswer {
	status: number;
	headers: IncomingHttpHeaders;
	/** Status line, headers and body together. */
	bytes: number;
}

/** Bytes of an answer that are read at all. */
const READ_LIMIT = 65_536;

/**
 * One POST to a webhook. Rejects when there is no whole answer in time; the message is what the
 * vendor prints as reason (fixture subscription.list.blacklisted.json).
 */
export function post(
	address: string,
	headers: Record<string, string>,
	body: string,
	timeout: number,
	signal?: AbortSignal,
): Promise<PostAnswer> {
	return new Promise((resolve, reject) => {
		const open = address.startsWith('https:') ? httpsRequest : httpRequest;
		const fail = (detail: string) =>
			reject(new Error(`I/O operation is failed. Details: [${detail}]`));
		const length = { 'Content-Length': String(Buffer.byteLength(body)) };
		const request = open(
			address,
			{ method: 'POST', headers: { ...headers, ...length }, signal },
			(response) => {
				let bytes = response.rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
				response.on('data', (part: Buffer) => {
					bytes += part.length;
					if (bytes > READ_LIMIT) request.destroy(new Error('Answer is too large'));
				});
				response.on('end', () => {
					clearTimeout(timer);
					resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes });
				});
				response.on('error', (error) => fail(error.message));
			},
		);
		// Not the simulator's clock: the receiver answers in real time.
		const timer = setTimeout(() => request.destroy(new Error('Read timed out')), timeout);
		request.on('error', (error) => {
			clearTimeout(timer);
			fail(error.message);
		});
		request.end(body);
	});
}

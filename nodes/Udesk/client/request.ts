import type { UdeskAnswer } from './answers';
import { send, type UdeskConnection, type UdeskRequest } from './connection';

type Contents = Pick<UdeskRequest, 'query' | 'body'>;

/** One request of an interface; `path` and `contents`: what is sent of the values that it is called with. */
export const request =
	<Given extends unknown[]>(
		api: UdeskRequest['api'],
		method: UdeskRequest['method'],
		path: string | ((...given: Given) => string),
		contents: (...given: Given) => Contents,
	) =>
	async (connection: UdeskConnection, ...given: Given): Promise<UdeskAnswer> =>
		await send(connection, {
			api,
			method,
			path: typeof path === 'string' ? path : path(...given),
			...contents(...given),
		});

import { Agent } from 'node:http';

import axios, { type AxiosInstance } from 'axios';

import { PATIENCE, waitFor } from '../wait-for';

/** n8n refused a request. */
export class N8nRefusal extends Error {
	constructor(
		readonly status: number,
		request: string,
		readonly body: unknown,
	) {
		super(`n8n answered ${status} to ${request}: ${messageIn(body)}`);
		this.name = 'N8nRefusal';
	}
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface Owner {
	email: string;
	password: string;
}

/** A logged-in session with n8n's internal REST interface, the one its editor uses. */
export class RestClient {
	private readonly http: AxiosInstance;
	private cookie = '';

	constructor(readonly url: string) {
		this.http = axios.create({
			baseURL: url,
			proxy: false,
			timeout: PATIENCE,
			maxRedirects: 0,
			// n8n closes a connection that was idle for five seconds, perhaps just as it is used again.
			httpAgent: new Agent({ keepAlive: false }),
			validateStatus: () => true,
			// n8n binds the session to this header.
			headers: {
				'browser-id': 'n8n-nodes-telephony',
				'push-ref': 'n8n-nodes-telephony',
				// Nothing travels far, and packing costs n8n time.
				'accept-encoding': 'identity',
			},
		});
	}

	/**
	 * Asks again while the database is busy: in queue mode several processes share one file, and what n8n
	 * could not write it has not written.
	 * @throws N8nRefusal
	 */
	async request<T>(method: Method, path: string, body?: unknown): Promise<T> {
		const answer = await waitFor(
			async () => {
				try {
					return { data: await this.send<T>(method, path, body) };
				} catch (error) {
					if (error instanceof N8nRefusal && /SQLITE_BUSY/.test(error.message)) return false;
					throw error;
				}
			},
			{ what: `n8n's database is free for ${method} ${path}` },
		);
		return answer.data;
	}

	private async send<T>(method: Method, path: string, body: unknown): Promise<T> {
		const response = await this.http.request<unknown>({
			method,
			url: path,
			data: body,
			headers: { cookie: this.cookie },
		});
		for (const line of response.headers['set-cookie'] ?? []) {
			if (line.startsWith('n8n-auth=')) this.cookie = line.split(';')[0];
		}
		if (response.status >= 300)
			throw new N8nRefusal(response.status, `${method} ${path}`, response.data);
		return response.data as T;
	}

	/** The `data` of the answer, which n8n wraps around almost everything. */
	async data<T>(method: Method, path: string, body?: unknown): Promise<T> {
		return (await this.request<{ data: T }>(method, path, body)).data;
	}

	/** Creates the owner of a fresh n8n, which also logs in. */
	async setUpOwner({ email, password }: Owner): Promise<void> {
		await this.request('POST', '/rest/owner/setup', {
			email,
			password,
			firstName: 'Demo',
			lastName: 'Owner',
		});
	}

	async logIn({ email, password }: Owner): Promise<void> {
		await this.request('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	}
}

function messageIn(body: unknown): string {
	const message = (body as { message?: unknown } | undefined)?.message;
	return typeof message === 'string' ? message : JSON.stringify(body).slice(0, 500);
}

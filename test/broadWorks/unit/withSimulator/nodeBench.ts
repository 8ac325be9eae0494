import { Readable } from 'node:stream';

import type { IDataObject, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

import type { XsiClient } from '../../../../nodes/BroadWorks/connect';
import { operations } from '../../../../nodes/BroadWorks/operations';
import { withUserAdvice } from '../../../../nodes/BroadWorks/userAdvice';
import { authorizationOf } from '../../../../nodes/BroadWorks/authorization';
import { DEFAULT_PATHS } from '../../../../nodes/BroadWorks/client/transport/connection';
import type { Http, HttpHeaders, HttpRequest } from '../../../../nodes/shared/core/ports';
import { systemClock, systemRandom } from '../../../../nodes/shared/systemPorts';
import type { XsiSimulator } from '../../../simulators/broadWorks/index';

type Given = Record<string, unknown>;

/** A parameter as n8n gives it: of a resource locator its value. */
const valueOf = (value: unknown): unknown =>
	typeof value === 'object' && value !== null && '__rl' in value
		? (value as { value?: unknown }).value
		: value;

/** What the action node does, on the simulator and without n8n. */
export class NodeBench {
	constructor(
		private readonly simulator: XsiSimulator,
		private readonly login: { userId: string; defaultUserId?: string },
		/** Addresses of which the server knows nothing. */
		private readonly missing?: RegExp,
	) {}

	private get credential() {
		const { userId, defaultUserId } = this.login;
		return {
			serverUrl: this.simulator.url,
			authentication: 'basic',
			userId,
			defaultUserId,
			password: this.simulator.world.settings.password,
		};
	}

	private readonly send: Http['request'] = async ({ url, method, headers, body }) => {
		if (this.missing?.test(url)) return { status: 404, headers: {}, body: new Uint8Array() };
		const Authorization = authorizationOf(this.credential as never);
		const given = { ...headers, Authorization };
		const response = await fetch(url, { method, headers: given, body: body as BodyInit });
		const found: HttpHeaders = {};
		response.headers.forEach((value, name) => (found[name] = value));
		const bytes = new Uint8Array(await response.arrayBuffer());
		return { status: response.status, headers: found, body: bytes };
	};

	/** n8n's request helper, as far as dropdowns need it. */
	private readonly httpRequest = async (options: IHttpRequestOptions) => {
		const { url, method, headers: given } = options;
		const headers = given as Record<string, string>;
		const request = { url, method: method as HttpRequest['method'], headers };
		const { status, headers: found, body } = await this.send(request);
		return { statusCode: status, headers: found, body: Readable.from([Buffer.from(body)]) };
	};

	private get client(): XsiClient {
		const http: Http = {
			request: this.send,
			stream: () => Promise.reject(new Error('Nothing here is streamed')),
		};
		return {
			ownUserId: this.login.defaultUserId ?? this.login.userId,
			connection: {
				server: { url: this.simulator.url, ...DEFAULT_PATHS },
				http,
				clock: systemClock,
				random: systemRandom,
			},
		};
	}

	/** Runs an operation; fields that are not given have their defaults. */
	async run(resource: string, name: string, parameters: Given = {}): Promise<IDataObject[]> {
		const operation = operations.find((one) => one.resource === resource && one.name === name);
		if (!operation) throw new Error(`There is no operation ${resource}: ${name}`);
		const usual = Object.fromEntries(
			operation.fields.map(({ name: field, type, default: value }) => [
				field,
				type === 'resourceLocator' ? '' : value,
			]),
		);
		const given: Given = { ...usual, ...parameters };
		const found = await withUserAdvice(operation).run({
			client: this.client,
			parameter: (one: string, fallback?: unknown) => valueOf(given[one] ?? fallback),
		} as never);
		return [found].flat() as IDataObject[];
	}

	/** What n8n gives to a dropdown, with these parameters in the panel. */
	panel(given: Given = {}): ILoadOptionsFunctions {
		const parameters: Given = { authentication: 'xsi', ...given };
		return {
			getCredentials: async () => await Promise.resolve(this.credential),
			helpers: { httpRequest: this.httpRequest },
			getNode: () => ({ name: 'BroadWorks', type: 'n8n-nodes-telephony.broadWorks', parameters }),
			getCurrentNodeParameter(name: string, { extractValue = false } = {}) {
				if (!extractValue) return parameters[name];
				if (!(name in parameters)) throw new Error('Could not find property');
				return valueOf(parameters[name]);
			},
		} as never;
	}
}

import { Readable } from 'node:stream';

import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { RateGroups } from '../../../../nodes/RingCentral/client/transport/rateGroups';
import { TokenKeeper, withToken } from '../../../../nodes/RingCentral/client/login/tokens';
import type { RingCentralClient } from '../../../../nodes/RingCentral/connect';
import { operations } from '../../../../nodes/RingCentral/operations';
import type { Http, HttpHeaders, HttpRequest } from '../../../../nodes/shared/core/ports';
import { BinaryOutput, type InputFile } from '../../../../nodes/shared/action/operation';
import { systemClock, systemRandom } from '../../../../nodes/shared/systemPorts';
import { GivenItems } from '../../../contract/sources/samples';
import type { N8nContextOptions } from '../../../support/contexts/n8nContext';
import { openApiFindings } from '../../../simulators/ringCentral/openApi/conformance';
import {
	startRingCentralSimulator,
	type RingCentralSimulator,
} from '../../../simulators/ringCentral/index';
import { GENEROUS } from '../../../simulators/ringCentral/testClient';

type Given = Record<string, unknown>;

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const sent = async ({ url, method, headers, body, signal }: HttpRequest) =>
	await fetch(url, { method, headers, body: body as BodyInit, signal, redirect: 'manual' });

/** Headers as the HTTP port gives them. */
const headersOf = (response: Response): HttpHeaders => {
	const headers: HttpHeaders = {};
	response.headers.forEach((value, name) => (headers[name] = value));
	return headers;
};

async function* read(response: Response) {
	yield new Uint8Array(await response.arrayBuffer());
}

/** HTTP as the operations need it here. */
const http: Http = {
	async request(request) {
		const response = await sent(request);
		const body = new Uint8Array(await response.arrayBuffer());
		return { status: response.status, headers: headersOf(response), body };
	},
	async stream(request) {
		const response = await sent(request);
		const { status } = response;
		return { status, headers: headersOf(response), body: read(response), close: () => {} };
	},
};

/** n8n's request helper, as far as dropdowns and webhook methods need it. */
async function requestHelper(_type: string, options: IHttpRequestOptions) {
	const { url, method, headers, body } = options;
	const response = await fetch(url, {
		method,
		headers: headers as Record<string, string>,
		body: body as string | undefined,
	});
	return {
		statusCode: response.status,
		headers: headersOf(response),
		body:
			options.encoding === 'stream'
				? Readable.from([Buffer.from(await response.arrayBuffer())])
				: await response.arrayBuffer(),
	};
}

/** The node's operations without n8n, on the simulator. */
export class NodeBench {
	/** What every operation that ran gave. */
	readonly given = new GivenItems();

	/** Files that operations gave out, by name. */
	readonly stored = new Map<string, Buffer>();

	private readonly clients = new Map<string, RingCentralClient>();

	private constructor(readonly simulator: RingCentralSimulator) {}

	static async start(): Promise<NodeBench> {
		const simulator = await startRingCentralSimulator({
			rateLimits: GENEROUS,
			oldPaths: true,
			outsideAnswers: null,
			autoPickUp: null,
			logDelay: 0,
		});
		return new NodeBench(simulator);
	}

	get control(): RingCentralSimulator['world']['control'] {
		return this.simulator.world.control;
	}

	/** What contexts of dropdowns and webhook methods have in common: Alice's JWT, and requests with it. */
	get n8n(): N8nContextOptions {
		const credential = {
			environment: 'other',
			serverUrl: this.simulator.url,
			clientId: 'demo-client',
			clientSecret: 'demo-secret',
			jwt: 'jwt-alice',
		};
		return {
			credential,
			helpers: {
				httpRequestWithAuthentication: requestHelper,
				httpRequest: async (options: IHttpRequestOptions) => await requestHelper('', options),
			},
		};
	}

	/** Runs an operation as a user; resource locators are their values already. */
	async run(
		resource: string,
		name: string,
		parameters: Given = {},
		{ as = 'alice', files = {} }: { as?: string; files?: Record<string, InputFile> } = {},
	): Promise<IDataObject[]> {
		const operation = operations.find((item) => item.resource === resource && item.name === name);
		if (!operation) throw new Error(`There is no operation ${name} of ${resource}`);
		const result = await operation.run({
			client: this.client(as),
			itemIndex: 0,
			credentialIds: [],
			timeZone: 'UTC',
			parameter: <T>(parameter: string, fallback?: T) =>
				(parameter in parameters ? parameters[parameter] : fallback) as T,
			storeFile: async (body, fileName, mimeType = '') => {
				const parts: Uint8Array[] = [];
				for await (const part of body) parts.push(part);
				this.stored.set(fileName, Buffer.concat(parts));
				return { data: '', fileName, mimeType };
			},
			readFile: async (property) => await Promise.resolve(files[property]),
		});
		const items = [result instanceof BinaryOutput ? result.json : result].flat();
		this.given.add({ resource, operation: name }, items);
		return items;
	}

	/** One item. */
	async one(...given: Run): Promise<IDataObject> {
		const items = await this.run(...given);
		if (items.length !== 1) throw new Error(`${given[1]} gave ${items.length} items`);
		return items[0];
	}

	/** What differs from the OpenAPI file in all that went over the wire. */
	async stop(): Promise<string[]> {
		const findings = openApiFindings(this.simulator.requests);
		await this.simulator.close();
		return findings;
	}

	/** The connection of a user, with a token of the JWT. */
	client(user = 'alice'): RingCentralClient {
		const known = this.clients.get(user);
		if (known) return known;
		const { url } = this.simulator;
		const ports = { clock: systemClock, random: systemRandom, log: silent };
		const rates = new RateGroups(systemClock);
		const login = {
			server: url,
			clientId: 'demo-client',
			clientSecret: 'demo-secret',
			jwt: `jwt-${user}`,
		};
		const keeper = new TokenKeeper(login, { ...ports, http, rates });
		const client: RingCentralClient = {
			...ports,
			server: url,
			rates,
			numberPlan: undefined,
			http: withToken(http, keeper),
			permissions: async () => (await keeper.scope())?.split(' '),
		};
		this.clients.set(user, client);
		return client;
	}
}

type Run = Parameters<NodeBench['run']>;

import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { operations } from '../../../nodes/BroadWorks/operations';
import { BinaryOutput } from '../../../nodes/shared/action/operation';
import { ACTIONS, fakeConnection } from '../../broadWorks/unit/support/xsi';
import type { Answer } from '../fakes/fakeHttp';
import { FakeStream } from '../fakes/fakeStream';

/** Whose login acts. */
export const ALICE = 'alice@example.net';

/** What the server answers to `GET services/DoNotDisturb`, by method and the path below the user. */
export type Answers = Record<string, Answer | Answer[]>;

export interface Ran {
	items: IDataObject[];
	/** As `GET services/DoNotDisturb`, paths below the user. */
	lines: string[];
	/** Bodies of requests that had one. */
	bodies: string[];
	/** Files by property. */
	files: Record<string, { bytes: string; fileName: string; mimeType?: string }>;
}

/** Bytes that a stream gives at once: few, so that everything is cut somewhere. */
const READ = 7;

/** Where a user's paths begin. */
const below = (userId: string) => `${ACTIONS}/v2.0/user/${userId}/`;

/** Runs an operation of BroadWorks with parameters against scripted answers; whatever else is asked fails. */
export async function runOperation(
	resource: string,
	name: string,
	parameters: Record<string, unknown> = {},
	answers: Answers = {},
): Promise<Ran> {
	const operation = operations.find((one) => one.resource === resource && one.name === name);
	if (!operation) throw new Error(`There is no operation ${resource}: ${name}`);
	const connection = fakeConnection();
	for (const [line, given] of Object.entries(answers)) {
		const [method, path] = line.split(' ');
		const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
		const turns = [given].flat();
		const answer = () => (turns.length > 1 ? (turns.shift() as Answer) : turns[0]);
		const expression = new RegExp(`/user/[^/]+/${escaped}$`);
		connection.http.on(method as 'GET', expression, answer);
	}
	connection.http.onStream(async (request) => {
		const { status, headers, body } = await connection.http.request(request);
		// The request was noted twice.
		connection.http.sent.pop();
		const stream = new FakeStream(status, headers);
		for (let at = 0; at < body.length; at += READ) stream.push(body.subarray(at, at + READ));
		stream.end();
		return stream;
	});
	const files: Ran['files'] = {};
	const defaults = Object.fromEntries(
		operation.fields.map((field) => [field.name, field.default]),
	) as Record<string, unknown>;
	const given = { ...defaults, ...parameters };
	const plain = (value: unknown) =>
		typeof value === 'object' && value !== null && 'mode' in value && 'value' in value
			? value.value
			: value;
	const result = await operation.run({
		client: { connection, ownUserId: ALICE, numberPlan: undefined },
		itemIndex: 0,
		credentialIds: [],
		timeZone: 'Europe/Berlin',
		parameter: <T>(parameter: string, fallback?: T) => plain(given[parameter] ?? fallback) as T,
		async storeFile(body, fileName, mimeType) {
			const parts: Uint8Array[] = [];
			for await (const part of body) parts.push(part);
			const bytes = Buffer.concat(parts).toString('latin1');
			files[fileName] = { bytes, fileName, mimeType };
			return { fileName, mimeType: mimeType ?? '', data: '' } as IBinaryData;
		},
		readFile: async (property) =>
			await Promise.reject(new Error(`There is no file ${property} here`)),
	});
	const { sent } = connection.http;
	const own = below(String(plain(parameters.userId) || ALICE));
	return {
		items: result instanceof BinaryOutput ? [result.json] : [result].flat(),
		lines: sent.map(({ method, url }) => {
			const path = url.replace(/^https?:\/\/[^/]+/, '');
			return `${method} ${path.startsWith(own) ? path.slice(own.length) : path}`;
		}),
		bodies: sent.flatMap(({ body }) => (typeof body === 'string' && body !== '' ? [body] : [])),
		files,
	};
}

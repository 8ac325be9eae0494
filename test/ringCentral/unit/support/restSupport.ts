import type { RingCentralConnection } from '../../../../nodes/RingCentral/client/transport/connection';
import { RateGroups } from '../../../../nodes/RingCentral/client/transport/rateGroups';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { FakeHttp, type Answer } from '../../../support/fakes/fakeHttp';
import { FakeRandom, RecordingLog } from '../../../support/fakes/fakePorts';
import { FakeStream } from '../../../support/fakes/fakeStream';

export const SERVER = 'https://platform.example.com';

export interface RestBench {
	connection: RingCentralConnection;
	http: FakeHttp;
	clock: FakeClock;
	log: RecordingLog;
	rates: RateGroups;
}

/** A connection on a fake clock, to a server that answers as scripted. */
export function restBench(server = SERVER): RestBench {
	const clock = new FakeClock();
	const http = new FakeHttp(clock);
	const log = new RecordingLog();
	const rates = new RateGroups(clock);
	return {
		connection: {
			server,
			http,
			clock,
			random: new FakeRandom(),
			log,
			rates,
			numberPlan: undefined,
		},
		http,
		clock,
		log,
		rates,
	};
}

export const json = (value: unknown, status = 200, headers: Answer['headers'] = {}): Answer => ({
	status,
	headers: { 'content-type': 'application/json', ...headers },
	body: JSON.stringify(value),
});

/** An error as the API writes it (docs/protocols/ringcentral.md#error-bodies). */
export const refusal = (
	status: number,
	errorCode: string,
	message: string,
	more: Record<string, unknown> = {},
	headers: Answer['headers'] = {},
): Answer =>
	json({ errorCode, message, errors: [{ errorCode, message, ...more }] }, status, headers);

/** Headers of a rate group as every answer has them (docs/protocols/ringcentral.md#rate-limits). */
export const rateHeaders = (group: string, limit: number, remaining: number, window = 60) => ({
	'x-rate-limit-group': group,
	'x-rate-limit-limit': String(limit),
	'x-rate-limit-remaining': String(remaining),
	'x-rate-limit-window': String(window),
});

/** How a promise ended, without waiting for it: time passes by the test's hand. */
export interface Outcome<T> {
	done: boolean;
	value?: T;
	error?: unknown;
}

export function watch<T>(promise: Promise<T>): Outcome<T> {
	const outcome: Outcome<T> = { done: false };
	promise.then(
		(value) => Object.assign(outcome, { done: true, value }),
		(error: unknown) => Object.assign(outcome, { done: true, error }),
	);
	return outcome;
}

/** A streamed answer that is there at once. */
export function streamOf(
	status: number,
	headers: Record<string, string>,
	...parts: Array<string | Uint8Array>
): FakeStream {
	const made = new FakeStream(status, headers);
	for (const part of parts) made.push(part);
	made.end();
	return made;
}

export async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const parts: Uint8Array[] = [];
	for await (const part of body) parts.push(part);
	return Buffer.concat(parts);
}

/** All records of a generator of pages. */
export async function gather<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
	const found: T[] = [];
	for await (const page of pages) found.push(...page);
	return found;
}

/** The query of the last request, as an object; a repeated parameter is a list. */
export function queryOf(url: string): Record<string, string | string[]> {
	const { searchParams } = new URL(url);
	return Object.fromEntries(
		[...new Set(searchParams.keys())].map((name) => {
			const values = searchParams.getAll(name);
			return [name, values.length === 1 ? values[0] : values];
		}),
	);
}

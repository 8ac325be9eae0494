import type { IDataObject, WorkflowExecuteMode } from 'n8n-workflow';

import { dimensionsPushes } from '../../../../nodes/Dimensions/trigger/pushes';
import { listenForPushes, receivePush } from '../../../../nodes/shared/trigger/webhook/pushTrigger';
import { inOtherProcess } from '../../../support/contexts/generations';
import { n8nContext, type Emit } from '../../../support/contexts/n8nContext';
import { allInWebhookProcess } from '../../../support/contexts/webhookProcess';
import { settled } from '../../../support/fakes/turns';

const secret = 'correct horse battery';
const push = (id: string) =>
	JSON.stringify({ triggerId: 't', cdr: { id }, customData: { secret } });

let workflows = 0;

/** One workflow of an n8n with its database; every call of a webhook reads static data anew, and saves it. */
function workflowOf(backend = dimensionsPushes) {
	const id = String(++workflows);
	let saved = '{}';
	let status = 200;
	const common = { workflow: { id }, credential: { secret, payloadField: 'secret' } };
	const receive = async (
		body: string,
		mode: WorkflowExecuteMode = 'webhook',
		take = receivePush,
	) => {
		const staticData = JSON.parse(saved) as IDataObject;
		status = 200;
		const node = n8nContext({
			...common,
			mode,
			staticData,
			headers: { 'content-type': 'application/json' },
			request: { rawBody: Buffer.from(body) },
			answered: (answer) => ({ status } = answer),
		});
		const { webhookResponse, workflowData } = await take(node, backend);
		saved = JSON.stringify(staticData);
		const items = (workflowData?.[0] ?? []).map(({ json }) => (json.cdr as IDataObject).id);
		return { webhookResponse, items };
	};
	const emitted: unknown[] = [];
	const keys: Array<string | undefined> = [];
	const keep = (data: IDataObject) => void (saved = JSON.stringify(data));
	const listen = async () => {
		const staticData = JSON.parse(saved) as IDataObject;
		const node = n8nContext({
			...common,
			staticData,
			emit(items, _done, key) {
				keys.push(key);
				emitted.push(...items.map(({ cdr }) => (cdr as IDataObject).id));
				saved = JSON.stringify(staticData);
			},
		});
		return await listenForPushes(node, dimensionsPushes);
	};
	const kept = () => JSON.parse(saved) as IDataObject;
	return { receive, listen, emitted, keys, keep, kept, status: () => status };
}

const taken = (...items: string[]) => ({ webhookResponse: 'OK', items });

describe('pushes where no trigger runs in the process', () => {
	allInWebhookProcess();

	test('run once: what was seen is saved before the sender has its answer', async () => {
		const { receive, kept } = workflowOf();
		expect(await receive(push('1'))).toEqual(taken('1'));
		expect(kept().events).toHaveLength(1);
		expect(await receive(push('1'))).toEqual(taken());
		expect(await receive(push('2'))).toEqual(taken('2'));
		expect(kept().events).toHaveLength(2);
	});

	test('another process knows them from static data', async () => {
		const { receive } = workflowOf();
		await receive(push('1'));
		await inOtherProcess(async () => {
			const other = await import('../../../../nodes/shared/trigger/webhook/pushTrigger');
			expect(other.receivePush).not.toBe(receivePush);
			expect(await receive(push('1'), 'webhook', other.receivePush)).toEqual(taken());
			expect(await receive(push('2'), 'webhook', other.receivePush)).toEqual(taken('2'));
		});
		expect(await receive(push('2'))).toEqual(taken());
	});

	test('a test run takes everything and remembers nothing', async () => {
		const { receive, kept } = workflowOf();
		expect(await receive(push('1'), 'manual')).toEqual(taken('1'));
		expect(await receive(push('1'), 'manual')).toEqual(taken('1'));
		expect(kept()).toEqual({});
	});

	test('one that came while n8n started is not run again by the trigger', async () => {
		const { receive, listen, emitted, kept } = workflowOf();
		await receive(push('1'));
		const { closeFunction } = await listen();
		expect(await receive(push('1'))).toEqual(taken());
		expect(await receive(push('2'))).toEqual(taken());
		expect(emitted).toEqual(['2']);
		expect(kept().events).toHaveLength(1);
		await closeFunction?.();
		// What the trigger saved is what a new process starts with.
		expect(await receive(push('1'))).toEqual(taken());
	});
});

describe('a push that comes while n8n starts', () => {
	beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'Date'] }));
	afterEach(() => void jest.useRealTimers());

	test('waits for its trigger, which takes it under a key', async () => {
		const { receive, listen, emitted } = workflowOf();
		const answer = receive(push('1'));
		await jest.advanceTimersByTimeAsync(2_000);
		expect(emitted).toEqual([]);
		const { closeFunction } = await listen();
		await jest.advanceTimersByTimeAsync(500);
		expect(await answer).toEqual(taken());
		expect(emitted).toEqual(['1']);
		await closeFunction?.();
	});

	test('is to come again where the trigger is later than five seconds', async () => {
		const { receive, status } = workflowOf();
		const answer = receive(push('1'));
		await jest.advanceTimersByTimeAsync(5_200);
		expect((await answer).items).toEqual([]);
		expect(status()).toBe(503);
	});

	test('runs by itself where its trigger is still not there half a minute after the start', async () => {
		const { receive, status } = workflowOf();
		await jest.advanceTimersByTimeAsync(30_000 - performance.now());
		const answer = receive(push('1'));
		await jest.advanceTimersByTimeAsync(5_200);
		expect(await answer).toEqual(taken('1'));
		const again = receive(push('1'));
		await jest.advanceTimersByTimeAsync(5_200);
		expect(await again).toEqual(taken());
		expect(status()).toBe(200);
	});

	test('runs by itself then where its vendor does not say that it comes again', async () => {
		const { receive } = workflowOf({ ...dimensionsPushes, comesAgain: false });
		const answer = receive(push('1'));
		await jest.advanceTimersByTimeAsync(5_200);
		expect(await answer).toEqual(taken('1'));
	});
});

describe('a push that somebody else has in hand', () => {
	allInWebhookProcess();

	const running = (key: string) => ({ running: [[key, [key.slice(0, 10)]]] });
	const keyOf = async (id: string) => {
		const { receive, kept } = workflowOf();
		await receive(push(id));
		const [key] = kept().events as string[];
		return key;
	};

	test('is to come again: n8n, or another process, may lose it', async () => {
		const key = await keyOf('1');
		const cases: IDataObject[] = [running(key), { taken: [[key, Date.now()]] }];
		for (const open of cases) {
			const { receive, keep, status, kept } = workflowOf();
			keep(open);
			expect(await receive(push('1'))).toEqual({ webhookResponse: undefined, items: [] });
			expect(status()).toBe(503);
			expect(kept()).toEqual(open);
			expect(await receive(push('2'))).toEqual(taken('2'));
			expect(kept()).toMatchObject(open.running ? { running: open.running } : {});
		}
	});

	test('has run where it is known to have', async () => {
		const key = await keyOf('1');
		const { receive, keep } = workflowOf();
		keep({ ...running(key), events: [key] } as IDataObject);
		expect(await receive(push('1'))).toEqual(taken());
	});

	test('goes by the execution that n8n was killed with once the trigger runs', async () => {
		const key = await keyOf('1');
		const { receive, keep, listen, keys, status } = workflowOf();
		keep(running(`${key}abcdefghijkl`) as IDataObject);
		const { closeFunction } = await listen();
		expect(await receive(push('1'))).toEqual(taken());
		expect(status()).toBe(200);
		expect(keys).toEqual([expect.stringMatching(new RegExp(`:${key}abcdefghijkl$`))]);
		await closeFunction?.();
	});
});

describe('a push is answered', () => {
	/** A live trigger in an n8n that stores executions when the test says so. */
	async function listening() {
		const id = String(++workflows);
		const common = { workflow: { id }, credential: { secret, payloadField: 'secret' } };
		const writes: Array<() => void> = [];
		const emit: Emit = (_items, _done, _key, write) => void writes.push(write);
		const node = n8nContext({ ...common, emit, storesAtOnce: false });
		const { closeFunction } = await listenForPushes(node, dimensionsPushes);
		const answered: string[] = [];
		const receive = (id: string) => {
			const context = n8nContext({
				...common,
				mode: 'webhook',
				headers: { 'content-type': 'application/json' },
				request: { rawBody: Buffer.from(push(id)) },
			});
			void receivePush(context, dimensionsPushes).then(() => answered.push(id));
		};
		return { receive, writes, answered, closeFunction };
	}

	const timed = (name: string, play: () => Promise<void>) =>
		test(name, async () => {
			jest.useFakeTimers({ doNotFake: ['setImmediate', 'performance', 'Date'] });
			try {
				await play();
			} finally {
				jest.useRealTimers();
			}
		});

	timed(
		'when n8n is sure to have its execution, so that one that is killed before gets it again',
		async () => {
			const { receive, writes, answered, closeFunction } = await listening();
			receive('1');
			receive('2');
			await settled();
			expect(writes).toHaveLength(2);
			writes[1]();
			await jest.advanceTimersByTimeAsync(200);
			expect(answered).toEqual([]);
			await jest.advanceTimersByTimeAsync(100);
			expect(answered).toEqual(['2']);
			writes[0]();
			await jest.advanceTimersByTimeAsync(300);
			expect(answered).toEqual(['2', '1']);
			await closeFunction?.();
		},
	);

	timed('with the first where it is a repetition, which may be all that comes of it', async () => {
		const { receive, writes, answered, closeFunction } = await listening();
		receive('1');
		receive('1');
		await settled();
		expect([writes.length, answered]).toEqual([1, []]);
		writes[0]();
		await jest.advanceTimersByTimeAsync(300);
		expect(answered).toEqual(['1', '1']);
		receive('1');
		await settled();
		expect(answered).toEqual(['1', '1', '1']);
		await closeFunction?.();
	});

	timed(
		'after five seconds at the latest, because its sender may push nothing else meanwhile',
		async () => {
			const { receive, answered, closeFunction } = await listening();
			receive('1');
			await settled();
			await jest.advanceTimersByTimeAsync(4_999);
			expect(answered).toEqual([]);
			await jest.advanceTimersByTimeAsync(1);
			expect(answered).toEqual(['1']);
			await closeFunction?.();
		},
	);
});

test('a state that n8n cannot store is to come again, and runs then', async () => {
	const workflow = { id: String(++workflows) };
	const credential = { secret, payloadField: 'secret' };
	const backend: typeof dimensionsPushes = {
		...dimensionsPushes,
		reader: () => () => ({ items: [{ state: 'idle' }], subject: 'extension 801', within: 60_000 }),
	};
	let fails = true;
	const ran: IDataObject[] = [];
	const emit: Emit = (items, done) => {
		if (fails) done?.reject(new Error('The database is away'));
		else ran.push(...items);
	};
	const { closeFunction } = await listenForPushes(
		n8nContext({ workflow, credential, emit }),
		backend,
	);
	const receive = async () => {
		let status = 200;
		const node = n8nContext({
			workflow,
			credential,
			mode: 'webhook',
			headers: { 'content-type': 'application/json' },
			request: { rawBody: Buffer.from(push('1')) },
			answered: (answer) => ({ status } = answer),
		});
		await receivePush(node, backend);
		return status;
	};
	expect([await receive(), ran.length]).toEqual([503, 0]);
	fails = false;
	expect([await receive(), ran.length]).toEqual([200, 1]);
	expect([await receive(), ran.length]).toEqual([200, 1]);
	await closeFunction?.();
});

describe('a changed secret', () => {
	allInWebhookProcess();

	test('counts at once, while pushes share the readings of it', async () => {
		let stored = secret;
		const readings: Array<() => void> = [];
		const credential = async () => {
			const seen = { secret: stored, payloadField: 'secret' };
			await new Promise<void>((resolve) => readings.push(resolve));
			return seen;
		};
		const workflow = { id: String(++workflows) };
		const receive = async (id: string, given: string) => {
			let status = 200;
			const body = { triggerId: 't', cdr: { id }, customData: { secret: given } };
			const node = n8nContext({
				workflow,
				credential,
				mode: 'webhook',
				headers: { 'content-type': 'application/json' },
				request: { rawBody: Buffer.from(JSON.stringify(body)) },
				answered: (answer) => ({ status } = answer),
			});
			await receivePush(node, dimensionsPushes);
			return status;
		};
		const first = receive('1', secret);
		stored = 'another horse and battery';
		const next = [receive('2', secret), receive('3', stored), receive('4', secret)];
		await settled();
		readings[0]();
		expect(await first).toBe(200);
		await settled();
		readings[1]();
		expect(await Promise.all(next)).toEqual([401, 200, 401]);
		expect(readings).toHaveLength(2);
	});
});

test('what else a changed credential says counts from the next push on', async () => {
	let defaultCountry = 'AT';
	const credential = () => ({ secret, payloadField: 'secret', defaultCountry });
	const backend: typeof dimensionsPushes = {
		...dimensionsPushes,
		reader: (_node, present) => () => ({ items: [{ country: present.defaultCountry }] }),
	};
	const workflow = { id: String(++workflows) };
	const countries: unknown[] = [];
	const emit: Emit = (items) => void countries.push(...items.map(({ country }) => country));
	const { closeFunction } = await listenForPushes(
		n8nContext({ workflow, credential, emit }),
		backend,
	);
	for (const country of ['AT', 'CH']) {
		defaultCountry = country;
		const request = { rawBody: Buffer.from(push(country)) };
		const headers = { 'content-type': 'application/json' };
		const context = { workflow, credential, mode: 'webhook', headers, request } as const;
		await receivePush(n8nContext({ ...context, answered: () => undefined }), backend);
	}
	expect(countries).toEqual(['AT', 'CH']);
	await closeFunction?.();
});

test('what runs counts until it has ended: a sender of more is asked to come again', async () => {
	// No execution ends here.
	const { receive, listen, status } = workflowOf();
	const { closeFunction } = await listen();
	const pushes = (from: number, to: number) =>
		`[${Array.from({ length: to - from }, (_, nth) => push(String(from + nth))).join()}]`;
	const first = [0, 1_000, 2_000, 3_000, 4_000].map(
		async (id) => await receive(pushes(id, id + 1_000)),
	);
	await settled();
	expect(status()).toBe(200);
	await receive(push('5000'));
	expect(status()).toBe(503);
	// What waits for room is not answered before it goes out.
	await closeFunction?.();
	expect(await Promise.all(first)).toEqual(first.map(() => taken()));
});

import {
	EventGate,
	GATE_DEFAULTS,
	type GateSettings,
	type Newest,
	type Outcome,
} from '../../../../../nodes/shared/core/flow/eventGate';
import { deferred, type Deferred } from '../../../../../nodes/shared/core/flow/deferred';
import { FakeClock } from '../../../../support/fakes/fakeClock';
import { settled } from '../../../../support/fakes/turns';

interface Execution extends Deferred<Outcome> {
	events: number[];
	at: number;
	stored(isStored: boolean): void;
}

function gate(
	settings: Partial<GateSettings> = {},
	storesAtOnce = true,
	{ clock = new FakeClock(), newest }: { clock?: FakeClock; newest?: Newest } = {},
) {
	const executions: Execution[] = [];
	const all = { ...GATE_DEFAULTS, ...settings };
	const made = new EventGate<number>(
		all,
		clock,
		async (events, stored) => {
			const execution = { ...deferred<Outcome>(), events, at: clock.elapsed(), stored };
			executions.push(execution);
			if (storesAtOnce) stored(true);
			return await execution.promise;
		},
		newest,
	);
	const verdicts: Array<[event: number, verdict: string, at: number]> = [];
	const accept = (...events: number[]) => {
		for (const event of events) {
			void made.accept(event).then((verdict) => verdicts.push([event, verdict, clock.elapsed()]));
		}
	};
	return { made, clock, executions, verdicts, accept };
}

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, n) => from + n);

describe('EventGate', () => {
	it('gives each event its own execution while there is room', () => {
		const { executions, accept } = gate({ maxInFlight: 3 });
		accept(1, 2, 3);
		expect(executions.map(({ events }) => events)).toEqual([[1], [2], [3]]);
	});

	it('sends what came meanwhile as many items of one execution, in order', async () => {
		const { executions, accept, clock } = gate({ maxInFlight: 2 });
		accept(...numbers(2_000));
		expect(executions).toHaveLength(2);
		executions[0].resolve('finished');
		await settled();
		expect(executions[2].events).toEqual(numbers(1_000, 2));
		executions[1].resolve('failed');
		await settled();
		expect(executions[3].events).toEqual(numbers(998, 1_002));
		await clock.advance(60_000);
		expect(executions).toHaveLength(4);
	});

	it('lets nothing wait longer than 2 s behind executions that sleep', async () => {
		const { executions, accept, clock } = gate({ maxInFlight: 1 });
		accept(1);
		await clock.advance(500);
		accept(2, 3);
		await clock.advance(1_000);
		accept(4);
		await clock.advance(999);
		expect(executions).toHaveLength(1);
		await clock.advance(1);
		expect(executions.slice(1).map(({ events, at }) => [events, at])).toEqual([[[2, 3, 4], 2_500]]);
		accept(5);
		await clock.advance(2_000);
		expect(executions[2]).toMatchObject({ events: [5], at: 4_500 });
	});

	it('keeps one event per execution where that is wished', async () => {
		const { executions, accept } = gate({ maxInFlight: 2, oneEventPerExecution: true });
		accept(1, 2, 3, 4);
		executions[0].resolve('finished');
		executions[1].resolve('finished');
		await settled();
		expect(executions.map(({ events }) => events)).toEqual([[1], [2], [3], [4]]);
	});
});

describe('acknowledging when finished', () => {
	it('accepts when the execution ends, however it ended', async () => {
		const { executions, accept, verdicts } = gate();
		accept(1, 2, 3);
		executions[0].resolve('finished');
		executions[1].resolve('failed');
		executions[2].reject(new Error('n8n is shutting down'));
		await settled();
		expect(verdicts.sort()).toEqual([
			[1, 'accept', 0],
			[2, 'accept', 0],
			[3, 'accept', 0],
		]);
	});

	it('accepts 2 s after the start of the execution at the latest, and never what only waits', async () => {
		const { executions, accept, verdicts, clock } = gate({ maxInFlight: 1, maxWait: 60_000 });
		accept(1, 2, 3);
		await clock.advance(1_999);
		expect(verdicts).toEqual([]);
		await clock.advance(30_001);
		expect(verdicts).toEqual([[1, 'accept', 2_000]]);
		executions[0].resolve('finished');
		await clock.advance(2_000);
		expect(verdicts.slice(1)).toEqual([
			[2, 'accept', 34_000],
			[3, 'accept', 34_000],
		]);
	});

	it('does not reach the bound in one turn of a process that was busy', async () => {
		const { made, clock } = gate();
		let settled = 0;
		void made.accept(1).then(() => settled++);
		const bound = clock.sleep(1);
		await clock.advance(1);
		await bound;
		expect(clock.sleeping).toBe(1);
		await clock.advance(1_900);
		expect(settled).toBe(0);
		await clock.advance(99);
		expect(settled).toBe(1);
		expect(clock.sleeping).toBe(0);
	});

	it('starts an event of its own execution after the longest hold, whatever runs', async () => {
		const { executions, accept, verdicts, clock } = gate({
			oneEventPerExecution: true,
			maxInFlight: 1,
			maxHold: 15_000,
		});
		accept(1, 2, 3);
		await clock.advance(14_999);
		expect(executions).toHaveLength(1);
		await clock.advance(1);
		expect(executions.map(({ events, at }) => [events, at])).toEqual([
			[[1], 0],
			[[2], 15_000],
			[[3], 15_000],
		]);
		await clock.advance(2_000);
		expect(verdicts.map(([event]) => event)).toEqual([1, 2, 3]);
	});

	it('leaves no timer for what has ended', async () => {
		const { executions, accept, clock } = gate({ maxInFlight: 2 });
		accept(...numbers(1_000));
		for (let turn = 0; turn < 3; turn++) {
			for (const execution of executions) execution.resolve('finished');
			await settled();
		}
		expect(clock.sleeping).toBeLessThanOrEqual(1);
		await clock.advance(2_000);
		expect(clock.sleeping).toBe(0);
	});
});

describe('an execution that n8n has not stored yet', () => {
	it('is waited for: the bound begins when n8n has it', async () => {
		const { executions, accept, verdicts, clock } = gate({}, false);
		accept(1);
		await clock.advance(7_000);
		expect(verdicts).toEqual([]);
		executions[0].stored(true);
		await clock.advance(1_800);
		expect(verdicts).toEqual([]);
		await clock.advance(200);
		expect(verdicts).toEqual([[1, 'accept', 9_000]]);
	});

	it('begins anew where n8n could not keep it', async () => {
		const { executions, accept, verdicts, clock } = gate({}, false);
		accept(1);
		executions[0].stored(true);
		await clock.advance(1_000);
		executions[0].stored(false);
		await clock.advance(5_000);
		expect(verdicts).toEqual([]);
		executions[0].stored(true);
		await clock.advance(2_000);
		expect(verdicts).toEqual([[1, 'accept', 8_000]]);
	});

	it('is waited for while n8n stores nothing that came after it', async () => {
		const { executions, accept, verdicts, clock } = gate({}, false);
		accept(1);
		executions[0].stored(true);
		accept(2);
		await clock.advance(8_000);
		expect(verdicts).toEqual([]);
		executions[1].stored(true);
		accept(3);
		await clock.advance(2_000);
		expect(verdicts[0]).toEqual([1, 'accept', 10_000]);
		executions[1].resolve('finished');
		await clock.advance(100);
		expect(verdicts.map(([event]) => event)).toEqual([1, 2]);
	});

	it('is waited for while n8n stores nothing that came after it of another trigger', async () => {
		const newest = { started: 0, stored: 0 };
		const { executions, accept, verdicts, clock } = gate({}, false, { newest });
		const other = gate({}, false, { newest, clock });
		accept(1);
		executions[0].stored(true);
		other.accept(2);
		await clock.advance(8_000);
		expect(verdicts).toEqual([]);
		other.executions[0].stored(true);
		await clock.advance(2_000);
		expect(verdicts).toEqual([[1, 'accept', 10_000]]);
	});

	it('is not waited for where one that came after it has ended meanwhile, stored or known', async () => {
		const { executions, accept, verdicts, clock } = gate({}, false);
		accept(1, 2, 3);
		executions[0].stored(true);
		executions[1].resolve('skipped');
		await clock.advance(2_000);
		expect(verdicts).toContainEqual([1, 'accept', 2_000]);
	});

	it('is not waited for longer than n8n may take to store one', async () => {
		const { executions, accept, verdicts, clock } = gate({ storeWithin: 5_000 }, false);
		accept(1, 2);
		executions[0].stored(true);
		await clock.advance(7_000);
		expect(verdicts).toContainEqual([1, 'accept', 7_000]);
	});

	it('is waited for as long as the server can wait, and no longer', async () => {
		const { accept, verdicts, clock } = gate({ storeWithin: 7_500 }, false);
		accept(1);
		await clock.advance(9_400);
		expect(verdicts).toEqual([]);
		await clock.advance(100);
		expect(verdicts).toEqual([[1, 'accept', 9_500]]);
		expect(clock.sleeping).toBe(0);
	});

	it('is refused a minute after its start with "only when finished", stored or not', async () => {
		const { executions, accept, verdicts, clock } = gate(
			{ acknowledge: 'onlyWhenFinished' },
			false,
		);
		accept(1);
		executions[0].stored(false);
		await clock.advance(60_000);
		expect(verdicts).toEqual([[1, 'refuse', 60_000]]);
	});
});

describe('acknowledging when stored', () => {
	const whenStored = { acknowledge: 'whenStored' } as const;

	it('accepts when n8n is sure to have the execution, whatever becomes of it', async () => {
		const { executions, accept, verdicts, clock } = gate(whenStored, false);
		accept(1, 2);
		await clock.advance(300);
		expect(verdicts).toEqual([]);
		executions[1].stored(true);
		await settled();
		executions[0].resolve('failed');
		await settled();
		expect(verdicts).toEqual([[1, 'accept', 300]]);
		await clock.advance(1_000);
		expect(verdicts[1]).toEqual([2, 'accept', 550]);
	});

	it('does not accept what n8n could not store after all', async () => {
		const { executions, accept, verdicts, clock } = gate(whenStored, false);
		accept(1);
		executions[0].stored(true);
		await clock.advance(200);
		executions[0].stored(false);
		await clock.advance(1_000);
		expect(verdicts).toEqual([]);
		executions[0].stored(true);
		await clock.advance(300);
		expect(verdicts).toHaveLength(1);
	});

	it('does not accept what waits for room', async () => {
		const { executions, accept, verdicts, clock } = gate({ ...whenStored, maxInFlight: 1 });
		accept(1, 2);
		await clock.advance(1_000);
		expect(verdicts).toEqual([[1, 'accept', 250]]);
		executions[0].resolve('finished');
		await settled();
		await clock.advance(1_000);
		expect(verdicts[1]).toEqual([2, 'accept', 1_250]);
	});
});

describe('acknowledging at once', () => {
	it('accepts before any work is done', async () => {
		const { accept, verdicts } = gate({ acknowledge: 'atOnce', maxInFlight: 1 });
		accept(1, 2);
		await settled();
		expect(verdicts.map(([event]) => event)).toEqual([1, 2]);
	});

	it('slows down when too much waits', async () => {
		const { executions, accept, verdicts, clock } = gate({
			acknowledge: 'atOnce',
			maxInFlight: 1,
			maxWait: 60_000,
			maxWaiting: 1,
		});
		accept(1, 2, 3);
		await clock.advance(10_000);
		expect(verdicts.map(([event]) => event)).toEqual([1, 2]);
		executions[0].resolve('finished');
		await settled();
		executions[1].resolve('finished');
		await settled();
		expect(verdicts[2]).toEqual([3, 'accept', 10_000]);
	});
});

describe('acknowledging only when finished', () => {
	const only = { acknowledge: 'onlyWhenFinished' } as const;

	it('refuses an event whose execution failed, and accepts one that n8n knew', async () => {
		const { executions, accept, verdicts } = gate(only);
		accept(1, 2, 3, 4);
		executions[0].resolve('finished');
		executions[1].resolve('failed');
		executions[2].resolve('skipped');
		executions[3].reject(new Error('broke'));
		await settled();
		expect(Object.fromEntries(verdicts)).toEqual({
			1: 'accept',
			2: 'refuse',
			3: 'accept',
			4: 'refuse',
		});
	});

	it('refuses after a minute of execution, not of waiting', async () => {
		const { executions, accept, verdicts, clock } = gate({
			...only,
			maxInFlight: 1,
			maxWait: 600_000,
		});
		accept(1, 2);
		await clock.advance(60_000);
		expect(verdicts).toEqual([[1, 'refuse', 60_000]]);
		executions[0].resolve('finished');
		await clock.advance(60_000);
		expect(verdicts[1]).toEqual([2, 'refuse', 120_000]);
		expect(verdicts).toHaveLength(2);
	});
});

describe('closing', () => {
	it('sends out what waits and leaves no timer', async () => {
		const { made, executions, accept, verdicts, clock } = gate({ maxInFlight: 1 });
		accept(1, 2, 3);
		made.close();
		await settled();
		expect(executions.map(({ events }) => events)).toEqual([[1], [2, 3]]);
		expect(verdicts.map(([, verdict]) => verdict)).toEqual(['accept', 'accept', 'accept']);
		expect(clock.sleeping).toBe(0);
		await clock.advance(60_000);
		expect(executions).toHaveLength(2);
	});

	it('does not accept what n8n has not stored, which may be stopped before', async () => {
		const { made, executions, accept, verdicts, clock } = gate({ maxInFlight: 1 }, false);
		accept(1, 2);
		executions[0].stored(true);
		made.close();
		await clock.advance(1_000);
		expect(verdicts.map(([event]) => event)).toEqual([1]);
		executions[1].stored(true);
		await clock.advance(300);
		expect(verdicts[1].slice(0, 2)).toEqual([2, 'accept']);
		expect(clock.sleeping).toBe(0);
	});
});

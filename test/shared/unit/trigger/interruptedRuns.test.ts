import { SeenEvents, shortDigest } from '../../../../nodes/shared/trigger/seenEvents';
import type { EventsStaticData } from '../../../../nodes/shared/trigger/staticData';

const POLICY = { afterKill: 'sameExecution' as const, keptAs: shortDigest };
const MINUTE = 60_000;

const saved = (data: EventsStaticData) => JSON.parse(JSON.stringify(data)) as EventsStaticData;

/** An n8n that is killed with one execution, of events that nobody sends again; gives what it has saved. */
function killedWith(kept: EventsStaticData, name: string, keys: string[], nowMs: number) {
	const seen = new SeenEvents(kept, nowMs, POLICY);
	seen.begin({ name, keys });
	seen.write(kept, nowMs);
	return saved(kept);
}

const keysOf = (name: string, count: number) =>
	Array.from({ length: count }, (_, nth) => `${name}, event ${nth}`);

/** The execution that an event was in, for the n8n after the kill. */
const runOf = (kept: EventsStaticData, key: string) =>
	new SeenEvents(kept, 0, POLICY).interruptedIn([key])?.name;

describe('Executions that n8n was killed with', () => {
	test('are known in full, however many events they had', () => {
		let kept: EventsStaticData = {};
		const seen = new SeenEvents(kept, 0, POLICY);
		for (let nth = 0; nth < 10; nth++) {
			seen.begin({ name: `run ${nth}`, keys: keysOf(`run ${nth}`, 1_000) });
		}
		seen.write(kept, 0);
		kept = saved(kept);
		for (let nth = 0; nth < 10; nth++) {
			expect(runOf(kept, `run ${nth}, event 0`)).toBe(`run ${nth}`);
			expect(runOf(kept, `run ${nth}, event 999`)).toBe(`run ${nth}`);
		}
	});

	test('are the last ones that are forgotten where n8n is killed again and again', () => {
		let kept: EventsStaticData = {};
		for (let nth = 0; nth < 30; nth++) {
			kept = killedWith(kept, `run ${nth}`, keysOf(`run ${nth}`, 500), nth * 1_000);
		}
		expect(runOf(kept, 'run 29, event 499')).toBe('run 29');
		expect(runOf(kept, 'run 15, event 0')).toBe('run 15');
		expect(runOf(kept, 'run 0, event 0')).toBeUndefined();
	});

	test('are written for ten minutes, however often n8n is killed meanwhile', () => {
		let kept = killedWith({}, 'first', ['a'], 0);
		for (let minute = 1; minute <= 11; minute++) {
			expect(runOf(kept, 'a')).toBe('first');
			kept = killedWith(kept, `run ${minute}`, [`b${minute}`], minute * MINUTE);
		}
		kept = killedWith(kept, 'last', ['c'], 12 * MINUTE);
		expect(runOf(kept, 'a')).toBeUndefined();
		expect(runOf(kept, 'b11')).toBe('run 11');
		expect(JSON.stringify(kept).length).toBeLessThan(2_000);
	});

	test('are known from what earlier versions wrote, without a time', () => {
		const kept: EventsStaticData = { running: [['first', [shortDigest('a')]], 'bcdefghijk'] };
		expect(runOf(kept, 'a')).toBe('first');
	});
});

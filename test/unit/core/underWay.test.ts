import { UnderWay } from '../../../nodes/shared/core/flow/underWay';
import { ExecutionKeys, SeenEvents } from '../../../nodes/shared/trigger/seenEvents';
import { FakeClock } from '../support/fakeClock';

describe('executions under way', () => {
	test('tell how they ended, or that they have not', async () => {
		const clock = new FakeClock();
		const underWay = new UnderWay<string>(clock);
		expect(await underWay.outcomeOf('1', 60_000)).toBeUndefined();
		underWay.begin('1', 'work');
		const late = underWay.outcomeOf('1', 60_000);
		await clock.advance(60_000);
		expect(await late).toBe('running');
		const ended = underWay.outcomeOf('1', 60_000);
		underWay.end(['1', 'unknown'], 'finished');
		expect(await ended).toBe('finished');
		expect(await underWay.outcomeOf('1', 60_000)).toBeUndefined();
		expect(underWay.takeUndone('1')).toBeUndefined();
		expect(clock.sleeping).toBe(0);
	});

	test('keep the work that was not done, once and not without bound', () => {
		const underWay = new UnderWay<number>(new FakeClock());
		for (let id = 0; id < 2_000; id++) underWay.begin(String(id), id);
		for (let id = 0; id < 2_000; id++) underWay.end([String(id)], id % 2 ? 'crashed' : 'failed');
		expect(underWay.takeUndone('999')).toBeUndefined();
		expect(underWay.takeUndone('1999')).toBe(1999);
		expect(underWay.takeUndone('1999')).toBeUndefined();
	});
});

test('what crashed is not seen, and has another key for n8n', () => {
	const seen = new SeenEvents();
	expect([seen.isNew('a'), seen.isNew('a'), seen.executionKey('a')]).toEqual([true, false, 'a']);
	const run = { name: 'a', keys: ['a'] };
	seen.begin(run);
	seen.end(run, 'crashed', false);
	expect([seen.isNew('a'), seen.executionKey('a')]).toEqual([true, 'a:2']);
	seen.begin(run);
	seen.end(run, 'finished', false);
	expect(seen.isNew('a')).toBe(false);
});

test('keys of crashed executions are not remembered without bound', () => {
	const keys = new ExecutionKeys();
	for (let name = 0; name < 2_000; name++) keys.crashed(String(name));
	expect([keys.keyOf('0'), keys.keyOf('1999')]).toEqual(['0', '1999:2']);
});

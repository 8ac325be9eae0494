import { deferred } from '../../../../../nodes/shared/core/flow/deferred';
import { SharedReading } from '../../../../../nodes/shared/core/flow/sharedReading';
import { settled } from '../../../../support/fakes/turns';

/** Something stored that takes its time to be read: a reading gives what was there when it began. */
function stored() {
	const begun: Array<{ end(): void; fail(): void }> = [];
	let value = 'first';
	let now = 0;
	const reading = new SharedReading<string>({ elapsed: () => now });
	const get = async () =>
		await reading.get(async () => {
			const seen = value;
			const { promise, resolve } = deferred();
			let failed = false;
			begun.push({ end: resolve, fail: () => ((failed = true), resolve()) });
			await promise;
			if (failed) throw new Error('The database is away');
			return seen;
		});
	const pass = (ms: number) => void (now += ms);
	return { begun, get, pass, change: (to: string) => (value = to) };
}

test('whoever asks while a reading is under way shares the next, which has what was changed before', async () => {
	const { begun, get, change } = stored();
	const first = get();
	change('second');
	const others = [get(), get(), get()];
	await settled();
	expect(begun).toHaveLength(1);
	begun[0].end();
	expect(await first).toBe('first');
	await settled();
	expect(begun).toHaveLength(2);
	change('third');
	// The second began before this change.
	const last = get();
	begun[1].end();
	expect(await Promise.all(others)).toEqual(['second', 'second', 'second']);
	await settled();
	begun[2].end();
	expect(await last).toBe('third');
	expect(begun).toHaveLength(3);
});

test('whoever asks when none is under way reads at once', async () => {
	const { begun, get, change } = stored();
	for (const value of ['one', 'two', 'three']) {
		change(value);
		const reading = get();
		begun.at(-1)?.end();
		expect(await reading).toBe(value);
	}
	expect(begun).toHaveLength(3);
});

test('a reading that fails fails for those who share it, and for nobody else', async () => {
	const { begun, get } = stored();
	const first = get();
	const others = [get(), get()];
	begun[0].fail();
	await expect(first).rejects.toThrow('away');
	await settled();
	begun[1].fail();
	const answers = await Promise.allSettled(others);
	expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	const last = get();
	begun[2].end();
	expect(await last).toBe('first');
});

test('one that is stuck holds up nobody who asks five seconds later', async () => {
	const { begun, get, pass } = stored();
	const stuck = [get(), get()];
	pass(5_001);
	const later = get();
	const behind = get();
	expect(begun).toHaveLength(2);
	begun[1].end();
	expect(await later).toBe('first');
	await settled();
	begun[2].end();
	expect(await behind).toBe('first');
	begun[0].end();
	await settled();
	begun[3].end();
	expect(await Promise.all(stuck)).toEqual(['first', 'first']);
});

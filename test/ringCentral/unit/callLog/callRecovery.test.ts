import { CallRecovery } from '../../../../nodes/RingCentral/trigger/callRecovery';
import type { Span } from '../../../../nodes/RingCentral/client/callLog/loggedCalls';
import { deferred, type Deferred } from '../../../../nodes/shared/core/flow/deferred';
import { fakeRingCentral } from '../support/ringCentralLive';
import { settled } from '../../../support/fakes/turns';

function setUp(pauses?: number[]) {
	const { clock, connection, log } = fakeRingCentral();
	const reads: Array<{ span: Span; isLast: boolean; end: Deferred<number> }> = [];
	const read = async ({ from, to }: Span, _signal: AbortSignal, isLast: boolean) => {
		const end = deferred<number>();
		reads.push({ span: { from, to }, isLast, end });
		return await end.promise;
	};
	const stored = async () => await Promise.resolve();
	const recovery = new CallRecovery(connection, read, stored, pauses);
	return { clock, log, reads, recovery };
}

test('an outage that ends while the log of another is read is read after it', async () => {
	const { clock, reads, recovery } = setUp();
	const began = clock.now();
	const first = recovery.recover(began - 60_000);
	await clock.advance(5_000);
	expect(reads.map(({ span }) => span)).toEqual([{ from: began - 60_000, to: began }]);
	await clock.advance(20_000);
	const second = recovery.recover(began + 10_000);
	reads[0].end.resolve(2);
	await clock.advance(5_000);
	expect(reads.slice(1).map(({ span }) => span)).toEqual([
		{ from: began + 10_000, to: began + 25_000 },
	]);
	reads[1].end.resolve(1);
	expect(await Promise.all([first, second])).toEqual([3, 3]);
	recovery.close();
});

test('outages that end one right after the other are read together', async () => {
	const { clock, reads, recovery } = setUp();
	const began = clock.now();
	void recovery.recover(began - 60_000);
	await clock.advance(1_000);
	void recovery.recover(began);
	await clock.advance(4_000);
	expect(reads.map(({ span }) => span)).toEqual([{ from: began - 60_000, to: began + 1_000 }]);
	reads[0].end.resolve(0);
	await clock.advance(60_000);
	expect(reads).toHaveLength(1);
	recovery.close();
});

test('nothing is read after the end', async () => {
	const { clock, reads, recovery } = setUp();
	const found = recovery.recover(clock.now());
	recovery.close();
	await clock.advance(60_000);
	expect(await found).toBe(0);
	await settled();
	expect(reads).toEqual([]);
});

test('since when calls may be missed is known until they are read, waiting, failed or not', async () => {
	const { clock, reads, recovery } = setUp();
	const began = clock.now();
	expect(recovery.unreadFrom).toBeUndefined();
	void recovery.recover(began - 60_000);
	expect(recovery.unreadFrom).toBe(began - 60_000);
	await clock.advance(5_000);
	void recovery.recover(began);
	expect(recovery.unreadFrom).toBe(began - 60_000);
	reads[0].end.reject(new Error('The call log is away'));
	await settled();
	expect(recovery.unreadFrom).toBe(began - 60_000);
	await clock.advance(5_000);
	reads[1].end.resolve(1);
	await settled();
	expect(recovery.unreadFrom).toBe(began - 60_000);
	await clock.advance(65_000);
	expect(reads[2].span.from).toBe(began - 60_000);
	reads[2].end.resolve(0);
	await settled();
	expect(recovery.unreadFrom).toBeUndefined();
	recovery.close();
});

test('a reading that failed is tried again up to the end it had, and a later outage by itself', async () => {
	const { clock, reads, recovery } = setUp();
	const began = clock.now();
	void recovery.recover(began - 60_000);
	await clock.advance(5_000);
	reads[0].end.reject(new Error('The call log is away'));
	await clock.advance(60_000);
	void recovery.recover(began + 64_000);
	const [first, second] = [
		{ from: began - 60_000, to: began },
		{ from: began + 64_000, to: began + 65_000 },
	];
	expect(recovery.unread).toEqual([first, second]);
	await clock.advance(5_000);
	reads[1].end.resolve(0);
	await clock.advance(5_000);
	reads[2].end.resolve(0);
	await settled();
	expect(reads.slice(1).map(({ span }) => span)).toEqual([first, second]);
	expect(recovery.unread).toEqual([]);
	recovery.close();
});

test('a time that could not be read within a day is given up, and the log says so', async () => {
	const { clock, log, reads, recovery } = setUp();
	void recovery.recover(clock.now() - 60_000);
	await clock.advance(5_000);
	reads[0].end.reject(new Error('The call log is away'));
	await settled();
	clock.stepWall(25 * 60 * 60_000);
	await clock.advance(120_000);
	expect(reads).toHaveLength(1);
	expect(recovery.unread).toEqual([]);
	expect(log.at('error')).toHaveLength(1);
	recovery.close();
});

describe('A time that is read several times', () => {
	test('counts as unread until the last one, which knows that it is', async () => {
		const { clock, reads, recovery } = setUp([60_000, 240_000]);
		const span = { from: clock.now() - 60_000, to: clock.now() };
		const found = recovery.recover(span.from);
		for (const wait of [5_000, 65_000, 245_000]) {
			await clock.advance(wait);
			expect(recovery.unread).toEqual([span]);
			reads.at(-1)?.end.resolve(1);
			await settled();
		}
		expect(await found).toBe(1);
		expect(recovery.unread).toEqual([]);
		const isLast = [false, false, true];
		expect(reads).toMatchObject(isLast.map((each) => ({ span, isLast: each })));
		await clock.advance(3_600_000);
		expect(reads).toHaveLength(3);
		recovery.close();
	});

	test('is read together with another outage near it meanwhile, and once more where that fails', async () => {
		const { clock, reads, recovery } = setUp([60_000]);
		const began = clock.now();
		void recovery.recover(began - 60_000);
		await clock.advance(5_000);
		reads[0].end.resolve(0);
		await clock.advance(30_000);
		void recovery.recover(began + 20_000);
		await clock.advance(5_000);
		reads[1].end.reject(new Error('The call log is away'));
		await clock.advance(65_000);
		reads[2].end.resolve(0);
		await clock.advance(65_000);
		reads[3].end.resolve(0);
		await clock.advance(3_600_000);
		const both = { from: began - 60_000, to: began + 35_000 };
		expect(reads.map(({ span, isLast }) => [span, isLast])).toEqual([
			[{ from: began - 60_000, to: began }, false],
			[both, false],
			[both, false],
			[both, true],
		]);
		recovery.close();
	});

	test('is read by itself where an unsteady line would have ever more read with it', async () => {
		const { clock, reads, recovery } = setUp([60_000]);
		const began = clock.now();
		void recovery.recover(began - 7_200_000);
		await clock.advance(5_000);
		reads[0].end.resolve(0);
		await clock.advance(5_000);
		void recovery.recover(began + 5_000);
		await clock.advance(5_000);
		expect(reads[1].span).toEqual({ from: began + 5_000, to: began + 10_000 });
		recovery.close();
	});
});

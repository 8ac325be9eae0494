import { inBackground } from '../../../../../nodes/shared/core/flow/background';
import { RecordingLog } from '../../../../support/fakes/fakePorts';

describe('work in the background', () => {
	it.each([
		['rejects', async () => await Promise.reject(new Error('not foreseen'))],
		[
			'throws before it waits',
			() => {
				throw new Error('not foreseen');
			},
		],
	])('is logged where it %s', async (_how, work) => {
		const log = new RecordingLog();
		await inBackground('The upkeep', log, work);
		expect(log.lines).toEqual([
			{
				level: 'error',
				message: 'The upkeep has stopped',
				details: { reason: 'Error: not foreseen' },
			},
		]);
	});

	it('is waited for by whoever wants to, and says nothing when it ends', async () => {
		const log = new RecordingLog();
		const done: string[] = [];
		await inBackground('The upkeep', log, async () => {
			await Promise.resolve();
			done.push('work');
		});
		expect(done).toEqual(['work']);
		expect(log.lines).toEqual([]);
	});
});

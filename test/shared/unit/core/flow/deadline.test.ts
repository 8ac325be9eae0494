import { within } from '../../../../../nodes/shared/core/flow/deadline';
import { FakeClock } from '../../../../support/fakes/fakeClock';

const never = async () => await new Promise<never>(() => {});

describe('work with a deadline', () => {
	it('gives what it gives in time, and leaves no timer', async () => {
		const clock = new FakeClock();
		const late = jest.fn();
		expect(await within(clock, 1_000, Promise.resolve('done'), late)).toBe('done');
		await expect(within(clock, 1_000, Promise.reject(new Error('no')), late)).rejects.toThrow('no');
		expect(clock.sleeping).toBe(0);
		await clock.advance(2_000);
		expect(late).not.toHaveBeenCalled();
	});

	it('gives what comes in its place when it is late, or throws that', async () => {
		const clock = new FakeClock();
		const given = within(clock, 1_000, never(), () => 'late');
		const thrown = within(clock, 1_000, never(), () => {
			throw new Error('too late');
		});
		const expected = expect(thrown).rejects.toThrow('too late');
		await clock.advance(1_000);
		expect(await given).toBe('late');
		await expected;
	});
});

import { deferred } from '../../../../../nodes/shared/core/flow/deferred';
import { settled } from '../../../../support/fakes/turns';

describe('deferred', () => {
	it('resolves from outside with the value given first', async () => {
		const later = deferred<number>();
		later.resolve(1);
		later.resolve(2);
		later.reject(new Error('too late'));
		await expect(later.promise).resolves.toBe(1);
	});

	it('rejects from outside', async () => {
		const later = deferred();
		later.reject(new Error('no'));
		await expect(later.promise).rejects.toThrow('no');
	});

	it('is not an unhandled rejection when nobody waits', async () => {
		const unhandled: unknown[] = [];
		const notice = (reason: unknown) => unhandled.push(reason);
		process.on('unhandledRejection', notice);
		deferred().reject(new Error('nobody listens'));
		await settled();
		process.off('unhandledRejection', notice);
		expect(unhandled).toEqual([]);
	});
});

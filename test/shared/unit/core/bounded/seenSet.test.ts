import { SeenSet } from '../../../../../nodes/shared/core/bounded/seenSet';
import { fc } from '../../../../support/property';

describe('SeenSet', () => {
	it('recognises an id it was given before', () => {
		const seen = new SeenSet(10);
		expect([seen.add('a'), seen.add('b'), seen.add('a')]).toEqual([true, true, false]);
		expect([seen.has('a'), seen.has('c'), seen.size]).toEqual([true, false, 2]);
	});

	it('forgets the oldest id first and never holds more than its capacity', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 8 }), (ids, capacity) => {
				const seen = new SeenSet(capacity);
				for (const id of ids) expect(seen.add(id)).toBe(true);
				expect(seen.toJSON()).toEqual(ids.slice(-capacity));
			}),
		);
	});

	it('lets a forgotten id in again', () => {
		const seen = new SeenSet(2, ['a']);
		seen.forget('a');
		expect(seen.add('a')).toBe(true);
	});

	it('is carried over a restart by its JSON, trimmed to a smaller capacity', () => {
		const before = new SeenSet(5);
		for (const id of ['a', 'b', 'c']) before.add(id);
		const stored = JSON.parse(JSON.stringify(before)) as string[];
		const after = new SeenSet(2, stored);
		expect([after.has('a'), after.has('b'), after.has('c')]).toEqual([false, true, true]);
	});
});

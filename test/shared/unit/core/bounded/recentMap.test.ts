import fc from 'fast-check';

import { RecentMap } from '../../../../../nodes/shared/core/bounded/recentMap';

const MOST = 6;
const NEAR = 3;

describe('RecentMap', () => {
	it('is a list of the last entries, of which the newest are told apart', () => {
		const keys = fc.array(fc.constantFrom(...'abcdefghij'), { maxLength: 40 });
		fc.assert(
			fc.property(keys, (put) => {
				const map = new RecentMap<string>(MOST, NEAR);
				let model: string[] = [];
				for (const key of put) {
					map.set(key, key.toUpperCase());
					model = [...model.filter((other) => other !== key), key].slice(-MOST);
					expect(map.newestKeys(NEAR)).toEqual(model.slice(-NEAR));
					expect([...map.entries()].map(([id]) => id)).toEqual(model);
				}
				for (const key of 'abcdefghij') {
					expect(map.has(key)).toBe(model.includes(key));
					expect(map.get(key)).toBe(model.includes(key) ? key.toUpperCase() : undefined);
				}
			}),
		);
	});

	it('says what is not among the newest any more, and what is forgotten', () => {
		const far: number[] = [];
		const dropped: number[] = [];
		const map = new RecentMap<number>(4, 2, {
			onFar: (value) => far.push(value),
			onDropped: (value) => dropped.push(value),
		});
		for (let number = 1; number <= 6; number++) map.set(`k${number}`, number);
		expect([far, dropped]).toEqual([
			[1, 2, 3, 4],
			[1, 2],
		]);
	});

	it('lists the newest but the last few', () => {
		const map = new RecentMap<number>(9, 5);
		for (let number = 1; number <= 7; number++) map.set(`k${number}`, number);
		expect([...map.valuesBefore(2)]).toEqual([3, 4, 5]);
		expect([...map.valuesBefore(5)]).toEqual([]);
	});

	it('keeps no more than it may where that is fewer than the newest', () => {
		const dropped: string[] = [];
		const map = new RecentMap<string>(2, 10, { onDropped: (value) => dropped.push(value) });
		for (const key of ['a', 'b', 'a', 'c']) map.set(key, key);
		expect([map.newestKeys(9), dropped]).toEqual([['a', 'c'], ['b']]);
	});
});

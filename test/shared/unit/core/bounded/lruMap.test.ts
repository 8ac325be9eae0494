import { LruMap } from '../../../../../nodes/shared/core/bounded/lruMap';

test('state is kept for the keys used last', () => {
	const state = new LruMap<string, { key: number }>(500);
	const first = state.get('0', () => ({ key: 0 }));
	for (let key = 1; key < 500; key++) state.get(`${key}`, () => ({ key }));
	expect(state.get('0', () => ({ key: -1 }))).toBe(first);
	state.get('500', () => ({ key: 500 }));
	expect(state.get('0', () => ({ key: -1 }))).toBe(first);
	expect(state.get('1', () => ({ key: -1 }))).toEqual({ key: -1 });
});

test('is a Map for whoever knows no more', () => {
	const state: Map<string, number | undefined> = new LruMap<string, number | undefined>(2);
	state.set('a', 1).set('b', undefined);
	expect([state.get('a'), state.get('b'), state.get('c'), state.has('c')]).toEqual([
		1,
		undefined,
		undefined,
		false,
	]);
	state.get('a');
	state.set('c', 3);
	expect([...state.keys()]).toEqual(['a', 'c']);
	expect([state.delete('a'), state.size]).toEqual([true, 1]);
});

test('what is undefined is an entry too', () => {
	const state = new LruMap<string, number | undefined>(2);
	state.set('a', undefined);
	expect(state.get('a', () => 1)).toBeUndefined();
});

import { Draw } from '../draw';

const rounds = (seed: number, mayRestart = true) => {
	const draw = new Draw(seed, [24, 6, 1]);
	return Array.from({ length: 30 }, () => draw.next(mayRestart));
};

test('one seed gives the same rounds, another others', () => {
	expect(rounds(7)).toEqual(rounds(7));
	expect(rounds(7)).not.toEqual(rounds(8));
});

test('n8n is stopped and killed in turn, and not where it may not', () => {
	const endings = rounds(1).flatMap((round) => (round.kind === 'n8n' ? [round.how] : []));
	expect(endings).toHaveLength(10);
	expect(new Set(endings.slice(0, 2))).toEqual(new Set(['stop', 'kill']));
	expect(rounds(1, false).every(({ kind }) => kind === 'faults')).toBe(true);
});

test('a system has one fault at a time, of those that it can have', () => {
	for (const round of rounds(3, false)) {
		if (round.kind !== 'faults') continue;
		const systems = round.chosen.map(({ system }) => system);
		expect(new Set(systems).size).toBe(systems.length);
		for (const { system, fault } of round.chosen) expect(fault).toBeLessThan([24, 6, 1][system]);
	}
});

test('a system with which nothing may go wrong is left alone', () => {
	const draw = new Draw(5, [0, 2, 0]);
	const drawn = Array.from({ length: 20 }, () => draw.next(false));
	const chosen = drawn.flatMap((round) => (round.kind === 'faults' ? round.chosen : []));
	expect(new Set(chosen.map(({ system }) => system))).toEqual(new Set([1]));
});

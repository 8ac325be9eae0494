import { derivedSecret, equalSecrets } from '../../../../nodes/shared/secrets';

describe('secrets', () => {
	it('are equal only when they are the same text', () => {
		expect(equalSecrets('abc', 'abc')).toBe(true);
		for (const other of [
			'abd',
			'ab',
			'abcd',
			'',
			undefined,
			null,
			['abc'],
			{ toString: () => 'abc' },
		]) {
			expect(equalSecrets(other, 'abc')).toBe(false);
		}
		expect(equalSecrets(undefined, '')).toBe(false);
	});

	it('are derived the same way every time, and differ by purpose and by what is stored', () => {
		expect(derivedSecret('password', 'w1')).toBe(derivedSecret('password', 'w1'));
		const all = [
			derivedSecret('password', 'w1'),
			derivedSecret('password', 'w2'),
			derivedSecret('other', 'w1'),
			derivedSecret('password', 'w', '1'),
		];
		expect(new Set(all).size).toBe(4);
		for (const secret of all) expect(secret).toMatch(/^[\w-]{32}$/);
	});
});

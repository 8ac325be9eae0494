import { TelephonyError } from '../../../../../nodes/shared/core/errors';
import { serverPace } from '../../../../../nodes/shared/trigger/line/serverPace';

const silent = new TelephonyError('unavailable', 'the server does not answer');
const page = new TelephonyError('unavailable', 'busy', { status: 503 });

/** Triggers whose server posts to them; `heard` is what each of them has heard. */
function triggers(count: number, url: string) {
	const heard: string[][] = Array.from({ length: count }, () => []);
	const paces = heard.map((own) =>
		serverPace(url, (failure) => void own.push(failure?.message ?? 'answers')),
	);
	return { heard, paces };
}

describe('triggers whose server posts to them', () => {
	test('ask more rarely the more there are', () => {
		const { paces } = triggers(15, 'https://a.example.net');
		const other = triggers(1, 'https://b.example.net');
		expect([paces[0].interval(), other.paces[0].interval()]).toEqual([60_000, 20_000]);
		for (const pace of paces.slice(1)) {
			pace.leave();
			pace.leave();
		}
		expect(paces[0].interval()).toBe(20_000);
	});

	test('all know that their server is silent when one of them does', () => {
		const { heard, paces } = triggers(3, 'https://c.example.net');
		paces[1].heard(silent);
		paces[1].heard(undefined);
		expect(heard).toEqual(Array(3).fill([silent.message, 'answers']));
	});

	test('what a proxy answers to one is its own, and so is the end of its own failure', () => {
		const { heard, paces } = triggers(2, 'https://d.example.net');
		paces[0].heard(page);
		paces[1].heard(undefined);
		expect(heard).toEqual([['busy'], ['answers']]);
		paces[0].heard(undefined);
		expect(heard).toEqual([
			['busy', 'answers'],
			['answers', 'answers'],
		]);
	});

	test('those of another server, and those that were closed, hear nothing', () => {
		const { heard, paces } = triggers(2, 'https://e.example.net');
		const other = triggers(1, 'https://f.example.net');
		paces[1].leave();
		paces[0].heard(silent);
		expect([heard[1], other.heard[0]]).toEqual([[], []]);
	});
});

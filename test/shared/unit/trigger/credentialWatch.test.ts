import { markOf, watchCredential } from '../../../../nodes/shared/trigger/credentialWatch';
import { storedCredential } from '../../../../nodes/shared/trigger/storedCredential';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { n8nContext } from '../../../support/contexts/n8nContext';

interface Login {
	user: string;
	password: string;
	rate?: number;
}

function watched() {
	const clock = new FakeClock();
	const log = new RecordingLog();
	const changes: string[] = [];
	const state: { stored: Login | Error } = { stored: { user: 'a', password: 'one' } };
	const watch = watchCredential<Login>(
		{
			stored: async () => {
				if (state.stored instanceof Error) throw state.stored;
				return await Promise.resolve(state.stored);
			},
			mark: ({ user, password }) => markOf(user, password),
			onChange: (now, before) => void changes.push(`${before.password} ${now.password}`),
		},
		{ user: 'a', password: 'one' },
		{ clock, log },
	);
	return { clock, log, changes, state, watch };
}

describe('a credential that is watched', () => {
	it('is told once per change, within seconds, and not for what does not matter', async () => {
		const { clock, changes, state } = watched();
		state.stored = { user: 'a', password: 'one', rate: 5 };
		await clock.advance(9_000);
		expect(changes).toEqual([]);
		state.stored = { user: 'a', password: 'two' };
		await clock.advance(3_000);
		expect(changes).toEqual(['one two']);
		await clock.advance(60_000);
		expect(changes).toEqual(['one two']);
		state.stored = { user: 'a', password: 'one' };
		await clock.advance(3_000);
		expect(changes).toEqual(['one two', 'two one']);
	});

	it('is told once when it cannot be read, and followed when it can again', async () => {
		const { clock, changes, state, log } = watched();
		state.stored = new Error('It was deleted');
		await clock.advance(30_000);
		expect(log.lines.filter(({ details }) => details?.reason === 'It was deleted')).toHaveLength(1);
		state.stored = { user: 'a', password: 'two' };
		await clock.advance(3_000);
		expect(changes).toEqual(['one two']);
	});

	it('is left alone after the end', async () => {
		const { clock, changes, state, watch } = watched();
		watch.close();
		state.stored = { user: 'b', password: 'two' };
		await clock.advance(30_000);
		expect([changes, clock.sleeping]).toEqual([[], 0]);
	});

	it('gives none of its values away in its mark', () => {
		expect(markOf('a', 'secret')).not.toContain('secret');
		expect(markOf('a', 'b')).not.toBe(markOf('ab'));
	});
});

describe('a stored credential', () => {
	const node = (id: string | null, credential: () => Promise<object>) =>
		n8nContext({ node: { credentials: { some: { id, name: 'x' } } }, credential });

	it('is read from the database every 2 s at most, by all triggers together', async () => {
		const clock = new FakeClock();
		let reads = 0;
		const read = async () => await Promise.resolve({ count: ++reads });
		const one = storedCredential<{ count: number }>(node('shared', read), 'some', clock);
		const other = storedCredential<{ count: number }>(node('shared', read), 'some', clock);
		expect([await one(), await other()]).toEqual([{ count: 1 }, { count: 1 }]);
		await clock.advance(2_000);
		expect([await other(), await one()]).toEqual([{ count: 2 }, { count: 2 }]);
	});

	it.each([
		['two a second where n8n takes 50 ms for one', 50, 60],
		['five a second where n8n takes 6 ms for one', 6, 100],
	])(
		'is read in turn however many there are, unless one is wanted at once: %s',
		async (_how, costs, read30) => {
			const clock = new FakeClock();
			const readAt: number[] = [];
			const read = async () => {
				readAt.push(clock.elapsed());
				if (readAt.length > 100) await clock.sleep(costs);
				return {};
			};
			const stored = Array.from({ length: 100 }, (_, n) =>
				storedCredential(node(`of tenant ${n}, ${costs} ms`, read), 'some', clock),
			);
			await Promise.all(stored.map(async (one) => await one('atOnce')));
			expect(readAt).toHaveLength(100);
			await clock.advance(3_000);
			const again = Promise.all(stored.map(async (one) => await one()));
			await clock.advance(1_000);
			expect(readAt.length - 100).toBeLessThanOrEqual(Math.max(3, 1 + 30 / costs));
			await clock.advance(29_000);
			expect(readAt.length - 100).toBeGreaterThanOrEqual(read30);
			expect(readAt.length - 100).toBeLessThanOrEqual(read30 + 6);
			await clock.advance(20_000);
			await again;
			expect(readAt).toHaveLength(200);
		},
	);

	it('is read once for all who ask while it waits for its turn, and at once for who cannot wait', async () => {
		const clock = new FakeClock();
		let reads = 0;
		const counted = async () => await Promise.resolve({ count: ++reads });
		const plain = async () => await Promise.resolve({});
		const others = Array.from({ length: 12 }, (_, n) =>
			storedCredential(node(`beside ${n}`, plain), 'some', clock),
		);
		const stored = [1, 2, 3].map(() =>
			storedCredential<{ count: number }>(node('asked for', counted), 'some', clock),
		);
		for (const one of [...others, ...stored]) await one('atOnce');
		await clock.advance(3_000);
		const before = Promise.all(others.map(async (one) => await one()));
		const asked = stored.map(async (one) => (await one()).count);
		expect((await stored[0]('atOnce')).count).toBe(2);
		await clock.advance(10_000);
		await before;
		expect(await Promise.all(asked)).toEqual([3, 3, 3]);
	});

	it('is not kept when it could not be read, nor shared without an id', async () => {
		const clock = new FakeClock();
		let fails = true;
		const read = async () => {
			if (fails) throw new Error('busy');
			return await Promise.resolve({});
		};
		const stored = storedCredential(node(null, read), 'some', clock);
		await expect(stored()).rejects.toThrow('busy');
		fails = false;
		const again = stored();
		await clock.advance(20);
		expect(await again).toEqual({});
	});
});

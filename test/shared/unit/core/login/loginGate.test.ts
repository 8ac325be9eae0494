import { TelephonyError } from '../../../../../nodes/shared/core/errors';
import { LoginGate } from '../../../../../nodes/shared/core/login/loginGate';
import { FakeClock } from '../../../../support/fakes/fakeClock';
import { settled } from '../../../../support/fakes/turns';

/** A gate to a server that takes a second to answer with the present status. */
function bench() {
	const clock = new FakeClock();
	const server = { status: 401, asked: [] as number[], isDown: false };
	const refusal = (wait: number) => new TelephonyError('unauthorized', `in ${wait} ms`);
	const gate = new LoginGate(clock, refusal);
	const send = async () => {
		server.asked.push(clock.elapsed());
		await clock.sleep(1_000);
		if (server.isDown) throw new TelephonyError('unavailable', 'down');
		return { status: server.status };
	};
	/** What each of so many got who ask at once: a status, or why not. */
	const all = async (count: number) => {
		const outcomes = Array.from({ length: count }, async () =>
			gate.pass(send).then(
				({ status }) => status,
				({ message }: Error) => message,
			),
		);
		await clock.advance(1_000);
		await clock.advance(1_000);
		return await Promise.all(outcomes);
	};
	return { clock, server, gate, all };
}

test('a login that nobody knows is asked about once, however many want it', async () => {
	const { server, all } = bench();
	expect(await all(4)).toEqual([401, 'in 5000 ms', 'in 5000 ms', 'in 5000 ms']);
	expect(server.asked).toEqual([0]);
});

test('one that is refused is asked about once per step, and the steps grow', async () => {
	const { clock, server, all } = bench();
	for (let second = 0; second < 1_000; second += 2) await all(3);
	expect(clock.elapsed()).toBe(1_000_000);
	// A step begins with the refusal, a second after the question.
	expect(server.asked).toEqual([0, 6_000, 38_000, 340_000, 642_000, 944_000]);
});

test('one that is taken again goes on for all, and is good until it is refused', async () => {
	const { clock, server, all } = bench();
	await all(3);
	await clock.advance(5_000);
	server.status = 200;
	expect(await all(3)).toEqual([200, 200, 200]);
	expect(await all(2)).toEqual([200, 200]);
	server.status = 401;
	// These were under way together: the first refusal of them begins the steps anew.
	expect(await all(2)).toEqual([401, 401]);
	expect(await all(1)).toEqual([expect.stringMatching(/^in [34]000 ms$/)]);
});

test('no answer says nothing: nobody waits for one after the other', async () => {
	const { clock, server, all, gate } = bench();
	server.isDown = true;
	expect(await all(3)).toEqual(['down', 'down', 'down']);
	expect(clock.elapsed()).toBe(2_000);
	server.isDown = false;
	server.status = 200;
	expect(await all(1)).toEqual([200]);
	await settled();
	await expect(gate.pass(async () => await Promise.resolve({ status: 204 }))).resolves.toEqual({
		status: 204,
	});
});

test('who asks by hand gets an answer of the server', async () => {
	const { server, all, gate } = bench();
	await all(1);
	server.status = 200;
	gate.askAgain();
	expect(await all(2)).toEqual([200, 200]);
});

import { Router } from './router';
import { OWN, TestClient } from '../testClient';

describe('routes of the RingCentral simulator', () => {
	const router = new Router();
	const handler = () => ({ status: 200 });
	router.add('GET', '/a/{id}', { group: 'light' }, handler);
	router.add('GET', '/a/{id}/b', { group: 'light' }, handler);
	router.add('GET', '/a/fixed', { group: 'heavy' }, handler);
	router.add('POST', '/a/fixed/{name}/c', { group: 'heavy' }, handler);

	const templateOf = (method: string, path: string) => {
		const found = router.find(method, path);
		return typeof found === 'string' ? found : [found.route.template, found.params];
	};

	test('fixed segments win, and leave the others where they lead nowhere', () => {
		expect(templateOf('GET', '/a/fixed')).toEqual(['/a/fixed', {}]);
		expect(templateOf('GET', '/a/fixed/b')).toEqual(['/a/{id}/b', { id: 'fixed' }]);
		expect(templateOf('POST', '/a/fixed/b/c')).toEqual(['/a/fixed/{name}/c', { name: 'b' }]);
	});

	test('segments are decoded, as far as they can be', () => {
		expect(templateOf('GET', '/a/1%2C2')).toEqual(['/a/{id}', { id: '1,2' }]);
		expect(templateOf('GET', '/a/50%')).toEqual(['/a/{id}', { id: '50%' }]);
	});

	test('unknown paths and methods are told apart', () => {
		expect(templateOf('GET', '/b')).toBe('path');
		expect(templateOf('GET', '/a/')).toBe('path');
		expect(templateOf('DELETE', '/a/1')).toBe('method');
	});

	test('a route is added once, with a group', () => {
		expect(() => router.add('GET', '/a/{id}', { group: 'light' }, handler)).toThrow(/already/);
		expect(() => router.add('GET', '/a/{other}', { group: 'light' }, handler)).toThrow(/called/);
		expect(() => router.add('GET', '/c', {}, handler)).toThrow(/rate group/);
	});

	test('a defect of a handler is seen as 500', async () => {
		const client = await TestClient.start();
		client.world.faults = {
			take: () => {
				throw new Error('broken');
			},
		};
		const { status, body } = await client.get(OWN);
		expect([status, body.message]).toEqual([500, 'broken']);
		expect(await client.stop()).toEqual([]);
	});

	test('the log forgets large answers, not requests', async () => {
		const client = await TestClient.start({ answersKept: 300_000 });
		for (let n = 0; n < 20; n++) {
			client.world.messages.sms({
				to: client.world.people.users()[0],
				from: '+12155550101',
				text: 'x'.repeat(8_000),
			});
		}
		for (let n = 0; n < 5; n++) await client.get(`${OWN}/message-store?perPage=10`);
		const [first, ...others] = client.simulator.requests;
		expect([first.forgotten, first.answer, first.status]).toEqual([true, undefined, 200]);
		expect(others.at(-1)?.answer).toBeDefined();
		expect(await client.stop()).toEqual([]);
	});
});

import { ACCOUNT, ALICE, OWN, TestClient } from '../testClient';

describe('rate groups of the RingCentral simulator', () => {
	let client: TestClient;
	beforeEach(async () => {
		client = await TestClient.start({ rateLimits: { light: 3, heavy: 1, auth: 2 } });
	});
	afterEach(async () => expect(await client.stop()).toEqual([]));

	test('the headers count down, the window gives back', async () => {
		const left = async () => {
			const { headers } = await client.get(OWN);
			expect(headers.get('x-rate-limit-group')).toBe('light');
			expect(headers.get('x-rate-limit-limit')).toBe('3');
			expect(headers.get('x-rate-limit-window')).toBe('60');
			return headers.get('x-rate-limit-remaining');
		};
		expect([await left(), await left()]).toEqual(['2', '1']);
		client.clock.advance(60_000);
		expect(await left()).toBe('2');
	});

	test('one too many is 429 CMN-301 with Retry-After; each request restarts the penalty', async () => {
		const log = async () => await client.get(`${ACCOUNT}/call-log`);
		expect((await log()).status).toBe(200);
		const refused = await log();
		expect([refused.status, refused.body.errorCode]).toEqual([429, 'CMN-301']);
		expect(refused.headers.get('retry-after')).toBe('60');
		client.clock.advance(59_000);
		expect((await log()).headers.get('retry-after')).toBe('60');
		client.clock.advance(59_000);
		expect((await log()).status).toBe(429);
		client.clock.advance(60_000);
		expect((await log()).status).toBe(200);
	});

	test('groups and users have budgets of their own', async () => {
		expect((await client.get(`${ACCOUNT}/call-log`)).status).toBe(200);
		expect((await client.get(`${ACCOUNT}/call-log`)).status).toBe(429);
		expect((await client.get(OWN)).status).toBe(200);
		expect((await client.get(`${OWN}/call-log`, 'bob')).status).toBe(200);
	});

	test('token calls are counted for the user of the JWT', async () => {
		const call = async (assertion: string) =>
			await client.tokenCall({
				grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
				assertion,
			});
		expect((await call('jwt-alice')).headers.get('x-rate-limit-group')).toBe('auth');
		expect((await call('jwt-alice')).status).toBe(200);
		const refused = await call('jwt-alice');
		expect([refused.status, refused.body.errorCode]).toEqual([429, 'CMN-301']);
		expect((await call('jwt-bob')).status).toBe(200);
	});

	test('a penalty can be set, for all or for one', async () => {
		client.world.rates.penalty('light', 7);
		expect((await client.get(OWN, 'bob')).status).toBe(429);
		client.clock.advance(7_000);
		// Bob asked meanwhile, and waits for longer.
		expect((await client.get(OWN, 'bob')).status).toBe(429);
		expect((await client.get(OWN, 'carol')).status).toBe(200);
		client.world.rates.penalty('light', 7, ALICE);
		expect((await client.get(OWN, 'carol')).status).toBe(200);
		expect((await client.get(OWN, 'alice')).headers.get('retry-after')).toBe('60');
	});
});

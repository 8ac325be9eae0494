import { accountOf, watchingAddresses } from '../../../../nodes/BroadWorks/login/webexAccounts';
import type { WebexAccount } from '../../../../nodes/BroadWorks/client/webex/account';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { FakeHttp } from '../../../support/fakes/fakeHttp';

let credentials = 0;

/** One credential, whose look-ups give what `next` says. */
function bench() {
	const clock = new FakeClock();
	const key = `credential ${++credentials}`;
	const made = (userId: string) => ({ userId }) as WebexAccount;
	let next: () => WebexAccount | Promise<WebexAccount> = () => made('alice');
	let lookUps = 0;
	const ask = async (token = 't1', mark = 'm') => {
		const lookUp = async () => {
			lookUps += 1;
			return await next();
		};
		return (await accountOf({ key, mark, token, lookUp }, clock)).userId;
	};
	const http = new FakeHttp(clock);
	return {
		clock,
		http,
		watched: watchingAddresses(http, key, clock),
		ask,
		lookUps: () => lookUps,
		becomes: (userId: string) => (next = () => made(userId)),
		fails: (error: Error) =>
			(next = () => {
				throw error;
			}),
	};
}

const REQUEST = { method: 'GET', url: 'https://xsi.example.com/v2.0/user/x/profile' } as const;
const down = new TelephonyError('unavailable', 'down');

describe('the account of a credential', () => {
	it('is looked up once, by whoever asks', async () => {
		const { ask, lookUps } = bench();
		expect(await Promise.all([ask(), ask(), ask()])).toEqual(['alice', 'alice', 'alice']);
		expect(await ask()).toBe('alice');
		expect(lookUps()).toBe(1);
	});

	it('may be another one with another token, or when the credential was changed', async () => {
		const { ask, becomes, lookUps } = bench();
		await ask();
		becomes('bob');
		expect(await ask('t2')).toBe('bob');
		becomes('carol');
		expect(await ask('t2', 'other')).toBe('carol');
		expect(lookUps()).toBe(3);
	});

	it('serves on while Webex cannot be asked, which is tried again after a while', async () => {
		const { ask, becomes, fails, lookUps, clock } = bench();
		await ask();
		fails(down);
		expect(await ask('t2')).toBe('alice');
		expect(await ask('t2')).toBe('alice');
		expect(lookUps()).toBe(2);
		becomes('bob');
		await clock.advance(30_000);
		expect(await ask('t2')).toBe('bob');
	});

	it('is not told where it was never known, or the account is refused', async () => {
		const { ask, fails } = bench();
		fails(down);
		await expect(ask()).rejects.toBe(down);
		const refused = new TelephonyError('unauthorized', 'no');
		fails(refused);
		await expect(ask()).rejects.toBe(refused);
	});

	it.each<[string, (http: FakeHttp) => unknown]>([
		['a 404', (http) => http.on('GET', /profile/, { status: 404 })],
		[
			'a name that nobody knows',
			(http) =>
				http.on(
					'GET',
					/profile/,
					new TelephonyError('unavailable', 'x', { vendorCode: 'ENOTFOUND' }),
				),
		],
	])('is looked up again after %s, but not again and again', async (_case, script) => {
		const { ask, becomes, http, watched, clock, lookUps } = bench();
		script(http);
		await ask();
		becomes('bob');
		await watched.request(REQUEST).catch(() => undefined);
		expect(await ask()).toBe('alice');
		await clock.advance(60_000);
		expect(await ask()).toBe('alice');
		await watched.request(REQUEST).catch(() => undefined);
		expect(await ask()).toBe('bob');
		await watched.request(REQUEST).catch(() => undefined);
		expect(await ask()).toBe('bob');
		expect(lookUps()).toBe(2);
	});

	it('is not doubted for other failures', async () => {
		const { ask, becomes, http, watched, clock } = bench();
		http.on('GET', /profile/, { status: 503 });
		await ask();
		becomes('bob');
		await clock.advance(60_000);
		await watched.request(REQUEST);
		expect(await ask()).toBe('alice');
	});
});

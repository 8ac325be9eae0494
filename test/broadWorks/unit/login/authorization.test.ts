import {
	authorizationOf,
	lastingAuthorization,
	type XsiCredential,
} from '../../../../nodes/BroadWorks/authorization';
import { FakeClock } from '../../../support/fakes/fakeClock';

const credential = (changes: Partial<XsiCredential> = {}) =>
	({
		serverUrl: 'https://xsp.example.net',
		authentication: 'bearer',
		userId: 'alice@example.net',
		accessToken: 'first',
		...changes,
	}) as XsiCredential;

describe('the authorization of a line', () => {
	it('is Basic in UTF-8, or the token', () => {
		const basic = { authentication: 'basic', userId: 'ä@x', password: 'ö' };
		const coded = Buffer.from('ä@x:ö', 'utf8').toString('base64');
		expect(authorizationOf(basic)).toBe(`Basic ${coded}`);
		expect(authorizationOf({ authentication: 'bearer', accessToken: ' t ' })).toBe('Bearer t');
	});

	it('follows what is stored, asked for every 10 s at most', async () => {
		const clock = new FakeClock();
		let stored = credential();
		const read = jest.fn(async () => await Promise.resolve(stored));
		const authorization = lastingAuthorization(read, credential(), clock);
		stored = credential({ accessToken: 'second' });
		await clock.advance(9_999);
		expect(await authorization()).toBe('Bearer first');
		await clock.advance(1);
		expect([await authorization(), await authorization()]).toEqual([
			'Bearer second',
			'Bearer second',
		]);
		expect(read).toHaveBeenCalledTimes(1);
	});

	it.each([
		{ serverUrl: 'https://other.example.net' },
		{ userId: 'bob@example.net' },
		{ authentication: 'basic' as const },
	])('stays as it was when the credential is for another login or server: %j', async (changes) => {
		const clock = new FakeClock();
		const stored = async () =>
			await Promise.resolve(credential({ accessToken: 'theirs', ...changes }));
		const authorization = lastingAuthorization(stored, credential(), clock);
		await clock.advance(10_000);
		expect(await authorization()).toBe('Bearer first');
	});
});

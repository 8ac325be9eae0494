import { send } from '../../../../nodes/RingCentral/client/transport/api';
import { withNewPermissions } from '../../../../nodes/RingCentral/client/login/newPermissions';
import { TokenKeeper, withToken } from '../../../../nodes/RingCentral/client/login/tokens';
import { json, refusal, restBench, SERVER } from '../support/restSupport';

const LOGIN = { server: SERVER, clientId: 'c', clientSecret: 's', jwt: 'j' };
const TOKEN = /\/restapi\/oauth\/token$/;
const MINUTE = 60_000;
const CHANGE = {
	method: 'POST',
	path: '/restapi/v1.0/account/~/extension/~/sms',
	body: { text: 'x' },
	group: 'medium',
	kind: 'change',
} as const;

/** A server whose tokens have the permissions that the app had when they were fetched. */
function bench() {
	const base = restBench();
	const app = { permitted: false };
	const permitted = new Set<string>();
	let last = 0;
	base.http.on('POST', TOKEN, () => {
		const value = `t${++last}`;
		if (app.permitted) permitted.add(`Bearer ${value}`);
		return json({ access_token: value, expires_in: 3_600 });
	});
	base.http.on('POST', /sms$/, ({ headers = {} }) =>
		permitted.has(headers.Authorization)
			? json({ id: 1 })
			: refusal(403, 'CMN-401', 'needs to have [SMS] permission', { permissionName: 'SMS' }),
	);
	const keeper = new TokenKeeper(LOGIN, base.connection);
	const http = withNewPermissions(withToken(base.http, keeper), keeper);
	return { ...base, app, connection: { ...base.connection, http } };
}

test('a permission that was added counts once the token is ten minutes old', async () => {
	const { connection, http, clock, app } = bench();
	const lacking = { kind: 'forbidden', message: expect.stringContaining('"SMS"') as string };
	await expect(send(connection, CHANGE)).rejects.toMatchObject(lacking);
	app.permitted = true;
	await clock.advance(9 * MINUTE);
	await expect(send(connection, CHANGE)).rejects.toMatchObject(lacking);
	expect(http.to('POST', TOKEN)).toHaveLength(1);
	await clock.advance(MINUTE);
	expect(await send(connection, CHANGE)).toEqual({ id: 1 });
	expect(http.to('POST', TOKEN)).toHaveLength(2);
});

test('all who were refused together get the one new token', async () => {
	const { connection, http, clock, app } = bench();
	await expect(send(connection, CHANGE)).rejects.toMatchObject({ kind: 'forbidden' });
	app.permitted = true;
	await clock.advance(10 * MINUTE);
	const all = Array.from({ length: 5 }, async () => await send(connection, CHANGE));
	expect(await Promise.all(all)).toEqual(Array.from({ length: 5 }, () => ({ id: 1 })));
	expect(http.to('POST', TOKEN)).toHaveLength(2);
});

test('other refusals are left alone', async () => {
	const { connection, http, clock } = bench();
	http.on(
		'GET',
		/account/,
		refusal(403, 'CMN-408', 'needs to have [FullCompanyCallLog] permission'),
	);
	const read = {
		method: 'GET',
		path: '/restapi/v1.0/account/~',
		group: 'light',
		kind: 'read',
	} as const;
	await expect(send(connection, read)).rejects.toMatchObject({ kind: 'forbidden' });
	await clock.advance(20 * MINUTE);
	await expect(send(connection, read)).rejects.toMatchObject({ kind: 'forbidden' });
	expect(http.to('POST', TOKEN)).toHaveLength(1);
});

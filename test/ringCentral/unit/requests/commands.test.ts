import {
	commandFor,
	COMMANDS,
	groupFor,
} from '../../../../nodes/RingCentral/client/transport/commands';

test('the catalogue has every path once per method, with a group', () => {
	const names = COMMANDS.map(({ method, path }) => `${method} ${path}`);
	expect(new Set(names).size).toBe(names.length);
	expect(names.length).toBeGreaterThan(400);
	for (const { method, path, group } of COMMANDS) {
		expect(path).toMatch(/^\/[\w.{}/-]+$/);
		expect(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).toContain(method);
		expect(['light', 'medium', 'heavy']).toContain(group);
	}
});

test('nothing in it fetches or ends tokens', () => {
	expect(
		COMMANDS.filter(({ path }) => /oauth\/(token|revoke|wstoken|authorize)/.test(path)),
	).toEqual([]);
});

test.each([
	['GET', '/restapi/v1.0/account/~/call-log', 'heavy', 'ReadCallLog'],
	['get', '/restapi/v1.0/account/809646016/extension/~/presence?x=1', 'light', 'ReadPresence'],
	['PUT', '/restapi/v1.0/account/~/extension/~/presence', 'medium', 'EditPresence'],
	[
		'POST',
		'/restapi/v1.0/account/~/telephony/sessions/s-1/parties/p-1/hold',
		'light',
		'CallControl',
	],
	[
		'POST',
		'/restapi/v1.0/account/~/telephony/sessions/s-1/parties/bring-in',
		'light',
		'CallControl',
	],
	['POST', '/team-messaging/v1/chats/1/posts', 'medium', 'TeamMessaging'],
])('%s %s', (method, path, group, scope) => {
	expect(commandFor(method, path)).toMatchObject({ group, scope });
	expect(groupFor(method, path)).toBe(group);
});

test('the name of a path wins over an id that could be there', () => {
	expect(commandFor('GET', '/restapi/v1.0/account/1/directory/entries/2')?.path).toBe(
		'/restapi/v1.0/account/{accountId}/directory/entries/{entryId}',
	);
	expect(commandFor('POST', '/restapi/v1.0/account/1/directory/entries/search')?.path).toBe(
		'/restapi/v1.0/account/{accountId}/directory/entries/search',
	);
});

test.each([
	['GET', '/nowhere'],
	['DELETE', '/restapi/v1.0/account/~/call-log'],
])('%s %s is not in it, and counts as medium', (method, path) => {
	expect(commandFor(method, path)).toBeUndefined();
	expect(groupFor(method, path)).toBe('medium');
});

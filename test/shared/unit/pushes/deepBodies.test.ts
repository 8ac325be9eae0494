import { formOf, pushBackends, pushTo } from '../../../support/contexts/pushReceiver';

const names = Object.keys(pushBackends);
const DEPTH = 5_000;

const lists = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`;
const objects = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`;
const mixed = `${'[{"a":'.repeat(DEPTH / 2)}1${'}]'.repeat(DEPTH / 2)}`;

/** A record of every backend, with a member of its own. */
const record = (member: string, json: string) =>
	`{"event":"cdr","uniqueid":"1.2","call_id":"1","cdr":{"id":"1"},"${member}":${json}}`;

/** Members that are walked through, and one that nobody knows. */
const MEMBERS = [
	'extend',
	'cdr',
	'customData',
	'ivr_variables',
	'tags',
	'dst',
	'callerid',
	'other',
];

const REFUSED = /JSON nested more than 64 levels deep/;

describe.each(names)('%s', (name) => {
	test.each(Object.entries({ lists, objects, mixed }))('refuses deep %s', async (_what, json) => {
		for (const body of [json, ...MEMBERS.map((member) => record(member, json))]) {
			for (const contentType of ['application/json', 'text/plain', 'text/xml', '']) {
				const { status, items, log } = await pushTo(name, { body, contentType });
				expect([status, items]).toEqual([400, []]);
				expect(JSON.stringify(log)).toMatch(REFUSED);
			}
			expect((await pushTo(name, { body, isStranger: true })).status).toBe(401);
		}
	});

	test('takes deep JSON that is the text of a member as a text', async () => {
		for (const member of MEMBERS.filter((one) => one !== 'cdr')) {
			const body = record(member, JSON.stringify(objects));
			expect((await pushTo(name, { body })).status).toBe(200);
		}
	});

	test('answers a form with deep JSON, or deep names', async () => {
		const fields = { event: 'cdr', uniqueid: '1.2', call_id: '1', dir: '2' };
		for (const member of [...MEMBERS, `a${'[b]'.repeat(100)}`, `a${'.b'.repeat(200)}`]) {
			const body = formOf({ ...fields, [member]: objects });
			const contentType = 'application/x-www-form-urlencoded';
			expect((await pushTo(name, { body, contentType })).status).toBe(200);
			const part = (field: string, value: string) =>
				`--b\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`;
			const parts = [...Object.entries(fields).map(([field, value]) => part(field, value))];
			const multipart = `${parts.join('')}${part(member, objects)}--b--`;
			const type = 'multipart/form-data; boundary=b';
			expect((await pushTo(name, { body: multipart, contentType: type })).status).toBe(200);
		}
		const only = formOf({ data: objects });
		const { status, log } = await pushTo(name, { body: only, contentType: 'text/plain' });
		expect(status).toBe(400);
		expect(JSON.stringify(log)).toMatch(REFUSED);
	});
});

import { operationBench } from '../support/operationSupport';
import { json } from '../support/restSupport';

const ANY = /./;
const OWN = '/restapi/v1.0/account/~/extension/~';

async function sent(resource: string, operation: string, parameters: object) {
	const bench = operationBench();
	for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
		bench.http.on(method, ANY, json({ id: 1, records: [{ id: 1 }] }));
	}
	const items = await bench.run(resource, operation, { parameters: { ...parameters } });
	const bodies = bench.http.sent.map(({ body }): unknown =>
		body === undefined ? undefined : JSON.parse(Buffer.from(body as never).toString('utf8')),
	);
	return { items, bodies, lines: bench.http.lines() };
}

test('contacts are found by several numbers, and their ids are text', async () => {
	const phoneNumbers = '+14155550100, +14155550101';
	const { lines, items } = await sent('contact', 'findByNumber', { phoneNumbers });
	const query = 'phoneNumber=%2B14155550100&phoneNumber=%2B14155550101&perPage=1000';
	expect(lines).toEqual([`GET ${OWN}/address-book/contact?${query}`]);
	expect(items).toEqual([{ id: '1' }]);
});

test('a change sends what was filled in, by PATCH', async () => {
	const contact = {
		firstName: ' Dora ',
		email: '',
		homeAddress: { address: { city: 'Belmont', street: ' ' } },
		otherAddress: {},
		birthday: '1990-05-01T00:00:00Z',
	};
	const { lines, bodies } = await sent('contact', 'update', { contactId: '7', contact });
	expect(lines).toEqual([`PATCH ${OWN}/address-book/contact/7`]);
	expect(bodies).toEqual([
		{ firstName: 'Dora', homeAddress: { city: 'Belmont' }, birthday: '1990-05-01T00:00:00.000Z' },
	]);
});

test.each([
	['contact', 'create', { contact: { email: ' ' } }],
	['contact', 'findByNumber', { phoneNumbers: ' ' }],
	['contact', 'get', { contactId: '' }],
	['callerBlocking', 'addNumber', { phoneNumber: '' }],
	['callerBlocking', 'setSettings', {}],
])('%s %s %j is refused', async (resource, operation, parameters) => {
	await expect(sent(resource, operation, parameters)).rejects.toMatchObject({
		kind: 'badRequest',
	});
});

test('numbers are blocked, moved and removed', async () => {
	const numbers = `${OWN}/caller-blocking/phone-numbers`;
	const added = await sent('callerBlocking', 'addNumber', { phoneNumber: '+1', label: '' });
	expect([added.lines, added.bodies]).toEqual([
		[`POST ${numbers}`],
		[{ phoneNumber: '+1', status: 'Blocked' }],
	]);
	const moved = await sent('callerBlocking', 'updateNumber', { numberId: '5', status: 'Allowed' });
	expect([moved.lines, moved.bodies]).toEqual([[`PUT ${numbers}/5`], [{ status: 'Allowed' }]]);
	const removed = await sent('callerBlocking', 'removeNumber', { numberId: '5' });
	expect(removed.lines).toEqual([`DELETE ${numbers}/5`]);
	const list = await sent('callerBlocking', 'getNumbers', { status: 'Allowed', returnAll: true });
	expect(list.lines).toEqual([`GET ${numbers}?status=Allowed&perPage=1000`]);
});

import { saveCustomer } from '../../../nodes/Udesk/client/customers';
import { json, server } from './support/fakeUdesk';

const level = { level: 'vip' };

/** A page of customers whose numbers have `12` in them, as a search by `12` finds them. */
const others = Array.from({ length: 100 }, (_empty, index) => ({
	id: 1000 + index,
	cellphones: [[index, `1381200${1000 + index}`]],
}));

/** A server with these customers, and what is sent to it but for the signature. */
function account(customers: unknown[]) {
	const { http, connection } = server();
	http.on('GET', /customers/, json({ code: 1000, customers, meta: { total_count: 101 } }));
	http.on('POST', /customers/, json({ code: 1000, customer: { id: 99 } }));
	http.on('PUT', /update_customer/, json({ code: 1000, customer: { id: 12 } }));
	const lines = () => http.lines().map((line) => line.replace(/[?&]email=admin.*/, ''));
	return { http, connection, lines };
}

describe('a customer is changed or created', () => {
	test('by ID it is changed, though a page of others has the ID in their numbers', async () => {
		const { connection, lines } = account(others);
		const saved = await saveCustomer(connection, { type: 'id', content: '12' }, level);
		expect(saved).toMatchObject({ outcome: 'updated', answer: { customer: { id: 12 } } });
		expect(lines()).toEqual(['PUT /open_api_v1/customers/update_customer?type=id&content=12']);
	});

	test('an ID that Udesk has not given is its refusal, and creates nothing', async () => {
		const { http, connection } = account([]);
		const message = 'customer does not exist';
		http.on('PUT', /update_customer/, json({ code: 2000, message }));
		const saving = saveCustomer(connection, { type: 'id', content: '12' }, level);
		await expect(saving).rejects.toMatchObject({ kind: 'badRequest', vendorText: message });
		expect(http.to('POST', /./)).toHaveLength(0);
	});

	test.each([
		['cellphone', '136-5119-0000', 'updated'],
		['cellphone', '13651190001', 'created'],
		['email', 'a@b.cn', 'updated'],
		['email', 'b@b.cn', 'created'],
	])('by %s %s it is %s', async (type, content, outcome) => {
		const { connection } = account([{ id: 1, email: 'a@b.cn', cellphones: [[1, '13651190000']] }]);
		expect(await saveCustomer(connection, { type, content }, level)).toMatchObject({ outcome });
	});
});

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { ids, startAccount, type RingCentralAccount } from './support/ringCentral';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId } from '../../support/n8n/workflows';

const CUSTOMER = '+14155550100';

describe('RingCentral contacts and caller blocking', () => {
	let api: N8nApi;
	let account: RingCentralAccount;

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api);
	});
	afterAll(async () => await account.remove());

	const contact = (operation: string, more: JsonObject = {}): JsonObject => ({
		resource: 'contact',
		operation,
		...more,
	});
	const blocking = (operation: string, more: JsonObject = {}): JsonObject => ({
		resource: 'callerBlocking',
		operation,
		...more,
	});
	const book = (id = ids.alice) => [...account.world.addressBooks.of(id).values()];
	const numbers = () => [...account.world.addressBooks.numbersOf(ids.alice).values()];

	test('a contact is made, found, changed and deleted', async () => {
		const fields = {
			firstName: 'Dora',
			lastName: 'Dean',
			company: 'Example',
			businessPhone: CUSTOMER,
			email: 'dora@example.com',
			homeAddress: { address: { city: 'Belmont' } },
		};
		const [made] = await account.items(contact('create', { contact: fields }));
		const id = String(made.id);
		expect(made).toMatchObject({
			availability: 'Alive',
			...fields,
			homeAddress: { city: 'Belmont' },
		});
		expect(book()).toMatchObject([{ id, content: { homeAddress: { city: 'Belmont' } } }]);
		const find = contact('findByNumber', { phoneNumbers: `+12125550100, ${CUSTOMER}` });
		expect(await account.items(find)).toMatchObject([{ id, lastName: 'Dean' }]);
		const contactId = byId(id);
		const update = contact('update', { contactId, contact: { jobTitle: 'Buyer' } });
		expect(await account.items(update)).toMatchObject([{ lastName: 'Dean', jobTitle: 'Buyer' }]);
		expect(await account.items(contact('get', { contactId }))).toMatchObject([
			{ id, jobTitle: 'Buyer' },
		]);
		const list = async (filters: JsonObject) =>
			await account.items(contact('getMany', { returnAll: true, filters }));
		expect(await list({ startsWith: 'do' })).toHaveLength(1);
		expect(await list({ startsWith: 'xy' })).toEqual([]);
		expect((await account.run(contact('create'))).error).toMatch(/Choose in "Fields"/);
		expect(await account.items(contact('delete', { contactId }))).toEqual([{ deleted: true, id }]);
		expect(book()).toEqual([]);
	});

	test('a contact of another user', async () => {
		const create = { extensionId: byId(ids.bob), contact: { firstName: 'Eve' } };
		await account.items(contact('create', create));
		expect([book(), book(ids.bob)]).toMatchObject([[], [{ content: { firstName: 'Eve' } }]]);
	});

	test('a number is blocked, allowed and taken from the lists', async () => {
		const add = blocking('addNumber', { phoneNumber: CUSTOMER, label: 'Robot' });
		const [{ id }] = await account.items(add);
		expect(numbers()).toEqual([{ id, phoneNumber: CUSTOMER, label: 'Robot', status: 'Blocked' }]);
		const numberId = byId(String(id));
		await account.items(blocking('updateNumber', { numberId, status: 'Allowed' }));
		const list = async (status: string) => await account.items(blocking('getNumbers', { status }));
		expect(await list('Blocked')).toEqual([]);
		expect(await list('Allowed')).toMatchObject([{ id, label: 'Robot', status: 'Allowed' }]);
		const again = await account.run(blocking('addNumber', { phoneNumber: CUSTOMER }));
		expect(again.error).toMatch(/phoneNumber/);
		await account.items(blocking('removeNumber', { numberId }));
		expect(numbers()).toEqual([]);
	});

	test('callers are blocked in general', async () => {
		const set = blocking('setSettings', { mode: 'All', noCallerId: 'BlockFaxes' });
		const wanted = { mode: 'All', noCallerId: 'BlockFaxes', payPhones: 'Allow', greetings: [] };
		expect(await account.items(set)).toEqual([wanted]);
		expect(await account.items(blocking('getSettings'))).toEqual([wanted]);
		const { error } = await account.run(blocking('setSettings'));
		expect(error).toMatch(/what to change in the caller blocking/);
	});
});

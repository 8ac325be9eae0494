import type { DimensionsConnection } from '../../../nodes/Dimensions/client/connection';
import { NumberBook, saveByCrmId, saveRows } from '../../../nodes/Dimensions/client/saveContact';
import { numberPlanOf } from '../../../nodes/shared/core/e164';
import { TelephonyError } from '../../../nodes/shared/core/errors';
import { FakeClock } from '../../support/fakes/fakeClock';
import { FakeHttp } from '../../support/fakes/fakeHttp';
import { FakeRandom } from '../../support/fakes/fakePorts';

const json = (value: unknown, status = 200) => ({ status, body: JSON.stringify(value) });

function server(contacts: unknown[] = [], defaultCountry = '') {
	const clock = new FakeClock();
	const http = new FakeHttp(clock);
	http.on('GET', /items$/, json({ data: contacts }));
	const connection: DimensionsConnection = {
		url: 'https://api.uk.myreports.cloud/api/v1.0',
		http,
		numberPlan: numberPlanOf(defaultCountry),
		clock,
		random: new FakeRandom(),
	};
	const bodies = (method: string) =>
		http.sent
			.filter((request) => request.method === method)
			.map(({ body }) => JSON.parse(String(body)) as unknown);
	return { http, connection, bodies };
}

const alice = { id: 'a', fields: { fullName: 'Alice', phone2: '020 7946 0123' } };
const bob = { id: 'b', fields: { fullName: 'Bob', phone1: '+44 20 7946 0456' } };

describe('by CRM ID', () => {
	test('one that is there is changed', async () => {
		const { http, connection, bodies } = server();
		http.on('PATCH', /./, json({ data: { id: 'a' } }, 201));
		const saved = await saveByCrmId(connection, 'd', { crmId: 'c 1', email: '', title: 'Dr' });
		expect(saved).toEqual({ outcome: 'updated', contact: { id: 'a' } });
		expect(http.lines()).toEqual(['PATCH /api/v1.0/contactdirectories/d/crmitems/c%201']);
		expect(bodies('PATCH')).toEqual([
			[
				{ op: 'add', path: '/fields/crmId', value: 'c 1' },
				{ op: 'remove', path: '/fields/email' },
				{ op: 'add', path: '/fields/title', value: 'Dr' },
			],
		]);
	});

	test('one that is not there is created, without what is empty', async () => {
		const { http, connection, bodies } = server();
		http.on('PATCH', /./, { status: 404 }).on('POST', /./, json({ data: { id: 'n' } }, 201));
		expect(await saveByCrmId(connection, 'd', { crmId: 7, email: '' })).toEqual({
			outcome: 'created',
			contact: { id: 'n' },
		});
		expect(bodies('POST')).toEqual([{ fields: { crmId: 7 } }]);
	});

	test('what else goes wrong creates nothing', async () => {
		const { http, connection } = server();
		http.on('PATCH', /./, { status: 403 });
		await expect(saveByCrmId(connection, 'd', { crmId: 'x' })).rejects.toMatchObject({
			kind: 'forbidden',
		});
		await expect(saveByCrmId(connection, 'd', { crmId: ' ' })).rejects.toThrow('no CRM ID');
		expect(http.to('POST', /./)).toHaveLength(0);
	});
});

describe('by number', () => {
	test.each([
		['GB', '+442079460123', ['a']],
		['GB', '020 7946-0123', ['a']],
		['', '02079460123', ['a']],
		['', '+442079460123', []],
		['', 'tel:+44-20-7946-0456', ['b']],
		['GB', '02079460999', []],
	])('with the country "%s", %s finds %j', async (country, number, ids) => {
		const { connection } = server([alice, bob, { id: 'x' }], country);
		const found = await new NumberBook(connection, 'd').find(number);
		expect(found.map(({ id }) => id)).toEqual(ids);
	});

	test('words are no number', async () => {
		const { connection } = server([{ id: 'x', fields: { phone1: 'none' } }]);
		await expect(new NumberBook(connection, 'd').find('Alice')).rejects.toThrow(
			'"Alice" is not a telephone number',
		);
	});

	test('the directory is read once, and two rows with one number are one contact', async () => {
		const { http, connection } = server([alice]);
		http.on('POST', /./, json({ data: { id: 'n' } }, 201)).on('PATCH', /./, { status: 204 });
		const book = new NumberBook(connection, 'd');
		const saved = [
			await book.save({ phone1: '+442079460999', fullName: 'New' }),
			await book.save({ phone3: '+44 (20) 7946 0999', title: 'Dr' }),
			await book.save({ phone2: '02079460123', phone1: '+442079460111' }),
			await book.save({ phone1: '+442079460111' }),
		];
		expect(saved.map(({ outcome, contact }) => [outcome, contact.id])).toEqual([
			['created', 'n'],
			['updated', 'n'],
			['updated', 'a'],
			['updated', 'a'],
		]);
		expect(http.to('GET', /./)).toHaveLength(1);
	});

	test('an empty field is removed from a contact that has it, and else not sent', async () => {
		const { http, connection, bodies } = server([alice, bob]);
		http.on('PATCH', /./, { status: 204 });
		const book = new NumberBook(connection, 'd');
		await book.save({ phone2: '02079460123', fullName: '', email: '' });
		await book.save({ phone2: '02079460123', fullName: '' });
		const number = { op: 'add', path: '/fields/phone2', value: '02079460123' };
		expect(bodies('PATCH')).toEqual([
			[number, { op: 'remove', path: '/fields/fullName' }],
			[number],
		]);
	});

	test('a number that a contact no longer has is nobody’s', async () => {
		const { http, connection } = server([bob]);
		http.on('POST', /./, json({ data: { id: 'n' } }, 201)).on('PATCH', /./, { status: 204 });
		const book = new NumberBook(connection, 'd');
		await book.save({ phone1: '', phone2: '+442079460456' });
		await book.save({ phone2: '+442079460777', phone3: '+442079460456' });
		expect(await book.save({ phone1: '+442079460777' })).toMatchObject({ outcome: 'updated' });
		const moved = { ...bob, fields: { phone1: '+442079460456' } };
		const other = server([moved]);
		other.http.on('POST', /./, json({ data: {} }, 201)).on('PATCH', /./, { status: 204 });
		const another = new NumberBook(other.connection, 'd');
		await another.save({ phone1: '', phone4: '+442079460456' });
		expect((await another.find('+442079460456')).map(({ id }) => id)).toEqual(['b']);
	});

	test('a server that does not tell the new ID is asked again', async () => {
		const { http, connection } = server([]);
		http.on('POST', /./, { status: 201 }).on('PATCH', /./, { status: 204 });
		const book = new NumberBook(connection, 'd');
		await book.save({ phone1: '+442079460999' });
		http.on('GET', /items$/, json({ data: [{ id: 'n', fields: { phone1: '+442079460999' } }] }));
		expect(await book.save({ phone1: '+442079460999' })).toMatchObject({
			outcome: 'updated',
			contact: { id: 'n' },
		});
	});

	test('a number that several have changes none of them', async () => {
		const { http, connection } = server([bob, { ...bob, id: 'b2' }]);
		const book = new NumberBook(connection, 'd');
		await expect(book.save({ phone1: '+442079460456' })).rejects.toThrow('(b, b2)');
		await expect(book.save({ fullName: 'x' })).rejects.toThrow('no number');
		expect(http.sent).toHaveLength(1);
	});
});

describe('rows', () => {
	const refusal = (kind: TelephonyError['kind']) => new TelephonyError(kind, `it is ${kind}`);
	const save = async ({ fullName }: Record<string, unknown>) => {
		await Promise.resolve();
		if (fullName === 'bad') throw refusal('badRequest');
		if (fullName === 'gone') throw refusal('unauthorized');
		return { outcome: 'created' as const, contact: { id: String(fullName) } };
	};

	test('one that is refused does not keep the next', async () => {
		const rows = [{ fullName: 'a' }, { fullName: 'bad' }, 'text', { fields: { fullName: 'b' } }];
		expect(await saveRows(rows, save)).toEqual([
			{ row: 1, outcome: 'created', contact: { id: 'a' } },
			{ row: 2, outcome: 'failed', error: 'it is badRequest' },
			{ row: 3, outcome: 'failed', error: 'The row is not an object with fields' },
			{ row: 4, outcome: 'created', contact: { id: 'b' } },
		]);
	});

	test('after what all would meet nothing more is sent, and what was done is told', async () => {
		const rows = [{ fullName: 'a' }, { fullName: 'gone' }, { fullName: 'b' }];
		expect(await saveRows(rows, save)).toEqual([
			{ row: 1, outcome: 'created', contact: { id: 'a' } },
			{ row: 2, outcome: 'failed', error: 'it is unauthorized' },
			{ row: 3, outcome: 'notSent', error: 'Row 2 failed: it is unauthorized' },
		]);
		await expect(saveRows(rows.slice(1), save)).rejects.toMatchObject({ kind: 'unauthorized' });
	});

	test('a fault of our own is no row that failed', async () => {
		const broken = async () => await Promise.reject(new Error('a bug'));
		await expect(saveRows([{}], broken)).rejects.toThrow('a bug');
	});
});

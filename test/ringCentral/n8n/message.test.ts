import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import type { Extension } from '../../simulators/ringCentral/people/people';
import { ids, runWithFile, startAccount, type RingCentralAccount } from './support/ringCentral';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId, nodeNames } from '../../support/n8n/workflows';

const CUSTOMER = '+14155550100';

describe('RingCentral messages', () => {
	let api: N8nApi;
	let account: RingCentralAccount;
	let alice: Extension;

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api);
		alice = account.world.people.get(ids.alice);
	});
	afterAll(async () => await account.remove());
	beforeEach(() => {
		const { messages } = account.world;
		for (const id of [ids.alice, ids.bob]) {
			for (const message of messages.of(id)) messages.purge(message);
		}
	});

	const message = (operation: string, more: JsonObject = {}): JsonObject => ({
		resource: 'message',
		operation,
		...more,
	});
	const sms = (text: string) => account.world.messages.sms({ to: alice, from: CUSTOMER, text });
	const voicemail = (more = {}) =>
		account.world.messages.voicemail({ to: alice, from: { phoneNumber: CUSTOMER }, ...more });
	const stored = (id: string) => account.world.messages.get(ids.alice, id);

	test('are listed, all over pages and narrowed', async () => {
		for (let index = 0; index < 105; index++) sms(`text ${index}`);
		const fax = account.world.messages.fax({ to: alice, from: '+12155550199' });
		account.world.messages.change(fax, { readStatus: 'Read' });
		const list = async (more: JsonObject) =>
			(await account.items(message('getMany', more))).map(({ id }) => id);
		expect(await list({ returnAll: true })).toHaveLength(106);
		expect(await list({ limit: 2 })).toHaveLength(2);
		expect(await list({ filters: { messageType: ['Fax'] } })).toEqual([fax.id]);
		const unread = { readStatus: ['Unread'] };
		expect(await list({ returnAll: true, filters: unread })).toHaveLength(105);
		expect(await list({ filters: { phoneNumber: '+12155550199' } })).toEqual([fax.id]);
		expect(await list({ filters: { direction: ['Outbound'] } })).toEqual([]);
		expect(
			await list({ filters: { dateFrom: '2020-01-01T00:00:00', dateTo: '2020-01-02T00:00:00Z' } }),
		).toEqual([]);
		const distinct = { messageType: ['SMS'], distinctConversations: true };
		expect(await list({ filters: distinct })).toHaveLength(1);
		expect(await list({ extensionId: byId(ids.bob) })).toEqual([]);
	});

	test('that a queue shares with its members', async () => {
		const sales = account.world.people.get(ids.sales);
		const { id } = account.world.messages.voicemail({
			to: sales,
			from: { phoneNumber: CUSTOMER },
			transcription: 'Call us back',
		});
		const own = sms('for Alice').id;
		const list = async (filters: JsonObject) =>
			await account.items(message('getMany', { filters }));
		expect((await list({})).map((item) => item.id)).toEqual([own]);
		expect((await list({ owner: 'Any' })).map((item) => item.id).sort()).toEqual([id, own].sort());
		const shared = {
			id,
			type: 'VoiceMail',
			owner: { extensionId: ids.sales, extensionType: 'Department', name: 'Sales' },
			vmTranscriptionStatus: 'Completed',
		};
		expect(await list({ owner: 'Shared' })).toMatchObject([shared]);
		expect(await list({ ownerIds: [ids.sales] })).toMatchObject([shared]);
		expect(await list({ owner: 'Shared', ownerExtensionType: ['IvrMenu'] })).toEqual([]);
		const inQueue = { extensionId: byId(ids.sales) };
		expect(await account.items(message('getMany', inQueue))).toMatchObject([{ id }]);
		const read = message('markRead', { ...inQueue, messageIds: id });
		expect(await account.items(read)).toMatchObject([{ success: true, readStatus: 'Read' }]);
		account.world.messages.purge(account.world.messages.of(ids.sales)[0]);
	});

	test('one, with ids that are text', async () => {
		const { id } = sms('Hello');
		const [item] = await account.items(message('get', { messageId: id }));
		expect(item).toMatchObject({ id, type: 'SMS', subject: 'Hello', readStatus: 'Unread' });
		expect(item.attachments).toMatchObject([{ id, type: 'Text' }]);
	});

	describe('downloads', () => {
		const read = async (parameters: JsonObject) => {
			const { status, error, output } = await runWithFile(
				api,
				account.credential,
				message('downloadAttachment', parameters),
				{ reads: true },
			);
			expect({ status, error }).toEqual({ status: 'success', error: undefined });
			const [item] = output[nodeNames.action];
			const [file] = output.File;
			return { item, bytes: Buffer.from(String(file.base64), 'base64') };
		};

		test('the sound of a voicemail, byte for byte', async () => {
			const { id, attachments } = voicemail({ duration: 2 });
			const { item, bytes } = await read({ messageId: id });
			expect(item).toMatchObject({
				messageId: id,
				type: 'VoiceMail',
				attachments: [{ id, type: 'AudioRecording', mimeType: 'audio/wav', duration: 2 }],
			});
			expect(bytes.equals(Buffer.from(attachments[0].bytes))).toBe(true);
		});

		test('the text of a voicemail, which is waited for', async () => {
			const { id } = voicemail({ transcription: 'Call me back', transcriptionDelay: 2_000 });
			const early = await account.run(
				message('downloadAttachment', { messageId: id, attachment: 'transcription' }),
			);
			expect(early.error).toMatch(/has no transcription \(its state: InProgress\)/);
			const { item, bytes } = await read({ messageId: id, attachment: 'transcription', wait: 30 });
			expect(item).toMatchObject({
				transcription: 'Call me back',
				vmTranscriptionStatus: 'Completed',
			});
			expect(bytes.toString()).toBe('Call me back');
		});

		test('all files of one message, and one by its id', async () => {
			const { id, attachments } = voicemail({ transcription: 'Hello' });
			const { item } = await read({ messageId: id, attachment: 'all' });
			expect(item).toMatchObject({
				attachments: [{ type: 'AudioRecording' }, { type: 'AudioTranscription' }],
				transcription: 'Hello',
			});
			const attachmentId = attachments[1].id;
			const byIdOnly = await read({ messageId: id, attachment: 'id', attachmentId });
			expect(byIdOnly.bytes.toString()).toBe('Hello');
		});

		test('a fax', async () => {
			const { id, attachments } = account.world.messages.fax({ to: alice, from: CUSTOMER });
			const { item, bytes } = await read({ messageId: id });
			expect(item).toMatchObject({ attachments: [{ mimeType: 'application/pdf' }] });
			expect(bytes.equals(Buffer.from(attachments[0].bytes))).toBe(true);
		});

		test('a message that is not there', async () => {
			const { error } = await account.run(message('downloadAttachment', { messageId: '1' }));
			expect(error).toMatch(/messageId/);
		});
	});

	describe('are sent', () => {
		const send = (more: JsonObject = {}) =>
			message('sendSms', {
				from: byId('+16505550101'),
				to: '+16505550102, +14155550100',
				text: 'Sorry we missed your call ☎',
				...more,
			});

		test('as SMS', async () => {
			const [item] = await account.items(send());
			expect(item).toMatchObject({ type: 'SMS', direction: 'Outbound', messageStatus: 'Queued' });
			expect(stored(String(item.id))).toMatchObject({
				subject: 'Sorry we missed your call ☎',
				to: [{ phoneNumber: '+16505550102' }, { phoneNumber: '+14155550100' }],
			});
		});

		test('as MMS with a picture', async () => {
			const { status, error, output } = await runWithFile(
				api,
				account.credential,
				send({ binaryProperties: 'data', text: '' }),
			);
			expect({ status, error }).toEqual({ status: 'success', error: undefined });
			const sent = stored(String(output[nodeNames.action][0].id));
			expect(sent?.attachments).toMatchObject([
				{ type: 'Text' },
				{ type: 'MmsAttachment', contentType: 'text/plain', fileName: 'report.txt' },
			]);
			expect(Buffer.from(sent?.attachments[1].bytes ?? []).toString()).toBe('a small report');
		});

		test('as fax with a document', async () => {
			const { status, error, output } = await runWithFile(
				api,
				account.credential,
				message('sendFax', {
					to: CUSTOMER,
					options: { faxResolution: 'Low', coverPageText: 'For Jordan', coverIndex: 1 },
				}),
			);
			expect({ status, error }).toEqual({ status: 'success', error: undefined });
			const [item] = output[nodeNames.action];
			expect(item).toMatchObject({ type: 'Fax', faxResolution: 'Low' });
			const sent = stored(String(item.id));
			expect(sent).toMatchObject({ coverPageText: 'For Jordan', to: [{ phoneNumber: CUSTOMER }] });
			expect(Buffer.from(sent?.attachments[0].bytes ?? []).toString()).toBe('a small report');
		});

		test.each([
			[{ from: byId('+16505550102') }, /does not belong to the extension/],
			[{ to: 'nobody' }, /to\[0\]|refused|MSG-245/],
			[{ text: '' }, /"Text" is empty/],
			[{ binaryProperties: 'none' }, /none/],
		])('but not with %j', async (more, expected) => {
			const { status, error } = await account.run(send(more));
			expect(status).toBe('error');
			expect(error).toMatch(expected);
			expect(account.world.messages.of(ids.alice)).toEqual([]);
		});

		test('once, whatever the server says', async () => {
			account.world.control.faults.status('/sms', 503, 3);
			const from = account.requests.length;
			expect((await account.run(send())).status).toBe('error');
			expect(account.requests.slice(from).filter(({ url }) => url.endsWith('/sms'))).toHaveLength(
				1,
			);
			account.world.control.faults.clear();
		});
	});

	describe('are changed', () => {
		test('one and several, by text and by list', async () => {
			const all = ['a', 'b', 'c'].map((text) => sms(text).id);
			const [one] = await account.items(message('markRead', { messageIds: all[0] }));
			expect(one).toMatchObject({ success: true, id: all[0], readStatus: 'Read' });
			const rest = await account.items(
				message('markRead', { messageIds: `={{ ${JSON.stringify(all.slice(1))} }}` }),
			);
			expect(rest.map(({ id, success }) => [id, success])).toEqual(
				all.slice(1).map((id) => [id, true]),
			);
			expect(all.map((id) => stored(id)?.readStatus)).toEqual(['Read', 'Read', 'Read']);
			await account.items(message('markUnread', { messageIds: all.join(', ') }));
			expect(all.map((id) => stored(id)?.readStatus)).toEqual(['Unread', 'Unread', 'Unread']);
		});

		test('and of several each one’s fate is told', async () => {
			const { id } = sms('a');
			const items = await account.items(message('markRead', { messageIds: `${id},1` }));
			expect(items).toMatchObject([
				{ success: true, id },
				{ success: false, id: '1', status: 404, errorCode: 'CMN-102' },
			]);
			const { error } = await account.run(message('markRead', { messageIds: '1,2' }));
			expect(error).toMatch(/messageId/);
		});

		test('deleted ones can be purged', async () => {
			const all = ['a', 'b', 'c'].map((text) => sms(text).id);
			expect(await account.items(message('delete', { messageIds: all[0] }))).toEqual([
				{ success: true, deleted: true, id: all[0] },
			]);
			expect(stored(all[0])).toMatchObject({ availability: 'Deleted' });
			await account.items(message('delete', { messageIds: all.slice(1).join(), purge: true }));
			expect(all.map((id) => stored(id)?.availability)).toEqual(['Deleted', undefined, undefined]);
		});

		test.each(["={{ '' }}", '*', 'abc'])('but never all of them by %s', async (messageIds) => {
			sms('a');
			const from = account.requests.length;
			expect((await account.run(message('delete', { messageIds }))).status).toBe('error');
			expect(account.requests.slice(from).filter(({ method }) => method === 'DELETE')).toEqual([]);
			expect(account.world.messages.of(ids.alice)).toHaveLength(1);
		});
	});
});

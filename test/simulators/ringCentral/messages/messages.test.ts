import { ALICE, BOB, OWN, TestClient, type Answer } from '../testClient';

const CALLER = '+12155550101';

interface MessageInfo {
	id: number;
	uri: string;
	attachments: { id: number; uri: string; type: string; contentType: string }[];
	[name: string]: unknown;
}

const records = ({ body }: Answer) => body.records as unknown as MessageInfo[];

describe('the message store of the RingCentral simulator', () => {
	let client: TestClient;
	beforeEach(async () => {
		client = await TestClient.start();
	});
	afterEach(async () => expect(await client.stop()).toEqual([]));

	const alice = () => client.world.people.get(ALICE);
	const store = (search = '') => `${OWN}/message-store${search}`;
	const paths = () => client.events.map(({ path }) => path.replace(/^.*\/extension\//, ''));

	test('a voicemail has its sound, and its text when it is there', async () => {
		client.world.messages.voicemail({
			to: alice(),
			from: { phoneNumber: CALLER, name: 'Jane Doe' },
			transcription: 'Please call back',
			transcriptionDelay: 2_000,
		});
		const [early] = records(await client.get(store('?messageType=VoiceMail')));
		expect(early).toMatchObject({
			type: 'VoiceMail',
			readStatus: 'Unread',
			vmTranscriptionStatus: 'InProgress',
			attachments: [{ type: 'AudioRecording', contentType: 'audio/wav', vmDuration: 3 }],
		});
		client.clock.advance(2_000);
		const { body } = await client.get(early.uri);
		expect(body.vmTranscriptionStatus).toBe('Completed');
		const [sound, text] = (body as unknown as MessageInfo).attachments;
		expect((await client.get(sound.uri)).bytes.subarray(0, 4)).toEqual(
			new TextEncoder().encode('RIFF'),
		);
		expect(new TextDecoder().decode((await client.get(text.uri)).bytes)).toBe('Please call back');
		expect((await client.get(sound.uri, '')).status).toBe(401);
		expect((await client.get(sound.uri, 'bob')).body.errorCode).toBe('CMN-404');
		expect(paths()).toEqual([
			`${ALICE}/message-store`,
			`${ALICE}/voicemail`,
			`${ALICE}/message-store`,
			`${ALICE}/voicemail`,
		]);
		expect(client.events[1].body).toMatchObject({ id: String(early.id), type: 'VoiceMail' });
	});

	test('filters', async () => {
		const { messages, people } = client.world;
		messages.sms({ to: alice(), from: CALLER, text: 'one' });
		client.clock.advance(1_000);
		messages.sms({ to: alice(), from: CALLER, text: 'two' });
		messages.fax({ to: alice(), from: '+12155550199', pages: 3 });
		messages.pager({ to: alice(), from: people.get(BOB), text: 'page' });
		const types = async (search: string) =>
			records(await client.get(store(search))).map(({ type }) => type);
		expect(await types('')).toEqual(['Pager', 'Fax', 'SMS', 'SMS']);
		expect(await types('?messageType=SMS&messageType=Fax')).toEqual(['Fax', 'SMS', 'SMS']);
		expect(await types('?direction=Outbound')).toEqual([]);
		expect(await types('?readStatus=Read')).toEqual([]);
		expect(await types('?phoneNumber=%2B12155550199')).toEqual(['Fax']);
		expect(await types('?availability=Deleted')).toEqual([]);
		expect(await types('?distinctConversations=true&messageType=SMS')).toEqual(['SMS']);
		const [{ conversationId }] = records(await client.get(store('?messageType=SMS')));
		expect(await types(`?conversationId=${String(conversationId)}`)).toEqual(['SMS', 'SMS']);
		expect(await types('?perPage=1&page=2')).toEqual(['Fax']);
		const later = new Date(client.clock.now() + 1).toISOString();
		expect(await types(`?dateFrom=${later}&dateTo=${later}`)).toEqual([]);
		expect((await client.get(store('?messageType=Letter'))).body.parameterName).toBe('messageType');
	});

	test('reading, deleting, purging', async () => {
		const { id } = client.world.messages.sms({ to: alice(), from: CALLER, text: 'hello' });
		const path = store(`/${id}`);
		const read = await client.send('PUT', path, { json: { readStatus: 'Read' } });
		expect(read.body.readStatus).toBe('Read');
		const wrong = await client.send('PUT', path, { json: { readStatus: 'Seen' } });
		expect([wrong.status, wrong.body.parameterName]).toEqual([400, 'readStatus']);
		const patched = await client.send('PATCH', path, { json: { readStatus: 'Unread' } });
		expect(patched.body.readStatus).toBe('Unread');
		expect((await client.send('DELETE', path)).status).toBe(204);
		expect((await client.get(path)).body.availability).toBe('Deleted');
		expect(records(await client.get(store()))).toEqual([]);
		expect((await client.send('DELETE', path)).status).toBe(204);
		expect((await client.get(path)).body).toMatchObject({ errorCode: 'CMN-102' });
		expect((await client.send('DELETE', store('/1'))).status).toBe(404);
	});

	test('several ids are answered with 207, each with its own status', async () => {
		const { messages } = client.world;
		const [a, b] = ['one', 'two'].map((text) => messages.sms({ to: alice(), from: CALLER, text }));
		const got = await client.get(store(`/${a.id},${b.id}`));
		expect(got.status).toBe(207);
		expect(got.headers.get('content-type')).toBe('application/vnd.ringcentral.multipart+json');
		const read = await client.send('PUT', store(`/${a.id},${b.id}`), {
			json: { readStatus: 'Read' },
		});
		expect(read.body).toMatchObject([
			{ resourceId: a.id, status: 200, body: { readStatus: 'Read' } },
			{ resourceId: b.id, status: 200 },
		]);
		const bulk = await client.send('PUT', store(`/${a.id},${b.id}`), {
			body: JSON.stringify([{ body: { readStatus: 'Unread' } }, { body: { readStatus: 'Read' } }]),
			headers: { 'Content-Type': 'application/vnd.ringcentral.multipart+json' },
		});
		expect(bulk.body).toMatchObject([{ body: { readStatus: 'Unread' } }, { status: 200 }]);
		const partly = await client.get(store(`/${a.id},999`));
		expect(partly.body).toMatchObject([{ status: 200 }, { resourceId: '999', status: 404 }]);
		expect((await client.send('DELETE', store(`/${a.id},${b.id}?purge=true`))).status).toBe(204);
		expect((await client.get(store(`/${a.id}`))).status).toBe(404);
	});

	test('the whole store, or a part of it, is emptied', async () => {
		const { messages } = client.world;
		messages.sms({ to: alice(), from: CALLER, text: 'hello' });
		messages.fax({ to: alice(), from: CALLER });
		expect((await client.send('DELETE', store('?type=Fax'))).status).toBe(204);
		expect(records(await client.get(store())).map(({ type }) => type)).toEqual(['SMS']);
		expect((await client.send('DELETE', store('?purge=true'))).status).toBe(204);
		expect(records(await client.get(store('?availability=Deleted')))).toEqual([]);
	});

	test('sync', async () => {
		const { messages } = client.world;
		messages.sms({ to: alice(), from: CALLER, text: 'one' });
		const full = await client.get(`${OWN}/message-sync?syncType=FSync&recordCount=5`);
		expect(records(full)).toHaveLength(1);
		const { syncToken } = full.body.syncInfo as unknown as { syncToken: string };
		const next = `${OWN}/message-sync?syncType=ISync&syncToken=${syncToken}`;
		expect(records(await client.get(next))).toEqual([]);
		messages.fax({ to: alice(), from: CALLER });
		expect(records(await client.get(next))).toMatchObject([{ type: 'Fax' }]);
		expect((await client.get(`${OWN}/message-sync?syncType=ISync`)).body.parameterName).toBe(
			'syncToken',
		);
	});
});

describe('sending', () => {
	let client: TestClient;
	beforeEach(async () => {
		client = await TestClient.start();
	});
	afterEach(async () => expect(await client.stop()).toEqual([]));

	const from = { phoneNumber: '+16505550101' };
	const sms = async (json: object) => await client.send('POST', `${OWN}/sms`, { json });
	const listOf = async (user: string, search: string) =>
		records(await client.get(`${OWN}/message-store?${search}`, user));

	test('an SMS is queued, delivered, and comes in at the other end', async () => {
		const sent = await sms({ from, to: [{ phoneNumber: '+16505550102' }], text: 'hello' });
		expect(sent.status).toBe(200);
		expect(sent.body).toMatchObject({ messageStatus: 'Queued', direction: 'Outbound' });
		client.clock.advance(100);
		const [own] = await listOf('alice', 'direction=Outbound');
		expect(own).toMatchObject({ messageStatus: 'Delivered', subject: 'hello' });
		const [theirs] = await listOf('bob', 'messageType=SMS');
		expect(theirs).toMatchObject({ direction: 'Inbound', readStatus: 'Unread', subject: 'hello' });
		const instant = client.events.find(({ path }) => path.endsWith('/message-store/instant'));
		expect(instant).toMatchObject({ ownerId: BOB, query: { type: 'SMS' } });
	});

	test.each([
		['a foreign number', { phoneNumber: '+16505550102' }, 403, 'MSG-304'],
		['a number nobody has', { phoneNumber: '+19995550102' }, 403, 'MSG-304'],
		['no number', {}, 400, 'CMN-101'],
	])('%s cannot send', async (_what, sender, status, errorCode) => {
		const { body, ...answer } = await sms({ from: sender, to: [from], text: 'x' });
		expect([answer.status, body.errorCode]).toEqual([status, errorCode]);
	});

	test('receivers and text are checked', async () => {
		const to = [{ phoneNumber: 'nonsense' }];
		expect((await sms({ from, to, text: 'x' })).body).toMatchObject({
			errorCode: 'MSG-245',
			parameterName: 'to[0].phoneNumber',
		});
		expect((await sms({ from, to: [], text: 'x' })).body.parameterName).toBe('to');
		expect((await sms({ from, to: [from] })).body.parameterName).toBe('text');
	});

	test('a number without the feature cannot send', async () => {
		const number = client.world.people.phoneNumbers.find(
			({ extensionId }) => extensionId === ALICE,
		);
		number?.features.splice(0);
		const { body } = await sms({ from, to: [from], text: 'x' });
		expect(body.errorCode).toBe('MSG-242');
	});

	function multipart(json: object, type: string) {
		const form = new FormData();
		const part = new Blob([JSON.stringify(json)], { type: 'application/json' });
		form.append('json', part, 'request.json');
		form.append('attachment', new Blob([new Uint8Array([1, 2, 13, 10, 3])], { type }), 'file.bin');
		return form;
	}

	test('an MMS carries its files', async () => {
		const body = multipart(
			{ from, to: [{ phoneNumber: '+16505550102' }], text: 'see' },
			'image/png',
		);
		const sent = await client.send('POST', `${OWN}/mms`, { body });
		expect(sent.status).toBe(200);
		client.clock.advance(100);
		const [theirs] = await listOf('bob', 'messageType=SMS');
		const picture = theirs.attachments.find(({ type }) => type === 'MmsAttachment');
		const { bytes, headers } = await client.get(picture?.uri ?? '', 'bob');
		expect([...bytes]).toEqual([1, 2, 13, 10, 3]);
		expect(headers.get('content-type')).toBe('image/png');
	});

	test('a fax, by JSON part or by form fields', async () => {
		const to = [{ phoneNumber: '+16505550103', name: 'Carol' }];
		const first = await client.send('POST', `${OWN}/fax`, {
			body: multipart({ to, faxResolution: 'Low', coverPageText: 'For you' }, 'application/pdf'),
		});
		expect(first.body).toMatchObject({ type: 'Fax', faxResolution: 'Low', faxPageCount: 1 });
		const form = new FormData();
		form.append('to', '+16505550103');
		form.append('to', '+12155550101');
		form.append('attachment', new Blob(['%PDF'], { type: 'application/pdf' }), 'a.pdf');
		const second = await client.send('POST', `${OWN}/fax`, { body: form });
		expect(second.body.to).toMatchObject([
			{ phoneNumber: '+16505550103' },
			{ phoneNumber: '+12155550101' },
		]);
		client.clock.advance(100);
		expect(await listOf('carol', 'messageType=Fax')).toHaveLength(2);
		expect(client.events.filter(({ path }) => path.endsWith('/fax'))).toHaveLength(4);
	});

	test('a fax without receivers or documents, and a body cut short, are refused', async () => {
		const form = new FormData();
		form.append('attachment', new Blob(['%PDF']), 'a.pdf');
		const nobody = await client.send('POST', `${OWN}/fax`, { body: form });
		expect([nobody.status, nobody.body.parameterName]).toEqual([400, 'to']);
		const empty = new FormData();
		empty.append('to', '+16505550103');
		const nothing = await client.send('POST', `${OWN}/fax`, { body: empty });
		expect(nothing.body.parameterName).toBe('attachment');
		const cut = await client.send('POST', `${OWN}/fax`, {
			body: '--x\r\nContent-Disposition: form-data; name="to"\r\n\r\n+1',
			headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
		});
		expect(cut.body.parameterName).toBe('body');
	});
});

import { ALICE, OWN, TestClient } from '../testClient';

const FROM = '+16505550101';
const BOB = '+16505550102';
const message = { from: { phoneNumber: FROM }, to: [{ phoneNumber: BOB }], text: 'hello' };

const json = (value: unknown) => new Blob([JSON.stringify(value)], { type: 'application/json' });

/** A form of text fields, which may repeat. */
function form(...fields: Array<[string, string]>): FormData {
	const made = new FormData();
	for (const [name, value] of fields) made.append(name, value);
	return made;
}

describe('messages that come as multipart', () => {
	let client: TestClient;
	beforeEach(async () => {
		client = await TestClient.start();
	});
	afterEach(async () => expect(await client.stop()).toEqual([]));

	const send = async (path: string, body: BodyInit, type?: string) =>
		await client.send(path.startsWith('message-store') ? 'PUT' : 'POST', `${OWN}/${path}`, {
			body,
			headers: type === undefined ? {} : { 'Content-Type': type },
		});

	const jsonPart = form();
	jsonPart.append('json', json(message));
	test.each([
		['one JSON part', jsonPart],
		['a field for each', form(['from', FROM], ['to', BOB], ['text', 'hello'])],
		[
			'fields with JSON in them',
			form(
				['from', JSON.stringify(message.from)],
				['to', JSON.stringify(message.to)],
				['text', 'hello'],
			),
		],
	])('an SMS of %s', async (_what, body) => {
		const { status, body: sent } = await send('sms', body);
		expect([status, sent.subject, sent.to]).toEqual([200, 'hello', [{ phoneNumber: BOB }]]);
	});

	const mixed = (end: string, ...parts: string[]) =>
		[...parts.flatMap((part) => ['--x', part]), '--x--', ''].join(end);
	test.each([
		['CRLF', '\r\n'],
		['bare LF', '\n'],
	])('multipart/mixed with files, lines that end with %s', async (_what, end) => {
		const body = mixed(
			end,
			['Content-Type: application/json', '', JSON.stringify(message)].join(end),
			['Content-Type: image/png', '', 'a picture'].join(end),
		);
		const sent = await send('sms', body, 'multipart/mixed; boundary=x');
		expect(sent.status).toBe(200);
		const [, picture] = sent.body.attachments as unknown as Array<{ uri: string }>;
		const got = await client.get(picture.uri);
		expect(Buffer.from(got.bytes).toString()).toBe('a picture');
		expect(got.headers.get('content-type')).toBe('image/png');
	});

	test.each([
		['no text', form(['from', FROM], ['to', BOB]), 'text'],
		['no receiver', form(['from', FROM], ['text', 'x']), 'to'],
		['no sender', form(['to', BOB], ['text', 'x']), 'from'],
		['broken JSON', form(['from', '{broken'], ['to', BOB], ['text', 'x']), 'request.json'],
	])('an SMS with %s is refused', async (_what, body, parameterName) => {
		const answer = await send('sms', body);
		expect([answer.status, answer.body.parameterName]).toEqual([400, parameterName]);
	});

	test('an MMS by form fields', async () => {
		const fields = form(['from', FROM], ['to', BOB]);
		fields.append('attachment', new Blob(['x'], { type: 'image/png' }), 'x.png');
		expect((await send('mms', fields)).status).toBe(200);
	});

	test('a change of several messages, a part for each', async () => {
		const { messages, people } = client.world;
		const [a, b] = ['a', 'b'].map((text) =>
			messages.sms({ to: people.get(ALICE), from: FROM, text }),
		);
		const part = (readStatus: string) =>
			`Content-Type: application/json\r\n\r\n${JSON.stringify({ readStatus })}`;
		const type = 'multipart/mixed; boundary=x';
		const path = `message-store/${a.id},${b.id}`;
		const { body } = await send(path, mixed('\r\n', part('Read'), part('Unread')), type);
		expect(body).toMatchObject([
			{ body: { readStatus: 'Read' } },
			{ body: { readStatus: 'Unread' } },
		]);
		const broken = await send(path, mixed('\r\n', '\r\nno JSON'), type);
		expect([broken.status, broken.body.parameterName]).toEqual([400, 'body']);
	});
});

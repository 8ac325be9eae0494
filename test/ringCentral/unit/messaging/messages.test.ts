import {
	deleteMessages,
	getMessage,
	listMessages,
	markMessages,
} from '../../../../nodes/RingCentral/client/messaging/messages';
import {
	sendFax,
	sendShortMessage,
} from '../../../../nodes/RingCentral/client/messaging/sendMessages';
import { gather, json, queryOf, refusal, restBench, SERVER, watch } from '../support/restSupport';

const ANY = /./;
const STORE = '/restapi/v1.0/account/~/extension/~/message-store';
const BULK = 'application/vnd.ringcentral.multipart+json';

const bodyOf = (body: string | Uint8Array | undefined): unknown =>
	JSON.parse(typeof body === 'string' ? body : Buffer.from(body ?? []).toString('utf8'));

test('messages are listed with the filters that were given', async () => {
	const { connection, http, rates } = restBench();
	const take = jest.spyOn(rates, 'take');
	http.on('GET', ANY, json({ records: [{ id: 1 }, { id: 2 }] }));
	const filters = {
		messageType: ['VoiceMail', 'Fax'],
		readStatus: ['Unread'],
		direction: undefined,
		dateFrom: '2026-01-01T00:00:00.000Z',
		distinctConversations: true,
	};
	expect(await gather(listMessages(connection, '~', filters, { limit: 1, perPage: 1000 }))).toEqual(
		[{ id: 1 }],
	);
	expect(http.sent[0].url.split('?')[0]).toBe(`${SERVER}${STORE}`);
	expect(queryOf(http.sent[0].url)).toEqual({
		messageType: ['VoiceMail', 'Fax'],
		readStatus: 'Unread',
		dateFrom: '2026-01-01T00:00:00.000Z',
		distinctConversations: 'true',
		perPage: '1',
	});
	expect(take.mock.calls[0][0]).toBe('light');
});

test('one message', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json({ id: 5 }));
	expect(await getMessage(connection, '62288330016', '5')).toEqual({ id: 5 });
	expect(http.lines()).toEqual([
		'GET /restapi/v1.0/account/~/extension/62288330016/message-store/5',
	]);
});

describe('what is not a message id never reaches the server, which would take the whole mailbox', () => {
	test.each([[['']], [['1', '']], [['*']], [['..']], [['1,2']], [['1?x=2']], [['abc']]])(
		'%j',
		async (ids) => {
			const { connection, http } = restBench();
			for (const change of [
				async () => await deleteMessages(connection, '~', ids, false),
				async () => await markMessages(connection, '~', ids, 'Read'),
				async () => await getMessage(connection, '~', ids[ids.length - 1]),
			]) {
				await expect(change()).rejects.toMatchObject({ kind: 'badRequest' });
			}
			expect(http.sent).toEqual([]);
		},
	);

	test('nothing is sent for no ids at all', async () => {
		const { connection, http } = restBench();
		expect(await deleteMessages(connection, '~', [], true)).toEqual([]);
		expect(await markMessages(connection, '~', [], 'Read')).toEqual([]);
		expect(http.sent).toEqual([]);
	});
});

describe('marking', () => {
	test('one message is a plain change', async () => {
		const { connection, http, rates } = restBench();
		const take = jest.spyOn(rates, 'take');
		http.on('PUT', ANY, json({ id: 5, readStatus: 'Read' }));
		expect(await markMessages(connection, '~', ['5'], 'Read')).toEqual([
			{ id: '5', message: { id: 5, readStatus: 'Read' } },
		]);
		expect(http.lines()).toEqual([`PUT ${STORE}/5`]);
		expect(bodyOf(http.sent[0].body)).toEqual({ readStatus: 'Read' });
		expect(take.mock.calls[0][0]).toBe('medium');
	});

	test('several go in one request, and a 207 tells the fate of each', async () => {
		const { connection, http } = restBench();
		http.on(
			'PUT',
			ANY,
			json(
				[
					{
						resourceId: '6',
						status: 404,
						body: bodyOf(
							refusal(404, 'CMN-102', 'Resource for parameter [messageId] is not found', {
								parameterName: 'messageId',
							}).body,
						),
					},
					{ resourceId: '5', status: 200, body: { id: 5, readStatus: 'Unread' } },
				],
				207,
				{ 'content-type': BULK },
			),
		);
		const outcomes = await markMessages(connection, '~', ['5', '6', '7', '5'], 'Unread');
		expect(outcomes).toEqual([
			{ id: '5', message: { id: 5, readStatus: 'Unread' } },
			{
				id: '6',
				failure: expect.objectContaining({
					kind: 'notFound',
					status: 404,
					vendorCode: 'CMN-102',
				}) as unknown,
			},
			{ id: '7', failure: expect.objectContaining({ kind: 'protocolViolation' }) as unknown },
		]);
		expect(http.lines()).toEqual([`PUT ${STORE}/5,6,7`]);
		expect(http.sent[0].headers).toMatchObject({ Accept: BULK, 'Content-Type': BULK });
		expect(bodyOf(http.sent[0].body)).toEqual(
			Array.from({ length: 3 }, () => ({ body: { readStatus: 'Unread' } })),
		);
	});

	test('parts without an id are taken in their order', async () => {
		const { connection, http } = restBench();
		http.on('PUT', ANY, json([{ body: { id: 1 } }, { status: 403 }], 207));
		expect(await markMessages(connection, '~', ['1', '2'], 'Read')).toEqual([
			{ id: '1', message: { id: 1 } },
			{ id: '2', failure: expect.objectContaining({ kind: 'forbidden' }) as unknown },
		]);
	});

	test('more than fifty are asked for in several requests', async () => {
		const { connection, http } = restBench();
		http.on('PUT', ANY, ({ url }) => {
			const ids = url.split('/').at(-1)?.split(',') ?? [];
			return json(
				ids.map((resourceId) => ({ resourceId, status: 200, body: { id: resourceId } })),
				207,
			);
		});
		const ids = Array.from({ length: 120 }, (_, index) => String(1000 + index));
		const outcomes = await markMessages(connection, '~', ids, 'Read');
		expect(outcomes.map(({ id }) => id)).toEqual(ids);
		expect(outcomes.every(({ failure }) => failure === undefined)).toBe(true);
		expect(http.sent).toHaveLength(3);
	});

	test('a refusal after some were done is told for the rest, one of all is thrown', async () => {
		const { connection, http } = restBench();
		http.on('PUT', ANY, refusal(403, 'CMN-401', 'no'));
		const ids = Array.from({ length: 51 }, (_, index) => String(index));
		await expect(markMessages(connection, '~', ids, 'Read')).rejects.toMatchObject({
			kind: 'forbidden',
		});
		expect(http.sent).toHaveLength(1);
		http.once(
			'PUT',
			ANY,
			json(
				ids.slice(0, 50).map((resourceId) => ({ resourceId, status: 200 })),
				207,
			),
		);
		const outcomes = await markMessages(connection, '~', ids, 'Read');
		expect(outcomes.filter(({ failure }) => failure).map(({ id }) => id)).toEqual(['50']);
		expect(outcomes[0]).toEqual({ id: '0' });
	});

	test('is sent once', async () => {
		const { connection, http, clock } = restBench();
		http.on('PUT', ANY, refusal(503, 'CMN-201', 'no'));
		const outcome = watch(markMessages(connection, '~', ['1'], 'Read'));
		await clock.advance(600_000);
		expect(outcome.error).toMatchObject({ kind: 'unavailable' });
		expect(http.sent).toHaveLength(1);
	});
});

describe('deleting', () => {
	test.each([
		[false, `DELETE ${STORE}/1,2`],
		[true, `DELETE ${STORE}/1,2?purge=true`],
	])('purge %s: nothing is answered when all are gone', async (purge, line) => {
		const { connection, http } = restBench();
		http.on('DELETE', ANY, { status: 204 });
		expect(await deleteMessages(connection, '~', ['1', '2'], purge)).toEqual([
			{ id: '1' },
			{ id: '2' },
		]);
		expect(http.lines()).toEqual([line]);
	});

	test('a 207 tells which are not', async () => {
		const { connection, http } = restBench();
		http.on(
			'DELETE',
			ANY,
			json(
				[
					{ resourceId: 1, status: 204 },
					{ resourceId: 2, status: 404, body: {} },
				],
				207,
			),
		);
		expect(await deleteMessages(connection, '~', ['1', '2'], false)).toEqual([
			{ id: '1' },
			{ id: '2', failure: expect.objectContaining({ kind: 'notFound' }) as unknown },
		]);
	});
});

describe('sending', () => {
	const message = { from: '+16505550101', to: ['+16505550190', '+16505550191'], text: 'Zoë' };
	const EXTENSION = '/restapi/v1.0/account/~/extension/~';
	const file = {
		bytes: new Uint8Array([0, 255, 13, 10]),
		fileName: 'a "b".png',
		mimeType: 'image/png',
	};

	test('an SMS is JSON', async () => {
		const { connection, http, rates } = restBench();
		const take = jest.spyOn(rates, 'take');
		http.on('POST', ANY, json({ id: 1, messageStatus: 'Queued' }));
		expect(await sendShortMessage(connection, '~', message)).toMatchObject({ id: 1 });
		expect(http.lines()).toEqual([`POST ${EXTENSION}/sms`]);
		expect(bodyOf(http.sent[0].body)).toEqual({
			from: { phoneNumber: '+16505550101' },
			to: [{ phoneNumber: '+16505550190' }, { phoneNumber: '+16505550191' }],
			text: 'Zoë',
		});
		expect(take.mock.calls[0][0]).toBe('medium');
	});

	const written = (body: string | Uint8Array | undefined) =>
		Buffer.from(body as Uint8Array).toString('latin1');

	test('with a file it is an MMS: a JSON part, and the bytes as they are', async () => {
		const { connection, http } = restBench();
		http.on('POST', ANY, json({ id: 1 }));
		await sendShortMessage(connection, '~', { ...message, text: 'x' }, [file]);
		expect(http.lines()).toEqual([`POST ${EXTENSION}/mms`]);
		const { headers, body } = http.sent[0];
		const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(
			headers?.['Content-Type'] ?? '',
		)?.[1];
		const parts = written(body).split(`--${boundary}`);
		expect(parts).toHaveLength(4);
		expect(parts[1]).toBe(
			'\r\nContent-Disposition: form-data; name="json"; filename="request.json"\r\n' +
				'Content-Type: application/json\r\n\r\n' +
				'{"from":{"phoneNumber":"+16505550101"},"to":[{"phoneNumber":"+16505550190"},{"phoneNumber":"+16505550191"}],"text":"x"}\r\n',
		);
		expect(parts[2]).toContain(
			'name="attachments"; filename="a %22b%22.png"\r\nContent-Type: image/png',
		);
		expect(parts[2].endsWith('\r\n\r\n\x00\xff\r\n\r\n')).toBe(true);
	});

	test('a fax is Heavy, with documents in their order', async () => {
		const { connection, http, rates } = restBench();
		const take = jest.spyOn(rates, 'take');
		http.on('POST', ANY, json({ id: 2, type: 'Fax' }));
		const second = { ...file, fileName: 'two.pdf', mimeType: 'application/pdf' };
		await sendFax(
			connection,
			'7',
			{ to: [{ phoneNumber: '+1' }], faxResolution: 'High', coverIndex: 0 },
			[file, second],
		);
		expect(http.lines()).toEqual(['POST /restapi/v1.0/account/~/extension/7/fax']);
		const body = written(http.sent[0].body);
		expect(body).toContain('{"to":[{"phoneNumber":"+1"}],"faxResolution":"High","coverIndex":0}');
		expect(body.indexOf('a %22b%22.png')).toBeLessThan(body.indexOf('two.pdf'));
		expect(body.match(/name="attachment"/g)).toHaveLength(2);
		expect(take.mock.calls[0][0]).toBe('heavy');
	});

	test('is done once', async () => {
		const { connection, http, clock } = restBench();
		http.on('POST', ANY, refusal(503, 'CMN-201', 'no'));
		const outcomes = [
			watch(sendShortMessage(connection, '~', message)),
			watch(sendFax(connection, '~', { to: [] }, [file])),
		];
		await clock.advance(600_000);
		for (const { error } of outcomes) expect(error).toMatchObject({ kind: 'unavailable' });
		expect(http.sent).toHaveLength(2);
	});
});

import { operationBench } from '../support/operationSupport';
import { json, queryOf, streamOf } from '../support/restSupport';

const ANY = /./;

const sentBody = (body: string | Uint8Array | undefined): unknown =>
	JSON.parse(typeof body === 'string' ? body : Buffer.from(body ?? []).toString('utf8'));

describe('Message', () => {
	const message = {
		id: 9,
		type: 'VoiceMail',
		conversationId: 8234962969801172000,
		conversation: { id: '8234962969801171948' },
		vmTranscriptionStatus: 'Completed',
		attachments: [
			{ id: 1, type: 'AudioRecording', contentType: 'audio/mpeg', vmDuration: 12 },
			{ id: 2, type: 'AudioTranscription', contentType: 'text/plain' },
		],
	};

	test('ids are text, also those too long for a number', async () => {
		const bench = operationBench();
		bench.http.on('GET', ANY, json(message));
		const [item] = await bench.run('message', 'get', { parameters: { messageId: '9' } });
		expect(item).toMatchObject({ id: '9', conversationId: '8234962969801171948' });
		expect((item.attachments as Array<{ id: unknown }>).map(({ id }) => id)).toEqual(['1', '2']);
	});

	test('filters go out, times in UTC', async () => {
		const bench = operationBench();
		bench.http.on('GET', ANY, json({ records: [message, { id: 10 }] }));
		const filters = {
			messageType: ['SMS', 'Fax'],
			readStatus: [],
			dateFrom: '2026-07-01T10:00:00',
			phoneNumber: ' +16505550190 ',
			distinctConversations: false,
		};
		const items = await bench.run('message', 'getMany', {
			parameters: { filters, limit: 1 },
			timeZone: 'Europe/Berlin',
		});
		expect(items.map(({ id }) => id)).toEqual(['9']);
		expect(queryOf(bench.http.sent[0].url)).toEqual({
			messageType: ['SMS', 'Fax'],
			dateFrom: '2026-07-01T08:00:00.000Z',
			phoneNumber: '+16505550190',
			perPage: '1',
		});
	});

	test.each([
		[{ owner: 'Shared' }, { owner: 'Shared' }],
		[{ owner: '' }, {}],
		[
			{ owner: 'Any', ownerIds: ['1', '2'], ownerExtensionType: ['Department'] },
			{ owner: ['1', '2'], ownerExtensionType: 'Department' },
		],
		[{ ownerIds: '1, 2', ownerExtensionType: [] }, { owner: ['1', '2'] }],
	])('whose messages: %j', async (filters, query) => {
		const bench = operationBench();
		bench.http.on('GET', ANY, json({ records: [message] }));
		await bench.run('message', 'getMany', { parameters: { filters, limit: 1 } });
		expect(queryOf(bench.http.sent[0].url)).toEqual({ ...query, perPage: '1' });
	});

	describe('attachments', () => {
		const download = async (parameters: object) => {
			const bench = operationBench();
			bench.http.on('GET', ANY, json(message));
			bench.http.onStream(({ url }) =>
				url.endsWith('/1')
					? streamOf(200, { 'content-type': 'audio/mpeg' }, 'sound')
					: streamOf(200, { 'content-type': 'text/plain' }, 'Hel', 'lo'),
			);
			const items = await bench.run('message', 'downloadAttachment', {
				parameters: { messageId: '9', binaryProperty: 'data', ...parameters },
			});
			return { bench, items };
		};

		test('the main file', async () => {
			const { bench, items } = await download({});
			expect(items).toEqual([
				{
					messageId: '9',
					type: 'VoiceMail',
					attachments: [
						{
							id: '1',
							type: 'AudioRecording',
							fileName: 'AudioRecording-1.mp3',
							mimeType: 'audio/mpeg',
							duration: 12,
						},
					],
					vmTranscriptionStatus: 'Completed',
				},
			]);
			expect(bench.stored.get('AudioRecording-1.mp3')?.bytes.toString()).toBe('sound');
			expect(Object.keys(bench.binary())).toEqual(['data']);
		});

		test('the transcription is also in the item', async () => {
			const { bench, items } = await download({ attachment: 'transcription' });
			expect(items[0]).toMatchObject({ transcription: 'Hello' });
			expect(bench.stored.get('AudioTranscription-2.txt')?.bytes.toString()).toBe('Hello');
		});

		test('all go to fields of their own', async () => {
			const { bench, items } = await download({ attachment: 'all', binaryProperty: 'file' });
			expect(Object.keys(bench.binary())).toEqual(['file', 'file_1']);
			expect(items[0]).toMatchObject({ transcription: 'Hello' });
		});

		test('one by its id', async () => {
			const { bench } = await download({ attachment: 'id', attachmentId: '2' });
			expect([...bench.stored.keys()]).toEqual(['AudioTranscription-2.txt']);
			await expect(download({ attachment: 'id', attachmentId: '7' })).rejects.toThrow(
				/has no attachment 7/,
			);
		});
	});

	describe('changes of several', () => {
		const answer = json(
			[
				{ resourceId: '1', status: 200, body: { id: 1, readStatus: 'Read' } },
				{ resourceId: '2', status: 404, body: { errorCode: 'CMN-102', message: 'not found' } },
			],
			207,
		);

		test.each([
			['markRead', 'PUT'],
			['markUnread', 'PUT'],
			['delete', 'DELETE'],
		] as const)('%s tells each one’s fate', async (operation, method) => {
			const bench = operationBench();
			bench.http.on(method, ANY, answer);
			const parameters = { messageIds: '1, 2' };
			const items = await bench.run('message', operation, { parameters });
			expect(items).toEqual([
				expect.objectContaining({ success: true, id: '1' }),
				{
					success: false,
					id: '2',
					error: 'RingCentral knows nothing under this id',
					status: 404,
					errorCode: 'CMN-102',
				},
			]);
		});

		test('where nothing was done it is an error', async () => {
			const bench = operationBench();
			bench.http.on('PUT', ANY, json([{ status: 404 }, { status: 404 }], 207));
			const parameters = { messageIds: ['1', 2] };
			await expect(bench.run('message', 'markRead', { parameters })).rejects.toMatchObject({
				kind: 'notFound',
			});
		});

		test.each(['markRead', 'delete'])('%s of nothing is refused', async (operation) => {
			const bench = operationBench();
			const parameters = { messageIds: ' , ' };
			await expect(bench.run('message', operation, { parameters })).rejects.toThrow(
				/"Message IDs" is empty/,
			);
			expect(bench.http.sent).toEqual([]);
		});

		test('purge goes out', async () => {
			const bench = operationBench();
			bench.http.on('DELETE', ANY, { status: 204 });
			const parameters = { messageIds: '1', purge: true };
			expect(await bench.run('message', 'delete', { parameters })).toEqual([
				{ success: true, deleted: true, id: '1' },
			]);
			expect(queryOf(bench.http.sent[0].url)).toEqual({ purge: 'true' });
		});
	});

	describe('sending', () => {
		const files = {
			data: { bytes: new Uint8Array(3), fileName: 'a.pdf', mimeType: 'application/pdf' },
			huge: { bytes: new Uint8Array(1_500_001), fileName: 'b.png', mimeType: 'image/png' },
		};
		const sms = { from: '+16505550101', to: '+1 650 555 0190, +16505550191', text: 'Hi' };

		test('an SMS, an MMS, a fax', async () => {
			const bench = operationBench();
			bench.http.on('POST', ANY, json({ id: 1, messageStatus: 'Queued' }));
			expect(await bench.run('message', 'sendSms', { parameters: sms })).toEqual([
				{ id: '1', messageStatus: 'Queued', attachments: [] },
			]);
			await bench.run('message', 'sendSms', {
				parameters: { ...sms, binaryProperties: 'data' },
				files,
			});
			await bench.run('message', 'sendFax', {
				parameters: {
					to: ['+16505550190'],
					binaryProperties: 'data, huge',
					options: { faxResolution: 'Low', sendTime: '2026-01-01T00:00:00Z', isoCode: 'us' },
				},
				files,
			});
			await bench.run('message', 'sendFax', {
				parameters: { to: '1', binaryProperties: '', options: { coverPageText: 'Hello' } },
			});
			expect(bench.http.lines().map((line) => line.split('/').at(-1))).toEqual([
				'sms',
				'mms',
				'fax',
				'fax',
			]);
			expect(sentBody(bench.http.sent[0].body)).toMatchObject({
				to: [{ phoneNumber: '+1 650 555 0190' }, { phoneNumber: '+16505550191' }],
			});
			expect(Buffer.from(bench.http.sent[2].body as Uint8Array).toString('latin1')).toContain(
				'{"to":[{"phoneNumber":"+16505550190"}],"faxResolution":"Low","sendTime":"2026-01-01T00:00:00.000Z","isoCode":"US"}',
			);
		});

		test.each([
			['sendSms', { ...sms, from: '' }, /"From" is empty/],
			['sendSms', { ...sms, to: ' , ' }, /"To" is empty/],
			['sendSms', { ...sms, text: '' }, /"Text" is empty/],
			['sendSms', { ...sms, binaryProperties: 'huge' }, /1\.5 MB in all, 1\.5 MB are allowed/],
			['sendSms', { ...sms, binaryProperties: 'none' }, /no binary field none/],
			['sendFax', { to: '1', binaryProperties: '' }, /Cover Page Text/],
			['sendFax', { to: '1', options: { sendTime: 'soon' } }, /"Send Time" is not a time/],
		])('%s %j is refused', async (operation, parameters, message) => {
			const bench = operationBench();
			const run = bench.run('message', operation, { parameters, files });
			await expect(run).rejects.toThrow(message);
			expect(bench.http.sent).toEqual([]);
		});
	});
});

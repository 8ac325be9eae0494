import {
	chooseAttachments,
	messageWithTranscription,
	openAttachment,
} from '../../../../nodes/RingCentral/client/messaging/attachments';
import type { Message } from '../../../../nodes/RingCentral/client/messaging/messages';
import { json, readAll, restBench, SERVER, streamOf, watch } from '../support/restSupport';

const ANY = /./;
const STORE = '/restapi/v1.0/account/~/extension/~/message-store';

const voicemail: Message = {
	id: 9,
	type: 'VoiceMail',
	vmTranscriptionStatus: 'Completed',
	attachments: [
		{ id: 2, type: 'AudioTranscription', contentType: 'text/plain' },
		{ id: '1', type: 'AudioRecording', contentType: 'audio/mpeg', uri: `${SERVER}/media/1` },
	],
};

describe('the files of a message', () => {
	test('are chosen', () => {
		const ids = (wanted: Parameters<typeof chooseAttachments>[1]) =>
			chooseAttachments(voicemail, wanted).map(({ id }) => String(id));
		expect(ids('main')).toEqual(['1']);
		expect(ids('transcription')).toEqual(['2']);
		expect(ids('all')).toEqual(['2', '1']);
		expect(ids({ id: '2' })).toEqual(['2']);
	});

	test.each([
		[
			voicemail,
			{ id: '7' },
			'Message 9 has no attachment 7. Its attachments: 2 (AudioTranscription), 1 (AudioRecording)',
		],
		[
			{ id: 3, vmTranscriptionStatus: 'Failed' },
			'transcription',
			'Message 3 has no transcription (its state: Failed). Its attachments: none',
		],
		[{ id: 3, attachments: null }, 'main', 'Message 3 has no attachment. Its attachments: none'],
		[
			{ id: 3, attachments: [{ id: 4 }] },
			'transcription',
			'Message 3 has no transcription. Its attachments: 4 (unknown type)',
		],
	] as const)('that are not there are told', (message, wanted, text) => {
		expect(() => chooseAttachments(message as Message, wanted)).toThrow(text);
	});

	test('come from where the message says, else from the store', async () => {
		const { connection, http, rates } = restBench();
		const take = jest.spyOn(rates, 'take');
		const [text, audio] = voicemail.attachments ?? [];
		http.onStream(() =>
			streamOf(200, { 'content-type': 'audio/mpeg; x=1', 'content-length': '3' }, 'abc'),
		);
		const file = await openAttachment(connection, '~', voicemail, audio);
		expect(file).toMatchObject({ fileName: 'AudioRecording-1.mp3', mimeType: 'audio/mpeg' });
		expect((await readAll(file.body)).toString()).toBe('abc');
		await openAttachment(connection, '~', voicemail, text);
		expect(http.lines()).toEqual(['GET /media/1', `GET ${STORE}/9/content/2`]);
		expect(take.mock.calls[0][0]).toBe('medium');
	});

	test('that are cut off are an error', async () => {
		const { connection, http } = restBench();
		http.onStream(() => streamOf(200, { 'content-length': '9' }, 'abc'));
		const file = await openAttachment(connection, '~', voicemail, voicemail.attachments![1]);
		await expect(readAll(file.body)).rejects.toMatchObject({ kind: 'unavailable' });
	});

	test('never get the token of the credential elsewhere', async () => {
		const { connection, http } = restBench();
		http.onStream(() => streamOf(200, {}, 'abc'));
		const attachment = { id: 1, uri: 'https://evil.example.net/1' };
		await openAttachment(connection, '~', voicemail, attachment);
		expect(http.sent.map(({ url }) => url)).toEqual([`${SERVER}${STORE}/9/content/1`]);
	});

	test.each([
		[{ id: 1, fileName: 'a/b\\c.pdf' }, {}, 'c.pdf'],
		[{ id: 1, filename: 'fax.pdf' }, {}, 'fax.pdf'],
		[{ id: 1 }, { 'content-disposition': 'attachment; filename="vm 1.mp3"' }, 'vm 1.mp3'],
		[
			{ id: 1, type: 'RenderedDocument' },
			{ 'content-type': 'application/pdf' },
			'RenderedDocument-1.pdf',
		],
		[{ id: 1, contentType: 'image/tiff' }, {}, 'VoiceMail-1.tif'],
		[{ id: 1 }, {}, 'VoiceMail-1'],
	])('are named: %j %j', async (attachment, headers, name) => {
		const { connection, http } = restBench();
		http.onStream(() => streamOf(200, headers as Record<string, string>, ''));
		expect((await openAttachment(connection, '~', voicemail, attachment)).fileName).toBe(name);
	});
});

describe('the text of a voicemail', () => {
	const state = (vmTranscriptionStatus?: string) => json({ id: 9, vmTranscriptionStatus });

	test('is waited for', async () => {
		const { connection, http, clock } = restBench();
		http.on('GET', ANY, state('Completed')).once('GET', ANY, state('InProgress'));
		const outcome = watch(messageWithTranscription(connection, '~', '9', 60_000));
		await clock.advance(60_000);
		expect(outcome.value?.vmTranscriptionStatus).toBe('Completed');
		expect(http.sent.map(({ at }) => at)).toEqual([0, 5_000]);
	});

	test.each(['Failed', 'NotAvailable', 'TimedOut', undefined])('%s is final', async (last) => {
		const { connection, http } = restBench();
		http.on('GET', ANY, state(last));
		await messageWithTranscription(connection, '~', '9', 60_000);
		expect(http.sent).toHaveLength(1);
	});

	test('is given up in time, and not waited for when nobody asks', async () => {
		const { connection, http, clock } = restBench();
		http.on('GET', ANY, state('InProgress'));
		const outcome = watch(messageWithTranscription(connection, '~', '9', 7_000));
		await clock.advance(7_000);
		expect(outcome.value?.vmTranscriptionStatus).toBe('InProgress');
		expect(http.sent.map(({ at }) => at)).toEqual([0, 5_000, 7_000]);
		await messageWithTranscription(connection, '~', '9', 0);
		expect(http.sent).toHaveLength(4);
	});
});

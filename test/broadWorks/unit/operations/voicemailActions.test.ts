import { bareMessageId } from '../../../../nodes/BroadWorks/client/people/voicemail';
import { fixture } from '../../../support/fixtures';
import { ALICE, runOperation } from '../../../support/contexts/runOperation';
import { telephonyError } from '../support/xsi';

const XSI = 'xmlns="http://schema.broadsoft.com/xsi"';
const ID = '8c9f49e3-cd6c-4891-b628-cb0aa6fa7810';
const PATH = `/v2.0/user/${ALICE}/voicemessagingmessages/${ID}`;
const MAILBOX = 'VoiceMessagingMessages';

const info = (id: string, marks: string) =>
	`<messageInfo><duration>9000</duration><callingPartyInfo><name>Zoë</name><address countryCode="1">tel:+15550100</address></callingPartyInfo>${marks}<time>1600733992928</time><messageId>/v2.0/user/${ALICE}/voicemessagingmessages/${id}</messageId></messageInfo>`;
const list = {
	[`GET ${MAILBOX}`]: {
		body: `<VoiceMessagingMessages ${XSI}><messageInfoList>${info('new', '')}${info('old', '<read/><urgent/>')}</messageInfoList></VoiceMessagingMessages>`,
	},
};
const sound = Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 7) % 256));
const message = (content: string, media = 'WAV', description = 'message.wav') =>
	`<?xml version="1.0" encoding="UTF-8"?><VoiceMessage ${XSI}>${info(ID, '')}<messageMediaContent><description>${description}</description><mediaType>${media}</mediaType>${content}</messageMediaContent></VoiceMessage>`;
const wrapped = (base64: string) => base64.replace(/(.{76})/g, '$1&#13;\n');
const get = async (body: string, parameters = {}, more = {}) =>
	await runOperation(
		'voicemail',
		'get',
		{ messageId: ID, ...parameters },
		{ [`GET ${MAILBOX}/${ID}`]: { body }, ...more },
	);

describe('Voicemail: Get Many', () => {
	it('gives every message with its marks as booleans', async () => {
		const { items, lines } = await runOperation('voicemail', 'getMany', {}, list);
		expect(lines).toEqual([`GET ${MAILBOX}`]);
		expect(items).toMatchObject([
			{
				userId: ALICE,
				messageId: PATH.replace(ID, 'new'),
				read: false,
				urgent: false,
				duration: 9000,
				time: 1600733992928,
				received: '2020-09-22T00:19:52.928Z',
				callingPartyInfo: { name: 'Zoë', address: { '#text': 'tel:+15550100' } },
			},
			{ read: true, urgent: true, fax: false },
		]);
	});

	it.each([
		[{ which: 'new' }, ['new']],
		[{ which: 'read' }, ['old']],
		[{ limit: 1 }, ['new']],
		[{ limit: 1, returnAll: true }, ['new', 'old']],
	])('of %j gives %j', async (parameters, ids) => {
		const { items } = await runOperation('voicemail', 'getMany', parameters, list);
		expect(items.map(({ messageId }) => String(messageId).split('/').at(-1))).toEqual(ids);
	});

	it('of an empty mailbox gives nothing; without the service it says so', async () => {
		const empty = `<VoiceMessagingMessages ${XSI}><messageInfoList/></VoiceMessagingMessages>`;
		const of = async (answer: object) =>
			await runOperation('voicemail', 'getMany', {}, { [`GET ${MAILBOX}`]: answer });
		expect((await of({ body: empty })).items).toEqual([]);
		expect((await telephonyError(of({ status: 404 }), 'notFound')).message).toBe(
			`${ALICE} has no voicemail (service Voice Messaging), or there is no such user`,
		);
	});
});

describe('Voicemail: Get', () => {
	it.each([
		['WAV', 'message.wav', 'message.wav', 'audio/wav'],
		['MP3', 'message.wav', `voicemail-${ID}.mp3`, 'audio/mpeg'],
		['TIF', 'a/b.tif', `voicemail-${ID}.tif`, 'image/tiff'],
		['MOV', 'Clip.MOV', 'Clip.MOV', 'video/quicktime'],
		['OGG', 'x', `voicemail-${ID}.ogg`, 'application/octet-stream'],
	])('gives a %s called %s as %s, %s', async (media, description, fileName, mimeType) => {
		const content = `<content>${wrapped(sound.toString('base64'))}</content>`;
		const { items, files, lines } = await get(message(content, media, description));
		expect(lines).toEqual([`GET ${MAILBOX}/${ID}`]);
		expect(Object.values(files)).toEqual([{ bytes: sound.toString('latin1'), fileName, mimeType }]);
		expect(items).toMatchObject([
			{ userId: ALICE, messageId: PATH, mediaType: media, fileName, mimeType },
		]);
		expect(items[0]).toMatchObject({ callingPartyInfo: { name: 'Zoë' } });
	});

	it('reads elements with prefixes, and a message id with its path', async () => {
		const body = message('<content>UklGRg==</content>')
			.replace(/<(\/?)(?=[a-zA-Z])/g, '<$1x:')
			.replace('xmlns=', 'xmlns:x=');
		const { files } = await get(body, { messageId: PATH });
		expect(files['message.wav'].bytes).toBe('RIFF');
	});

	it('fails when the file is cut off, is none, or there is no message', async () => {
		const message1 = async (body: string) => (await telephonyError(get(body))).message;
		const whole = message('<content>UklGRg==</content>');
		expect(await message1(whole.slice(0, whole.indexOf('Rg==')))).toContain('cut off');
		expect(await message1(message('<content>UklG!Rg</content>'))).toContain('not base64');
		expect(await message1('<VoiceMessage/>')).toContain('no voicemail message');
		const gone = get('', {}, { [`GET ${MAILBOX}/${ID}`]: { status: 404 } });
		expect((await telephonyError(gone, 'notFound')).message).toBe(
			`There is no message ${ID} in the mailbox of ${ALICE}`,
		);
	});

	it('takes the message from the list where no file is wanted', async () => {
		const { items, lines, files } = await runOperation(
			'voicemail',
			'get',
			{ messageId: 'old', downloadAudio: false },
			list,
		);
		expect(lines).toEqual([`GET ${MAILBOX}`]);
		expect(files).toEqual({});
		expect(items).toMatchObject([{ read: true, userId: ALICE }]);
		const missing = { messageId: 'x', downloadAudio: false };
		await telephonyError(runOperation('voicemail', 'get', missing, list), 'notFound');
	});

	it('gives the transcript, or that there is none', async () => {
		const body = message('<content>UklGRg==</content>');
		const path = `GET ${MAILBOX}/${ID}/transcript`;
		const transcript = async (answer: object) =>
			(await get(body, { transcript: true }, { [path]: answer })).items[0].transcript;
		const written = fixture('webex-voicemail-transcript.xml');
		expect(await transcript({ body: written })).toMatchObject({
			content: expect.any(String) as string,
			status: expect.any(String) as string,
		});
		expect(await transcript({ status: 404 })).toEqual({ status: 'none' });
		await telephonyError(transcript({ status: 403 }), 'forbidden');
	});
});

describe('Voicemail: changes', () => {
	it.each([
		['markAsRead', { messageId: ID }, `PUT ${MAILBOX}/${ID}/MarkAsRead`],
		['markAsUnread', { messageId: PATH }, `PUT ${MAILBOX}/${ID}/MarkAsUnread`],
		['markAllAsRead', {}, `PUT ${MAILBOX}/MarkAllAsRead`],
		['markAllAsUnread', {}, `PUT ${MAILBOX}/MarkAllAsUnread`],
		['delete', { messageId: ID }, `DELETE ${MAILBOX}/${ID}`],
	])('%s of %j sends %s', async (operation, parameters, line) => {
		const { items, lines } = await runOperation('voicemail', operation, parameters, { [line]: {} });
		expect(lines).toEqual([line]);
		expect(items).toMatchObject([
			{ success: true, userId: ALICE, ...('messageId' in parameters ? { messageId: ID } : {}) },
		]);
	});

	it('Delete All deletes the read ones, or all, one after the other', async () => {
		const answers = {
			...list,
			[`DELETE ${MAILBOX}/old`]: {},
			[`DELETE ${MAILBOX}/new`]: {},
		};
		const run = async (parameters: object) =>
			await runOperation('voicemail', 'deleteAll', { ...parameters }, answers);
		expect((await run({})).items).toEqual([{ success: true, userId: ALICE, deleted: 1 }]);
		expect((await run({ which: 'all' })).lines.slice(1)).toEqual([
			`DELETE ${MAILBOX}/new`,
			`DELETE ${MAILBOX}/old`,
		]);
	});

	it('Get Summary has noughts for what the server leaves out', async () => {
		const line = 'GET calls/MessageSummary';
		const of = async (body: string) =>
			(await runOperation('voicemail', 'getSummary', {}, { [line]: { body } })).items[0];
		expect(await of(fixture('composed/messagesummary.xml'))).toEqual({
			userId: ALICE,
			newMessages: 1,
			oldMessages: 2,
			newUrgentMessages: 0,
			oldUrgentMessages: 0,
		});
		expect(
			await of(`<VoiceMailMessageSummary ${XSI}><summary/></VoiceMailMessageSummary>`),
		).toMatchObject({ newMessages: 0, oldMessages: 0 });
	});
});

test.each(['%', '%zz', '%ff', 'a%20b'])('the message ID %s is read as far as it can be', (id) => {
	const readable = id === 'a%20b' ? 'a b' : id;
	expect(bareMessageId(`/v2.0/user/x/voicemessagingmessages/${id}`)).toBe(readable);
});

import { notificationOf } from '../../../../nodes/RingCentral/client/events/notification';
import {
	isTranscribed,
	Transcriptions,
} from '../../../../nodes/RingCentral/client/messaging/transcriptions';
import { fakeRingCentral, json } from '../support/ringCentralLive';

const MESSAGE = /\/extension\/7\/message-store\/42$/;

const voicemail = (status?: string, id: unknown = '42') =>
	notificationOf({
		uuid: 'u',
		event: '/restapi/v1.0/account/~/extension/7/voicemail',
		body: { id, vmTranscriptionStatus: status, from: { name: 'Jordan' } },
	});

function setUp() {
	const all = fakeRingCentral();
	return { ...all, transcriptions: new Transcriptions(all.connection, { giveUpAfter: 300_000 }) };
}

test('a finished voicemail does not wait', async () => {
	const { http, transcriptions } = setUp();
	const notification = voicemail('Completed');
	expect(await transcriptions.complete(notification)).toBe(notification);
	expect(await transcriptions.complete(voicemail('InProgress', null))).toMatchObject({
		uuid: 'u',
	});
	expect(http.sent).toEqual([]);
});

test('waits for a final status and gives the message as it is then', async () => {
	const { clock, http, transcriptions } = setUp();
	http.on('GET', MESSAGE, json({ id: 42, vmTranscriptionStatus: 'InProgress' }), 2);
	const complete = transcriptions.complete(voicemail('InProgress'));
	await clock.advance(15_000);
	http.on('GET', MESSAGE, json({ id: 42, vmTranscriptionStatus: 'Completed', subject: 'Hi' }));
	await clock.advance(20_001);
	expect((await complete).body).toEqual({
		id: 42,
		vmTranscriptionStatus: 'Completed',
		subject: 'Hi',
		from: { name: 'Jordan' },
	});
	expect(http.sent.map(({ at }) => at)).toEqual([5_000, 15_000, 35_000]);
});

test('goes on without the text after the bound, and outlives errors', async () => {
	const { clock, http, log, transcriptions } = setUp();
	http.on('GET', MESSAGE, json({ errorCode: 'CMN-102' }, 404));
	const complete = transcriptions.complete(voicemail());
	await clock.advance(300_001);
	expect((await complete).body).toMatchObject({ id: '42' });
	expect(log.at('warn').length).toBeGreaterThan(3);
});

test('closing lets everything go as it is', async () => {
	const { http, transcriptions } = setUp();
	const complete = transcriptions.complete(voicemail('InProgress'));
	transcriptions.close();
	expect((await complete).body).toMatchObject({ vmTranscriptionStatus: 'InProgress' });
	expect(http.sent).toEqual([]);
});

test.each([
	['completed', true],
	['CompletedPartially', true],
	['NotAvailable', true],
	['TimedOut', true],
	['Failed', true],
	['InProgress', false],
	['Unknown', false],
	[undefined, false],
])('status %s is final: %s', (vmTranscriptionStatus, final) => {
	expect(isTranscribed({ vmTranscriptionStatus })).toBe(final);
});

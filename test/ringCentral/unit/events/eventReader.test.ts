import type { IDataObject } from 'n8n-workflow';

import { EventReader, type Reading } from '../../../../nodes/RingCentral/trigger/eventReader';
import { itemsOf, recordItem, unrecordedItem } from '../../../../nodes/RingCentral/trigger/item';
import { notificationOf } from '../../../../nodes/RingCentral/client/events/notification';
import {
	triggerSettings,
	type TriggerSettings,
} from '../../../../nodes/RingCentral/trigger/settings';
import { jsonFixture } from '../../../support/jsonFixtures';
import { n8nContext } from '../../../support/contexts/n8nContext';
import { fakeRingCentral, json } from '../support/ringCentralLive';
import { settled } from '../../../support/fakes/turns';

const settingsOf = (parameters: IDataObject): TriggerSettings =>
	triggerSettings(n8nContext({ parameters }));

function reading(parameters: IDataObject) {
	const all = fakeRingCentral();
	const sent: Reading[] = [];
	const reader = new EventReader({
		settings: settingsOf(parameters),
		connection: all.connection,
		send: (each) => void sent.push(each),
	});
	return { ...all, reader, sent };
}

const session = (sequence: number, code: string, more: object = {}, id = 's') =>
	notificationOf({
		uuid: `${id}${sequence}`,
		event: '/restapi/v1.0/account/1/extension/7/telephony/sessions',
		ownerId: '7',
		body: {
			telephonySessionId: id,
			sequence,
			eventTime: '2026-01-01T00:00:00Z',
			parties: [{ id: 'p-1', extensionId: '7', direction: 'Inbound', status: { code }, ...more }],
		},
	});

describe('Settings of the panel', () => {
	test('own extension by default, with the filters to subscribe to', () => {
		expect(settingsOf({ triggerOn: 'voicemail' })).toMatchObject({
			delivery: 'webhook',
			target: { kind: 'extension', extensionIds: ['~'] },
			eventFilters: ['/restapi/v1.0/account/~/extension/~/voicemail'],
			ignoreOwnPosts: true,
			checkInterval: 120_000,
			orderGracePeriod: 250,
			record: { firstReading: 10_000, giveUpAfter: 600_000, recordingWait: 0 },
		});
	});

	test('account, direction and number go to the server where it can', () => {
		const settings = settingsOf({
			triggerOn: 'telephonySession',
			targetType: 'account',
			direction: 'Outbound',
			type: ['Answered'],
			options: { phoneNumber: ' +16505550101 ' },
		});
		expect(settings.eventFilters).toEqual([
			'/restapi/v1.0/account/~/telephony/sessions?direction=Outbound&phoneNumber=%2B16505550101',
		]);
		expect(settings).toMatchObject({ direction: 'outbound', types: new Set(['answered']) });
	});

	test('several extensions, from a list or an expression', () => {
		const chosen = { triggerOn: 'dnd', extensionIds: ['7', '8', '7'] };
		expect(settingsOf(chosen).target).toEqual({ kind: 'extension', extensionIds: ['7', '8'] });
		expect(settingsOf({ ...chosen, extensionIds: '7, 8' }).target).toMatchObject({
			extensionIds: ['7', '8'],
		});
	});

	test.each<[string, IDataObject, string]>([
		['an unknown event', { triggerOn: 'x' }, 'not a choice of "Trigger On"'],
		['no queue', { triggerOn: 'queuePresence' }, '"Queues" is empty'],
		['a path as queue', { triggerOn: 'queuePresence', queueIds: ['../x'] }, 'is not an ID'],
		['no filter', { triggerOn: 'eventFilter', eventFilters: [' '] }, '"Event Filters" is empty'],
		[
			'a bad filter',
			{ triggerOn: 'eventFilter', eventFilters: ['presence'] },
			'not an event filter',
		],
	])('%s is told by the name of the field', (_what, parameters, message) => {
		expect(() => settingsOf(parameters)).toThrow(message);
	});

	test('odd numbers fall back to what is sensible', () => {
		expect(
			settingsOf({
				triggerOn: 'callEnded',
				options: { recordDelay: 0, recordWait: 'x', checkInterval: 1 },
			}),
		).toMatchObject({
			record: { firstReading: 1_000, giveUpAfter: 600_000 },
			checkInterval: 5_000,
		});
	});
});

describe('Events as items', () => {
	test('filters leave out what does not fit', () => {
		const view = settingsOf({ triggerOn: 'telephonySession', direction: 'Outbound' });
		expect(itemsOf(view, session(2, 'Setup'))).toEqual([]);
		const posts = settingsOf({ triggerOn: 'post', type: ['PostAdded'] });
		const post = (eventType: string, creatorId: string) =>
			notificationOf({ event: '/posts', ownerId: '7', body: { eventType, creatorId } });
		expect(itemsOf(posts, post('PostRemoved', '8'))).toEqual([]);
		expect(itemsOf(posts, post('PostAdded', '7'))).toEqual([]);
		expect(itemsOf({ ...posts, ignoreOwnPosts: false }, post('PostAdded', '7'))).toHaveLength(1);
		expect(itemsOf(posts, post('PostAdded', '8'))).toHaveLength(1);
		const presence = settingsOf({ triggerOn: 'presence', type: ['Ringing'] });
		expect(itemsOf(presence, notificationOf({ event: '/p', body: {} }))).toEqual([]);
	});

	test('raw is what came, wrapper and all', () => {
		const received = jsonFixture('ringCentral/event.telephony-sessions.account.apns-envelope.json');
		const view = settingsOf({ triggerOn: 'telephonySession', output: 'raw' });
		expect(itemsOf(view, notificationOf(received))).toEqual([received]);
		const dnd = { ...settingsOf({ triggerOn: 'dnd' }), output: 'raw' as const };
		expect(itemsOf(dnd, notificationOf({ event: '/dnd' }))).toEqual([{ event: '/dnd' }]);
	});

	test('late and recovered ones are marked', () => {
		const view = settingsOf({ triggerOn: 'telephonySession' });
		expect(itemsOf(view, session(2, 'Setup'), { late: true })).toMatchObject([{ late: true }]);
		expect(recordItem(view, { id: 1 }, { recovered: true })).toEqual([
			{ event: 'telephonySession', recordFound: true, id: '1', recovered: true },
		]);
	});

	test('a call with and without its record, in every shape', () => {
		const view = settingsOf({ triggerOn: 'callEnded' });
		const record = { id: 'r', telephonySessionId: 's', direction: 'Inbound', result: 'Missed' };
		const event = session(9, 'Disconnected').received;
		expect(recordItem({ ...view, output: 'callRecord' }, record)).toMatchObject([
			{ backend: 'ringCentral', event: 'callEnded', state: 'ended', answered: false },
		]);
		expect(recordItem({ ...view, output: 'raw' }, record)).toEqual([record]);
		expect(recordItem({ ...view, direction: 'outbound' }, record)).toEqual([]);
		expect(unrecordedItem(view, event)).toMatchObject([
			{ event: 'callEnded', recordFound: false, telephonySessionId: 's', status: 'Disconnected' },
		]);
		expect(unrecordedItem({ ...view, output: 'callRecord' }, event)).toMatchObject([
			{ state: 'ended', ids: { telephonySessionId: 's' } },
		]);
		expect(unrecordedItem({ ...view, output: 'raw' }, event)).toEqual([event]);
		expect(unrecordedItem({ ...view, direction: 'outbound' }, event)).toEqual([]);
		expect(unrecordedItem(view, { event: '/x', body: {} })).toEqual([]);
	});
});

describe('Reading notifications', () => {
	test('events of a call go out in order, and one that is too late is marked', async () => {
		const { clock, reader, sent } = reading({ triggerOn: 'telephonySession' });
		reader.take(session(2, 'Setup'));
		reader.take(session(4, 'Answered'));
		reader.take(session(3, 'Proceeding'));
		reader.take(session(9, 'Disconnected'));
		await clock.advance(250);
		reader.take(session(6, 'Hold'));
		expect(sent.map(({ items }) => [items[0].status, items[0].late])).toEqual([
			['Setup', undefined],
			['Proceeding', undefined],
			['Answered', undefined],
			['Disconnected', undefined],
			['Hold', true],
		]);
		expect(sent.map(({ calls }) => calls)).toEqual([
			undefined,
			undefined,
			undefined,
			['call:s'],
			undefined,
		]);
		await reader.close();
	});

	test('call records have the times that earlier events of the party have told', async () => {
		const { clock, reader, sent } = reading({
			triggerOn: 'telephonySession',
			type: ['Disconnected'],
			output: 'callRecord',
		});
		const name = 'ringCentral/stream.telephony-sessions.rc-to-pstn.json';
		const stream = jsonFixture(name) as unknown as object[];
		for (const received of stream) reader.take(notificationOf(received));
		await clock.advance(250);
		const start = '2020-06-23T01:19:21.627Z';
		expect(sent.flatMap(({ items }) => items)).toMatchObject([
			{
				direction: 'outbound',
				startTime: start,
				answerTime: '2020-06-23T01:19:28.900Z',
				endTime: '2020-06-23T01:19:45.018Z',
				duration: 23,
				waitDuration: 7,
				talkDuration: 16,
				answered: true,
			},
			{ direction: 'inbound', startTime: '2020-06-23T01:19:21.663Z', duration: 23, answered: true },
		]);
		await reader.close();
	});

	test('a party that was not answered waited to its end; of an end alone nothing is told', async () => {
		const { clock, reader, sent } = reading({
			triggerOn: 'telephonySession',
			output: 'callRecord',
		});
		const at = (sequence: number, code: string, eventTime: string, id?: string) => {
			const notification = session(sequence, code, {}, id);
			reader.take({ ...notification, body: { ...notification.body, eventTime } });
		};
		at(2, 'Setup', '2026-01-01T00:00:00Z');
		at(3, 'Disconnected', '2026-01-01T00:00:20Z');
		at(2, 'Disconnected', '2026-01-01T00:00:30Z', 'other');
		await clock.advance(250);
		const [ringing, ended, other] = sent.flatMap(({ items }) => items);
		expect(ringing).toMatchObject({ state: 'ringing', startTime: '2026-01-01T00:00:00.000Z' });
		expect(ringing).not.toHaveProperty('answered');
		expect(ended).toMatchObject({ duration: 20, waitDuration: 20, answered: false });
		expect(ended).not.toHaveProperty('talkDuration');
		expect(other).toMatchObject({ endTime: '2026-01-01T00:00:30Z' });
		for (const name of ['startTime', 'duration', 'answered']) {
			expect(other).not.toHaveProperty(name);
		}
		await reader.close();
	});

	test('a missed call is named by its party, or by the call on wish', async () => {
		const { reader, sent } = reading({ triggerOn: 'missedCall' });
		const once = reading({ triggerOn: 'missedCall', options: { oncePerCall: true } });
		for (const each of [reader, once.reader]) {
			each.take(session(2, 'Disconnected', { missedCall: true }));
		}
		expect(sent[0].id).toBe('missed:s:p-1');
		expect(once.sent[0].id).toBe('missed:s');
		await reader.close();
	});

	test('an ended call waits for its record in the log of its extension', async () => {
		const { clock, http, reader, sent } = reading({
			triggerOn: 'callEnded',
			targetType: 'extension',
			extensionIds: ['~', '12'],
		});
		http.on(
			'GET',
			/extension\/~\/call-log/,
			json({ records: [{ id: 'r', telephonySessionId: 's', result: 'Accepted' }] }),
		);
		reader.take(session(2, 'Answered'));
		expect(reader.isWaiting).toBe(false);
		reader.take(session(3, 'Disconnected'));
		expect(reader.pending()).toMatchObject([{ telephonySessionId: 's', extensionId: '~' }]);
		await clock.advance(10_001);
		expect(sent).toMatchObject([
			{ items: [{ recordFound: true, id: 'r' }], id: 'record:~:r', also: ['ended:~:s'] },
		]);
		expect(reader.isWaiting).toBe(false);
		await reader.close();
	});

	test('a call of nobody asked for is looked for in every log', async () => {
		const { reader } = reading({
			triggerOn: 'callEnded',
			targetType: 'extension',
			extensionIds: ['11', '12'],
		});
		reader.take(session(2, 'Disconnected'));
		expect(reader.pending().map(({ extensionId }) => extensionId)).toEqual(['11', '12']);
		await reader.close();
	});

	test('calls kept over a restart are waited for again, and go out without a record at last', async () => {
		const { clock, http, reader, sent } = reading({
			triggerOn: 'callEnded',
			targetType: 'account',
		});
		http.on('GET', /call-log/, json({ records: [] }));
		reader.restore([
			{
				telephonySessionId: 's',
				endedAt: clock.now(),
				recorded: false,
				event: session(3, 'Disconnected').received,
			},
		]);
		await clock.advance(700_000);
		expect(sent).toMatchObject([{ items: [{ recordFound: false }], id: 'ended::s' }]);
		await reader.close();
	});

	test('a voicemail waits for its text on wish, and not beyond the end', async () => {
		const { reader, sent } = reading({
			triggerOn: 'voicemail',
			options: { transcriptionWait: 5 },
		});
		const voicemail = (id: string, vmTranscriptionStatus: string) =>
			notificationOf({
				uuid: id,
				event: '/restapi/v1.0/account/1/extension/7/voicemail',
				body: { id, vmTranscriptionStatus },
			});
		reader.take(voicemail('1', 'Completed'));
		reader.take(voicemail('2', 'InProgress'));
		await settled();
		expect(sent).toHaveLength(1);
		expect(reader.isWaiting).toBe(true);
		await reader.close();
		expect(sent.map(({ id }) => id)).toEqual(['voicemail:1', 'voicemail:2']);
		expect(reader.isWaiting).toBe(false);
	});

	test('a voicemail whose text comes as an event of its own has one name for both', async () => {
		const { reader, sent } = reading({
			triggerOn: 'voicemail',
			options: { transcriptionWait: 5 },
		});
		for (const [uuid, vmTranscriptionStatus] of [
			['first', 'InProgress'],
			['second', 'Completed'],
		]) {
			const event = '/restapi/v1.0/account/1/extension/7/voicemail';
			reader.take(notificationOf({ uuid, event, body: { id: '7', vmTranscriptionStatus } }));
		}
		await reader.close();
		expect(sent.map(({ id }) => id)).toEqual(['voicemail:7', 'voicemail:7']);
	});

	const store = (uuid: string, change: object) =>
		notificationOf({
			uuid,
			event: '/restapi/v1.0/account/1/extension/7/message-store',
			ownerId: '7',
			body: { lastUpdated: '2026-01-01T00:02:00.000Z', changes: [change] },
		});

	test('SMS that were sent are read, each under its own name', async () => {
		const { reader, sent, http } = reading({ triggerOn: 'smsSent' });
		const messages = [{ id: 3, type: 'SMS' }, { id: 2 }, { id: 1 }];
		http.on('GET', /message-store/, () => json({ records: messages }));
		reader.take(store('a', { type: 'Fax', newCount: 1 }));
		reader.take(store('b', { type: 'SMS', newCount: 0, updatedCount: 1 }));
		expect(reader.isWaiting).toBe(false);
		reader.take(store('c', { type: 'SMS', newCount: 2, newMessageIds: [2, 3] }));
		await reader.close();
		expect(sent.map(({ id }) => id)).toEqual(['sms:2', 'sms:3']);
		expect(sent[1].items).toEqual([
			expect.objectContaining({ event: 'smsSent', ownerId: '7', id: '3', type: 'SMS' }),
		]);
		const asked = http.sent.filter(({ url }) => url.includes('message-store'));
		expect(asked).toHaveLength(1);
		const { pathname, searchParams } = new URL(asked[0].url);
		expect(pathname).toBe('/restapi/v1.0/account/~/extension/7/message-store');
		expect(Object.fromEntries(searchParams)).toMatchObject({
			messageType: 'SMS',
			direction: 'Outbound',
			dateFrom: '2026-01-01T00:00:00.000Z',
		});
	});

	test('an SMS that cannot be read ends nothing', async () => {
		const { reader, sent, http } = reading({ triggerOn: 'smsSent' });
		http.on('GET', /message-store/, () => json({ message: 'no' }, 403));
		reader.take(store('a', { type: 'SMS', newCount: 1 }));
		await reader.close();
		expect(sent).toEqual([]);
		expect(reader.isWaiting).toBe(false);
	});
});

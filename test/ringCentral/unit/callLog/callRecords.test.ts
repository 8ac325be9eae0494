import type { IDataObject } from 'n8n-workflow';

import { notificationOf } from '../../../../nodes/RingCentral/client/events/notification';
import { EventReader, type Reading } from '../../../../nodes/RingCentral/trigger/eventReader';
import { triggerSettings } from '../../../../nodes/RingCentral/trigger/settings';
import { n8nContext } from '../../../support/contexts/n8nContext';
import { fakeRingCentral, json } from '../support/ringCentralLive';

const EVENT = '/restapi/v1.0/account/1/telephony/sessions';

function reading(parameters: IDataObject = {}) {
	const all = fakeRingCentral();
	const panel = { triggerOn: 'callEnded', targetType: 'account', ...parameters };
	const sent: Reading[] = [];
	const unreadable = new Set<unknown>();
	const settings = triggerSettings(n8nContext({ parameters: panel }));
	const reader = new EventReader({
		settings,
		connection: all.connection,
		send(each) {
			if (each.items.some(({ id }) => unreadable.has(id)))
				throw new RangeError('Invalid time value');
			sent.push(each);
		},
	});
	const records: object[] = [];
	all.http.on('GET', /call-log/, () => json({ records }));
	const end = (telephonySessionId: string, sessionId?: string) =>
		reader.take(
			notificationOf({
				uuid: `end ${telephonySessionId}`,
				event: EVENT,
				body: {
					telephonySessionId,
					sessionId,
					sequence: 2,
					parties: [{ id: 'p', extensionId: '7', status: { code: 'Disconnected' } }],
				},
			}),
		);
	const ids = () => sent.flatMap(({ items }) => items.map(({ id }) => id));
	return { ...all, reader, sent, unreadable, records, end, ids };
}

const ends = {
	from: { extensionId: '7', extensionNumber: '107' },
	to: { extensionId: '8', extensionNumber: '108' },
};
const record = (id: string, direction: string, more: object = {}) => ({
	id,
	telephonySessionId: 's-1',
	sessionId: '4711',
	direction,
	result: 'Accepted',
	...ends,
	...more,
});

test('a record that cannot be read is told and left out, and those of later calls come', async () => {
	const { clock, log, unreadable, records, end, ids } = reading();
	const own = { from: {}, to: {} };
	unreadable.add('bad');
	records.push(record('bad', 'Inbound', own), record('good', 'Outbound', own));
	end('s-1');
	await clock.advance(60_000);
	records.splice(0, 2, record('next', 'Inbound', { ...own, telephonySessionId: 's-2' }));
	end('s-2');
	await clock.advance(60_000);
	expect(ids()).toEqual(['good', 'next']);
	const told = log.lines.filter(({ level }) => level === 'error');
	expect(told).toEqual([expect.objectContaining({ details: { reason: 'Invalid time value' } })]);
});

describe('New Recording', () => {
	const panel = { triggerOn: 'newRecording', options: { newRecordingWait: 2 } };

	test('a call goes out when its recording is there, another never', async () => {
		const { clock, reader, records, end, ids } = reading(panel);
		records.push(record('in', 'Inbound', { from: {}, to: {} }));
		end('s-1');
		await clock.advance(30_000);
		expect(ids()).toEqual([]);
		records[0] = { ...records[0], recording: { id: '1' } };
		await clock.advance(60_000);
		expect(ids()).toEqual(['in']);
		records[0] = record('other', 'Inbound', { telephonySessionId: 's-2', from: {}, to: {} });
		end('s-2');
		await clock.advance(900_000);
		expect(ids()).toEqual(['in']);
		expect(reader.pending()).toEqual([]);
		await reader.close();
	});

	test('a call without a record is not told', async () => {
		const { clock, reader, end, sent } = reading(panel);
		end('s-1');
		await clock.advance(900_000);
		expect(sent).toEqual([]);
		expect(reader.pending()).toEqual([]);
		await reader.close();
	});
});

describe('One call with several records', () => {
	test.each([
		[undefined, ['in', 'out']],
		['Inbound', ['in']],
		['Outbound', ['out']],
	])('with the direction %s gives each that fits', async (direction, expected) => {
		const { clock, reader, records, end, ids } = reading({ direction });
		records.push(record('out', 'Outbound'), record('in', 'Inbound'));
		end('s-1', '4711');
		await clock.advance(60_000);
		expect(ids().sort()).toEqual(expected);
		expect(reader.isWaiting).toBe(false);
		await reader.close();
	});

	test('one of which comes later gives both, each once', async () => {
		const { clock, reader, records, end, ids } = reading();
		records.push(record('out', 'Outbound'));
		end('s-1');
		await clock.advance(11_000);
		expect(ids()).toEqual(['out']);
		records.push(record('in', 'Inbound'));
		await clock.advance(60_000);
		expect(ids()).toEqual(['out', 'in']);
		expect(reader.isWaiting).toBe(false);
		await reader.close();
	});

	test('one of which still runs waits for it', async () => {
		const { clock, reader, records, end, ids } = reading();
		records.push(record('out', 'Outbound'), record('in', 'Inbound', { result: 'In Progress' }));
		end('s-1');
		await clock.advance(60_000);
		expect(ids()).toEqual(['out']);
		records[1] = record('in', 'Inbound');
		await clock.advance(120_000);
		expect(ids()).toEqual(['out', 'in']);
		await reader.close();
	});

	test('each record has a name of its own', async () => {
		const { clock, reader, records, end, sent } = reading();
		records.push(record('out', 'Outbound'), record('in', 'Inbound'));
		end('s-1');
		await clock.advance(11_000);
		expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
		await reader.close();
	});
});

test.each(['0', '', 0])('a session called %j is none: calls do not mix by it', async (none) => {
	const { clock, reader, records, end, sent } = reading();
	const old = { sessionId: none, from: {}, to: {} };
	records.push(
		record('a', 'Inbound', { ...old, telephonySessionId: undefined }),
		record('b', 'Inbound', { ...old, telephonySessionId: 's-2' }),
	);
	end('s-1', String(none));
	end('s-2', String(none));
	await clock.advance(700_000);
	expect(sent.map(({ items: [{ id, recordFound }] }) => [id, recordFound])).toEqual([
		['b', true],
		[undefined, false],
	]);
	await reader.close();
});

test('an event of a session called "0" is not an event of a call', async () => {
	const { reader, end } = reading();
	end('0');
	expect(reader.isWaiting).toBe(false);
	await reader.close();
});

test('a recording in a leg only ends the waiting for one', async () => {
	const { clock, reader, records, end, ids } = reading({ options: { recordingWait: 5 } });
	records.push(record('a', 'Inbound', { from: {}, to: {}, legs: [{ direction: 'Inbound' }] }));
	end('s-1');
	await clock.advance(60_000);
	expect(ids()).toEqual([]);
	records[0] = record('a', 'Inbound', {
		from: {},
		to: {},
		legs: [{ direction: 'Inbound', recording: { id: 9 } }],
	});
	await clock.advance(60_000);
	expect(ids()).toEqual(['a']);
	await reader.close();
});

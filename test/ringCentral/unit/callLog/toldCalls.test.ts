import type { IDataObject } from 'n8n-workflow';

import { notificationOf } from '../../../../nodes/RingCentral/client/events/notification';
import { logged, startReceiver } from '../support/liveReceiverOf';
import { json } from '../support/ringCentralLive';

const AT = '2026-01-01T00:00:00Z';

/** A party of the call as an event tells it; its number is its id too. */
const party = (extensionId: string, code: string, reason?: string, direction = 'Inbound') => ({
	id: `p-${extensionId}`,
	extensionId,
	direction,
	status: { code, reason },
});

const event = (sequence: number, ...parties: object[]) =>
	notificationOf({
		uuid: `u-${sequence}`,
		event: '/restapi/v1.0/account/1/telephony/sessions',
		body: { sessionId: '4711', telephonySessionId: 's-1', sequence, parties },
	});

/** A trigger on call events; `outage` gives what the call log has told when two outages are over. */
function listening(parameters: IDataObject = {}) {
	const all = startReceiver({
		parameters: {
			triggerOn: 'telephonySession',
			targetType: 'account',
			options: { recoverMissedCalls: true },
			...parameters,
		},
	});
	const { clock, http, receiver, items } = all;
	http.on('GET', /call-log/, json({ records: [logged('s-1', 'Accepted', AT)] }));
	const outage = async () => {
		for (let count = 0; count < 2; count++) {
			receiver.changed({ state: 'active', since: clock.now(), complete: false });
			await clock.advance(6_000);
		}
		return items().filter(({ recovered }) => recovered === true);
	};
	return { ...all, outage };
}

describe('A call whose end an outage hid', () => {
	test.each([
		['whose colleague has answered', party('8', 'Disconnected', 'AgentAnswered')],
		['who has transferred it', party('8', 'Gone', 'AttendedTransfer')],
		['who has hung up', party('8', 'Disconnected')],
	])('is told by the call log once, though somebody had left before %s', async (_who, leaving) => {
		const { clock, receiver, outage } = listening();
		receiver.take(event(2, party('7', 'Proceeding'), party('8', 'Proceeding')));
		receiver.take(event(3, party('7', 'Answered')));
		receiver.take(event(4, leaving));
		await clock.advance(1_000);
		expect(await outage()).toMatchObject([{ telephonySessionId: 's-1' }]);
		await receiver.close();
	});

	test('is told by it where the only one known has parked or moved it', async () => {
		const { clock, receiver, outage } = listening();
		receiver.take(event(2, party('7', 'Answered')));
		receiver.take(event(3, party('7', 'Disconnected', 'CallPark')));
		await clock.advance(1_000);
		expect(await outage()).toHaveLength(1);
		await receiver.close();
	});

	test('is told by it where the agent who missed it was rung again', async () => {
		const { clock, receiver, outage } = listening({ targetType: 'extension' });
		receiver.take(event(2, party('7', 'Proceeding')));
		receiver.take(event(3, party('7', 'Disconnected', 'NoAnswer')));
		receiver.take(event(4, { ...party('7', 'Proceeding'), id: 'p-again' }));
		await clock.advance(1_000);
		expect(await outage()).toHaveLength(1);
		await receiver.close();
	});

	test('is not told to its end by an event that comes late', async () => {
		const { clock, receiver, outage } = listening();
		receiver.take(event(2, party('7', 'Proceeding'), party('8', 'Proceeding')));
		receiver.take(event(4, party('7', 'Answered')));
		await clock.advance(1_000);
		receiver.take(event(3, party('8', 'Disconnected', 'AgentAnswered')));
		await clock.advance(1_000);
		expect(await outage()).toHaveLength(1);
		await receiver.close();
	});
});

describe('A call that events told to its end', () => {
	test('is not told again by the call log, whoever left first', async () => {
		const { clock, receiver, outage } = listening();
		receiver.take(event(2, party('7', 'Proceeding'), party('8', 'Proceeding')));
		receiver.take(event(3, party('7', 'Answered')));
		receiver.take(event(4, party('8', 'Disconnected', 'AgentAnswered')));
		receiver.take(event(5, party('7', 'Disconnected')));
		await clock.advance(1_000);
		expect(await outage()).toEqual([]);
		await receiver.close();
	});

	test('is not told again where an event of the talk comes after its end', async () => {
		const { clock, receiver, outage } = listening();
		receiver.take(event(2, party('7', 'Answered'), party('8', 'Answered')));
		receiver.take(event(4, party('7', 'Disconnected')));
		await clock.advance(1_000);
		receiver.take(event(3, party('7', 'Hold')));
		receiver.take(event(5, party('8', 'Disconnected')));
		await clock.advance(1_000);
		expect(await outage()).toEqual([]);
		await receiver.close();
	});

	test('is not told again where the one who is left is of the other direction', async () => {
		const { clock, receiver, outage } = listening({ direction: 'Inbound' });
		const far = (code: string) => party('9', code, undefined, 'Outbound');
		receiver.take(event(2, party('7', 'Answered'), far('Answered')));
		receiver.take(event(3, party('7', 'Disconnected')));
		receiver.take(event(4, far('Disconnected')));
		await clock.advance(1_000);
		expect(await outage()).toEqual([]);
		await receiver.close();
	});
});

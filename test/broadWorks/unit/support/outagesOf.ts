import type { IDataObject } from 'n8n-workflow';

import { Outages } from '../../../../nodes/BroadWorks/trigger/outages';
import { TriggerMemory } from '../../../../nodes/BroadWorks/trigger/memory';
import type { TriggerSettings } from '../../../../nodes/BroadWorks/trigger/settings';
import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { eventXml, fakeConnection } from './xsi';

const ALICE = 'alice@example.net';
export const SPEC = { target: { kind: 'user' as const, userId: ALICE }, package: 'Advanced Call' };

/** A call in the server's log, by its start in ms after the test began. */
export interface Logged {
	id: string;
	start: number;
}

/** Outages of a trigger whose server and clock are the test's. */
export function outagesOf(
	delivery: 'channel' | 'httpContact',
	kept: IDataObject = {},
	changes: Partial<TriggerSettings> = {},
) {
	const connection = fakeConnection();
	const begun = connection.clock.now();
	const log: Logged[] = [];
	connection.http.on('GET', /EnhancedCallLogs/, () => ({
		body: `<EnhancedCallLogs xmlns="http://schema.broadsoft.com/xsi"><missed>${log
			.map(
				({ id, start }) =>
					`<enhancedCallLogsExtendedEntry><callId>${id}</callId><callLogId>${id}:l</callLogId><startTime>${begun + start}</startTime></enhancedCallLogsExtendedEntry>`,
			)
			.join('')}</missed></EnhancedCallLogs>`,
	}));
	const sent: IDataObject[] = [];
	const memory = new TriggerMemory(kept, changes.moment === undefined ? 'begun' : 'ended');
	const settings = {
		delivery,
		spec: SPEC,
		types: new Set<string>(),
		output: 'connector',
		connectionItems: true,
		recoverMissedCalls: true,
		heartbeatInterval: 15_000,
		...changes,
	} as unknown as TriggerSettings;
	const outages = new Outages({
		connection,
		settings,
		memory,
		ownUserId: ALICE,
		log: new RecordingLog(),
		allStored: async () => await Promise.resolve(),
		send: (items) => void sent.push(...items),
	});
	const recovered = () =>
		sent.filter((item) => item.recovered === true).map(({ ids }) => (ids as IDataObject).callId);
	const connections = () => sent.filter(({ type }) => type === 'Connection');
	/** An event tells of a call. `start`: ms after the test began. */
	const tell = (id: string, start: number, state = 'Active') => {
		const data = `<xsi:call><xsi:callId>${id}</xsi:callId><xsi:state>${state}</xsi:state><xsi:startTime>${begun + start}</xsi:startTime></xsi:call>`;
		const event = { id: `event-${id}`, subscription: 's', type: 'CallUpdatedEvent', data };
		memory.calls.see(readEvent(eventXml(event)));
	};
	/** The present state, which has these calls. */
	const present = (...ids: string[]) => {
		const calls = ids.map((id) => `<xsi:call><xsi:callId>${id}</xsi:callId></xsi:call>`).join('');
		const data = `<xsi:calls>${calls}</xsi:calls>`;
		const event = { id: 'state', subscription: 's', type: 'CallSubscriptionEvent', data };
		outages.present(readEvent(eventXml(event)));
	};
	const ends = () =>
		sent.filter(({ type }) => type === 'CallReleasedEvent').map(({ callId }) => callId);
	return {
		connection,
		clock: connection.clock,
		begun,
		log,
		sent,
		memory,
		outages,
		recovered,
		connections,
		tell,
		present,
		ends,
	};
}

export const up = (downSince?: number) => ({
	state: 'up' as const,
	channelId: 'c',
	downSince,
	cause: 'x',
});
export const down = (since: number) => ({ state: 'down' as const, cause: 'x', since });

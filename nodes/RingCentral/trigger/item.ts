import type { IDataObject } from 'n8n-workflow';

import { compact } from '../../shared/core/callRecord';
import type { NumberPlan } from '../../shared/core/e164';
import { inCountry } from '../../shared/core/recordCountry';
import { connectorFields } from '../callLogOutput';
import { isObject, objects, text, type JsonObject } from '../client/transport/answers';
import { callRecordOf } from '../client/callLog/callRecord';
import { recordingsOf } from '../client/callLog/recordMedia';
import type { CallParty } from '../client/calls/callParties';
import { notificationOf, type Notification } from '../client/events/notification';
import type { TimesOfParty } from '../client/events/partyTimes';
import { partyFields } from '../client/events/sessionFields';
import {
	isQueueCall,
	partyRecord,
	sessionEventOf,
	stateOf,
	type SessionEvent,
	type SessionParty,
} from '../client/events/telephonyEvent';
import type { TriggerSettings } from './settings';

type View = Pick<
	TriggerSettings,
	'event' | 'types' | 'direction' | 'output' | 'ignoreOwnPosts' | 'target'
> & {
	/** Country of numbers that are written without one. */
	numberPlan?: NumberPlan;
};

/** Marks of an item that the server did not make. */
export interface Marks {
	/** A later event of the same call went out before it. */
	late?: boolean;
	/** Read from the call log after an outage. */
	recovered?: boolean;
}

/** What earlier events of a call have told, by party. */
export type KnownTimes = ReadonlyMap<string, TimesOfParty>;

const marked = (item: object, { late, recovered }: Marks): IDataObject =>
	({
		...item,
		...(late ? { late } : {}),
		...(recovered ? { recovered } : {}),
	}) as IDataObject;

const fits = (types: ReadonlySet<string>, value: unknown) =>
	types.size === 0 || types.has((text(value) ?? '').toLowerCase());

/** True for a party of the direction that the panel wants. */
export const isOfDirection = (
	{ direction: wanted }: Pick<View, 'direction'>,
	{ direction }: SessionParty,
): boolean => wanted === undefined || direction?.toLowerCase() === wanted;

/** The parties of a session event that start the workflow. */
function wantedParties(session: SessionEvent, view: View): SessionParty[] {
	return session.parties.filter((party) => {
		if (!isOfDirection(view, party)) return false;
		if (view.event === 'missedCall') return party.missed;
		return fits(view.types, party.code);
	});
}

/** The head of every item in connector fields. */
const headOf = (name: string, { uuid, timestamp, ownerId }: Notification) => ({
	event: name,
	eventId: uuid,
	timestamp,
	ownerId,
});

/** One party of a session event in connector fields: flat, as in the call operations. */
function partyItem(
	{ event: name }: View,
	notification: Notification,
	session: SessionEvent,
	party: SessionParty,
): object {
	const { body } = notification;
	const { fields } = party;
	const origin = isObject(body.origin) ? text(body.origin.type) : undefined;
	return compact({
		...headOf(name, notification),
		sequence: session.sequence,
		sessionId: session.sessionId,
		serverId: text(body.serverId),
		eventTime: session.eventTime,
		origin,
		state: stateOf(party),
		...partyFields(session.telephonySessionId, {
			...fields,
			extensionId: party.extensionId,
		} as unknown as CallParty),
		missedCall: party.missed,
		queueCall: isQueueCall(party) || (fields.queueCall === false ? false : undefined),
	});
}

function sessionItems(
	view: View,
	notification: Notification,
	marks: Marks,
	times?: KnownTimes,
): IDataObject[] {
	const session = sessionEventOf(notification);
	if (!session) return [];
	const parties = wantedParties(session, view);
	if (parties.length === 0) return [];
	if (view.output === 'raw') return [marked(notification.received, marks)];
	return parties.map((party) =>
		marked(
			view.output === 'callRecord'
				? inCountry(partyRecord(session, party, view.event, times?.get(party.id)), view.numberPlan)
				: partyItem(view, notification, session, party),
			marks,
		),
	);
}

/** Posts of the login itself would make a workflow that answers posts run for ever. */
const isOwnPost = ({ body, ownerId }: Notification) =>
	ownerId !== undefined && text(body.creatorId) === ownerId;

function isWanted(view: View, notification: Notification): boolean {
	const { body } = notification;
	switch (view.event) {
		case 'post':
			return fits(view.types, body.eventType) && !(view.ignoreOwnPosts && isOwnPost(notification));
		case 'presence':
			return fits(view.types, body.telephonyStatus);
		case 'message':
			return (
				view.types.size === 0 || objects(body.changes).some(({ type }) => fits(view.types, type))
			);
		default:
			return true;
	}
}

/** A notification as items: one, or one for each party of a call it tells about. */
export function itemsOf(
	view: View,
	notification: Notification,
	marks: Marks = {},
	times?: KnownTimes,
): IDataObject[] {
	if (view.event === 'telephonySession' || view.event === 'missedCall') {
		return sessionItems(view, notification, marks, times);
	}
	if (!isWanted(view, notification)) return [];
	if (view.output === 'raw') return [marked(notification.received, marks)];
	const { body } = notification;
	const isRaw = view.event === 'eventFilter';
	const path = isRaw ? { path: notification.event } : {};
	const head = compact({ ...headOf(view.event, notification), ...path });
	return [marked({ ...head, ...connectorFields(body) }, marks)];
}

/** A call that ended, with its record out of the call log. */
export function recordItem(view: View, record: JsonObject, marks: Marks = {}): IDataObject[] {
	const direction = (text(record.direction) ?? '').toLowerCase();
	if (view.direction !== undefined && direction !== view.direction) return [];
	if (view.event === 'newRecording' && recordingsOf(record).length === 0) return [];
	if (view.output === 'raw') return [marked(record, marks)];
	if (view.output === 'callRecord') {
		const found = inCountry(callRecordOf(record, { event: view.event }), view.numberPlan);
		return [marked(found, marks)];
	}
	return [marked({ event: view.event, recordFound: true, ...connectorFields(record) }, marks)];
}

/** A call that ended and whose record did not come: its last event, as far as it goes. */
export function unrecordedItem(view: View, received: JsonObject): IDataObject[] {
	const notification = notificationOf(received);
	const session = sessionEventOf(notification);
	if (!session) return [];
	const known = session.parties.filter((party) => isOfDirection(view, party));
	if (known.length === 0) return [];
	const [party] = known;
	if (view.output === 'raw') return [marked(received, {})];
	if (view.output === 'callRecord') {
		return [marked(inCountry(partyRecord(session, party, view.event), view.numberPlan), {})];
	}
	return [marked({ recordFound: false, ...partyItem(view, notification, session, party) }, {})];
}

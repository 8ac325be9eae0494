import { TelephonyError } from '../../../shared/core/errors';
import {
	child,
	childText,
	parseXml,
	XML_LIMITS,
	type XmlElement,
} from '../../../shared/core/parsing/xml';
import { childValues, elementValue, type XsiObject } from '../calls/values';

/** The envelope of an event, and its content as connector fields. */
export interface XsiEvent {
	/** Local name of `xsi:type`: of the event data, or of the root for channel events. */
	type: string;
	/** Absent for channel events, which are not acknowledged. */
	eventId?: string;
	/** Counts from 1 within one subscription. */
	sequenceNumber?: number;
	subscriptionId?: string;
	channelId?: string;
	/** Whose event it is; the owner of the subscription where the server leaves it out. */
	targetId?: string;
	/** The connector fields: `type`, `eventId`, `targetId`, then the event's own, then the envelope. */
	fields: XsiObject;
	xml: string;
}

/** Elements around the data of one thing; the connector shows what is inside at the top. */
const WRAPPERS = new Set([
	'call',
	'queueEntry',
	// The state of an agent, in a change and at the begin of a subscription.
	'agentStateInfo',
	'stateInfo',
	'monitoringStatus',
	'info',
	'messageSummary',
]);

/** Elements around a list; the connector shows the list at the top. */
const LIST_WRAPPERS = new Set(['calls', 'queueEntries']);

/** The schema cannot say 0 here, so a missing count is 0 (docs/protocols/broadworks.md#event-data). */
const NO_MESSAGES = { newMessages: 0, oldMessages: 0, newUrgentMessages: 0, oldUrgentMessages: 0 };

function dataFields(data: XmlElement): XsiObject {
	const fields: XsiObject = {};
	for (const [name, value] of Object.entries(childValues(data))) {
		const members = data.children.filter((entry) => entry.name === name);
		const [first] = members;
		const single = members.length === 1 && first.children.length > 0;
		if (single && (WRAPPERS.has(name) || LIST_WRAPPERS.has(name))) {
			Object.assign(fields, elementValue({ ...first, type: undefined }));
			if (first.type !== undefined) fields[`${name}Type`] = first.type;
		} else if (WRAPPERS.has(name) && members.length === 1) {
			// An empty wrapper, as an empty mailbox has, says nothing of its own.
			continue;
		} else if (LIST_WRAPPERS.has(name)) {
			fields[name === 'calls' ? 'call' : 'queueEntry'] = [];
		} else {
			fields[name] = value;
		}
	}
	return fields;
}

/** Envelope members under their wire names, for whoever needs them; never over the event's own. */
function envelopeFields(event: XmlElement): XsiObject {
	const { eventData: _data, eventID: _id, ...rest } = childValues(event);
	return rest;
}

/**
 * Decodes one event document into envelope and connector fields (docs/protocols/broadworks.md#event-envelope
 * to docs/protocols/broadworks.md#event-data). Unknown types and fields pass through. Throws
 * `protocolViolation` for what is no event.
 */
export function readEvent(xml: string): XsiEvent {
	// Guides print events without their declarations, and systems are made after guides.
	const root = parseXml(xml, { ...XML_LIMITS, undeclared: true });
	if (root.name !== 'Event') {
		throw new TelephonyError('protocolViolation', `Expected an Event document, got ${root.name}`);
	}
	if (root.children.length === 0) {
		throw new TelephonyError('protocolViolation', 'The Event document is empty');
	}
	const data = child(root, 'eventData');
	// Some print it without any prefix.
	const typeOf = (element: XmlElement | undefined) =>
		element?.type ?? element?.attributes.type?.trim().replace(/^.*:/s, '');
	const type = typeOf(data) ?? typeOf(root);
	if (type === undefined) {
		throw new TelephonyError('protocolViolation', 'Event document without xsi:type');
	}
	const envelope = envelopeFields(root);
	const { sequenceNumber: sequence } = envelope;
	const own = data ? dataFields(data) : {};
	const eventId = childText(root, 'eventID');
	const targetId = childText(root, 'targetId') ?? childText(root, 'userId');
	const counts = type === 'VoiceMailMessageSummaryEvent' ? NO_MESSAGES : {};
	const clashes = Object.entries(envelope).filter(
		([name]) => name in own && name !== 'targetId' && name !== 'eventId',
	);
	const fields: XsiObject = {
		...envelope,
		...counts,
		...own,
		...(clashes.length > 0 ? { envelope: Object.fromEntries(clashes) } : {}),
		...(targetId === undefined ? {} : { targetId }),
		...(eventId === undefined ? {} : { eventId }),
		type,
	};
	const leading = ['type', 'eventId', 'targetId'].filter((name) => name in fields);
	const following = [...Object.keys(counts), ...Object.keys(own), ...Object.keys(fields)];
	return {
		type,
		eventId,
		sequenceNumber: typeof sequence === 'number' ? sequence : undefined,
		subscriptionId: childText(root, 'subscriptionId'),
		channelId: childText(root, 'channelId'),
		targetId,
		fields: Object.fromEntries(
			[...new Set([...leading, ...following])].map((name) => [name, fields[name]]),
		),
		xml,
	};
}

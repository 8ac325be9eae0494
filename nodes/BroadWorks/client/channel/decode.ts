import { TelephonyError } from '../../../shared/core/errors';
import {
	child,
	childText,
	parseXml,
	XML_LIMITS,
	type XmlElement,
} from '../../../shared/core/parsing/xml';
import { childValues, elementValue, setMember, type XsiObject } from '../calls/values';

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

const isWrapper = (name: string) => WRAPPERS.has(name) || LIST_WRAPPERS.has(name);

/** The schema cannot say 0 here, so a missing count is 0 (docs/protocols/broadworks.md#event-data). */
const NO_MESSAGES = { newMessages: 0, oldMessages: 0, newUrgentMessages: 0, oldUrgentMessages: 0 };

const untyped = (element: XmlElement) => elementValue({ ...element, type: undefined });

function dataFields(data: XmlElement): XsiObject {
	const values = childValues(data);
	const fields: XsiObject = {};
	for (const [name, value] of Object.entries(values)) {
		if (!isWrapper(name)) {
			fields[name] = value;
			continue;
		}
		const members = data.children.filter((entry) => entry.name === name);
		const [first] = members;
		if (members.length === 1 && first.children.length > 0) {
			const { type } = first;
			if (type === undefined) Object.assign(fields, Array.isArray(value) ? value[0] : value);
			// Its type is not that of the event.
			else Object.assign(fields, untyped(first), { [`${name}Type`]: type });
		} else if (LIST_WRAPPERS.has(name)) {
			fields[name === 'calls' ? 'call' : 'queueEntry'] = [];
		} else if (members.length > 1) {
			fields[name] = value;
		}
		// An empty wrapper, as an empty mailbox has, says nothing of its own.
	}
	return fields;
}

/** Envelope members under their wire names, for whoever needs them; never over the event's own. */
const envelopeFields = (event: XmlElement): XsiObject =>
	childValues({
		...event,
		children: event.children.filter(({ name }) => name !== 'eventData' && name !== 'eventID'),
	});

/** What everyone looks for. */
const LEADING = new Set(['type', 'eventId', 'targetId']);

/** What everyone looks for first, then the event's own, then the envelope. */
function connectorFields(
	{ type, eventId, targetId }: Pick<XsiEvent, 'type' | 'eventId' | 'targetId'>,
	own: XsiObject,
	envelope: XsiObject,
): XsiObject {
	const fields: XsiObject = { type };
	// Null is a value: the target may be told to be none.
	const id = [eventId, own.eventId, envelope.eventId].find((one) => one !== undefined);
	const target = [targetId, own.targetId, envelope.targetId].find((one) => one !== undefined);
	if (id !== undefined) fields.eventId = id;
	if (target !== undefined) fields.targetId = target;
	// By one member after the other: spreading two objects into one takes V8 ten times as long.
	for (const name of Object.keys(own)) {
		if (!LEADING.has(name)) setMember(fields, name, own[name]);
	}
	const clashes: XsiObject = {};
	for (const name of Object.keys(envelope)) {
		if (name === 'eventId' || name === 'targetId') continue;
		if (Object.hasOwn(own, name)) setMember(clashes, name, envelope[name]);
		else if (name !== 'type') setMember(fields, name, envelope[name]);
	}
	if (Object.keys(clashes).length > 0) fields.envelope = clashes;
	return fields;
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
	const told = data ? dataFields(data) : {};
	const own = type === 'VoiceMailMessageSummaryEvent' ? { ...NO_MESSAGES, ...told } : told;
	const eventId = childText(root, 'eventID');
	const targetId = childText(root, 'targetId') ?? childText(root, 'userId');
	return {
		type,
		eventId,
		sequenceNumber: typeof sequence === 'number' ? sequence : undefined,
		subscriptionId: childText(root, 'subscriptionId'),
		channelId: childText(root, 'channelId'),
		targetId,
		fields: connectorFields({ type, eventId, targetId }, own, envelope),
		xml,
	};
}

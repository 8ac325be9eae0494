import { envelope } from '../xml/documents';
import type { OutgoingEvent } from '../state';
import { eventStyle, toXml, W3C_INSTANCE, XSI_NAMESPACE, type XmlFields } from '../xml/xml';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const NAMESPACES = `xmlns:xsi="${XSI_NAMESPACE}" xmlns:xsi1="${W3C_INSTANCE}"`;

/** The stream's answer to a heartbeat; clients search for exactly these bytes. */
export const HEARTBEAT_DOCUMENT = `<ChannelHeartBeat xmlns="${XSI_NAMESPACE}"/>`;

const fieldsXml = (fields: XmlFields) =>
	Object.entries(fields)
		.map(([name, value]) => toXml(name, value, eventStyle))
		.join('');

/** A document with another prefix for the schema's namespace: legal XML, rarely seen. */
function withPrefix(text: string, prefix: string | undefined): string {
	return prefix === undefined
		? text
		: text.replace(/(<\/?|xmlns:|xsi1:type=")xsi(?=[:=])/g, `$1${prefix}`);
}

/** One event on one line, exactly as captured from a server (docs/protocols/broadworks.md#channels). */
export function eventDocument(
	event: OutgoingEvent,
	destination: { channelId: string } | { contact: string },
	prefix?: string,
): string {
	const text =
		`${DECLARATION}<xsi:Event ${NAMESPACES} xsi1:type="xsi:SubscriptionEvent">` +
		`${fieldsXml(envelope(event, destination))}${event.data ?? ''}</xsi:Event>`;
	return withPrefix(text, prefix);
}

/** The last document of a channel; it has no eventID and is not acknowledged. */
export function channelTerminatedDocument(channelId: string, reason: string): string {
	return (
		`${DECLARATION}<xsi:Event ${NAMESPACES} xsi1:type="xsi:ChannelTerminatedEvent">` +
		`${fieldsXml({ channelId, reason })}</xsi:Event>`
	);
}

/** The first document of a channel: its declaration has a newline after it, events have none. */
export function channelDocument(channelId: string, expires: number): string {
	return (
		`${DECLARATION}\n<Channel xmlns="${XSI_NAMESPACE}"><channelId>${channelId}</channelId>` +
		`<expires>${expires}</expires></Channel>`
	);
}

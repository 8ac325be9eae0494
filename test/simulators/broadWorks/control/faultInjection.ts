import { outsideParty } from '../people/dialPlan';
import { badRequest } from '../http/errors';
import { newHalf, newLink } from '../calls/half';
import { callOf } from '../calls/callEvents';
import type { OpenChannel, TerminationReason } from '../delivery/channels';
import { enumValues } from '../xml/schema';
import type { SubscriptionState } from '../state';
import type { XsiWorld } from '../world';
import { W3C_INSTANCE, XSI_NAMESPACE, type XmlFields } from '../xml/xml';

/** What POST /control/faults takes. Which field a kind reads: test/simulators/README.md. */
export interface FaultRequest {
	kind: string;
	/** How often; 0 without limit. */
	times?: number;
	/** ms after which a lasting fault ends. */
	ms?: number;
	method?: string;
	/** Regular expression on path and query. */
	path?: string;
	status?: number;
	/** Seconds. */
	retryAfter?: number;
	location?: string;
	body?: string;
	bytes?: number;
	delayMs?: number;
	prefix?: string;
	reason?: string;
	channelId?: string;
	subscriptionId?: string;
	/** stall: whether heartbeats are still answered. dropHeartbeats: whether the PUT is answered. */
	answer?: boolean;
	/** restart: whether the state survives. Default true. */
	keepState?: boolean;
	/** restart, cut: ms during which connections are refused. */
	downMs?: number;
	/** terminateSubscription: the client is not told. */
	silent?: boolean;
	/** malformed, dtd: which document. charset: what the declaration says. */
	form?: string;
	type?: string;
}

/** Faults that happen once, when asked for. */
export const IMMEDIATE_KINDS = [
	'cut',
	'restart',
	'stall',
	'terminateChannel',
	'terminateSubscription',
	'expireSubscription',
	'malformed',
	'dtd',
	'endless',
	'unknownEventType',
	'bigEvent',
] as const;

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const OPENING =
	`${DECLARATION}<xsi:Event xmlns:xsi="${XSI_NAMESPACE}" xmlns:xsi1="${W3C_INSTANCE}" ` +
	'xsi1:type="xsi:SubscriptionEvent">';

/** Documents that are not well-formed, by `form`. */
const MALFORMED: Record<string, string> = {
	mismatch: `${OPENING}<xsi:eventID>broken</xsi:eventId><xsi:eventData></xsi:Event>`,
	entity: `${OPENING}<xsi:eventID>&undefined;</xsi:eventID></xsi:Event>`,
	attribute: `${OPENING}<xsi:eventID broken=>1</xsi:eventID></xsi:Event>`,
	empty: '<xsi:Event/>',
	text: 'this is not XML at all',
};

/** Documents with a document type: an entity bomb and an external entity, by `form`. */
const DTD: Record<string, string> = {
	bomb:
		`${DECLARATION}<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">` +
		'bcdefgh'
			.split('')
			.map((name, index) => {
				const before = 'abcdefgh'[index];
				return `<!ENTITY ${name} "${`&${before};`.repeat(10)}">`;
			})
			.join('') +
		`]>${OPENING.slice(DECLARATION.length)}<xsi:eventID>&h;</xsi:eventID></xsi:Event>`,
	external:
		`${DECLARATION}<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>` +
		`${OPENING.slice(DECLARATION.length)}<xsi:eventID>&a;</xsi:eventID></xsi:Event>`,
};

const ENDLESS_BYTES = 100_000_000;
const BIG_BYTES = 1_000_000;

/** Does what an immediate fault asks for. @throws XsiError 400 */
export function inject(world: XsiWorld, request: FaultRequest): Record<string, unknown> {
	const channels = chosenChannels(world, request);
	const subscriptions = chosenSubscriptions(world, request);
	const streams = (work: (channel: OpenChannel) => void) => {
		channels.forEach(work);
		return { channels: channels.map((channel) => channel.id) };
	};
	switch (request.kind) {
		case 'cut':
			refuseFor(world, request.downMs);
			return streams((channel) => channel.stream.destroy());
		case 'restart':
			return restart(world, request);
		case 'stall':
			return streams((channel) => {
				channel.stream.stalled = true;
				channel.deaf = request.answer === false;
			});
		case 'terminateChannel':
			return terminateChannels(world, channels, request.reason ?? 'NonResponsiveChannel');
		case 'terminateSubscription':
		case 'expireSubscription':
			for (const item of subscriptions) world.subscriptions.terminate(item, request.silent);
			return { subscriptions: subscriptions.map((item) => item.id) };
		case 'malformed':
			return streams((channel) => channel.stream.write(form(MALFORMED, request, 'mismatch')));
		case 'dtd':
			return streams((channel) => channel.stream.write(form(DTD, request, 'bomb')));
		case 'endless':
			return streams((channel) =>
				channel.stream.flood(`${OPENING}<xsi:eventID>`, request.bytes ?? ENDLESS_BYTES),
			);
		case 'unknownEventType':
			return sendAll(world, subscriptions, request.type ?? 'CallHistoryEvent', '');
		default:
			return sendAll(
				world,
				subscriptions,
				'CallUpdatedEvent',
				'x'.repeat(request.bytes ?? BIG_BYTES),
			);
	}
}

function form(forms: Record<string, string>, request: FaultRequest, usual: string): string {
	const text = forms[request.form ?? usual];
	if (text === undefined) throw badRequest(`Known forms: ${Object.keys(forms).join(', ')}`);
	return text;
}

function chosenChannels(world: XsiWorld, request: FaultRequest): OpenChannel[] {
	return world.channels
		.all()
		.filter((item) => request.channelId === undefined || item.id === request.channelId);
}

function chosenSubscriptions(world: XsiWorld, request: FaultRequest): SubscriptionState[] {
	return world.subscriptions
		.all()
		.filter((item) => request.subscriptionId === undefined || item.id === request.subscriptionId);
}

function refuseFor(world: XsiWorld, ms: number | undefined): void {
	if (ms !== undefined && ms > 0) world.faults.add({ kind: 'refuseConnections', ms });
}

/** A restart as clients see it: connections and channels go, the state stays or not. */
function restart(world: XsiWorld, request: FaultRequest): Record<string, unknown> {
	const { keepState = true } = request;
	world.channels.close();
	if (!keepState) world.reset();
	world.signals.emit('cut');
	refuseFor(world, request.downMs);
	return { keepState };
}

function terminateChannels(
	world: XsiWorld,
	channels: OpenChannel[],
	reason: string,
): Record<string, unknown> {
	if (!enumValues('ChannelTerminatedReason').includes(reason)) {
		throw badRequest(`There is no reason "${reason}".`);
	}
	for (const channel of channels) world.channels.terminate(channel, reason as TerminationReason);
	return { channels: channels.map((channel) => channel.id) };
}

/** A call event about nothing real to each subscription; `padding` makes it as big as wanted. */
function sendAll(
	world: XsiWorld,
	subscriptions: SubscriptionState[],
	type: string,
	padding: string,
): Record<string, unknown> {
	const events = subscriptions.map((subscription) => {
		const people = [...world.state.users.values()].filter((user) => user.kind === 'user');
		const subject = world.subscriptions.subjectOf(subscription) ?? people[0];
		const remote = outsideParty('+15550199', 'Fault Injection');
		const call = newHalf(world, subject, 'Terminator', remote, newLink(world));
		world.state.calls.delete(call.callId);
		call.state = 'Active';
		call.clientSessionInfo = padding || undefined;
		const data: XmlFields = { call: callOf(world, call) };
		return world.subscriptions.send(subscription, subject, subscription.packages[0], type, data);
	});
	return { events: events.map((event) => event.eventId) };
}

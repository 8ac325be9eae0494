import { callRecord, compact, secondsOf, type CallRecord } from '../../shared/core/callRecord';
import { e164Of } from '../../shared/core/e164';
import { withoutScheme } from '../../shared/core/telephoneNumber';
import { change, type ChangeAnswer } from './change';
import { ask, onlyGeneration, type CooCenterConnection } from './connection';
import { renamed, rowsOf } from './lists';
import { number, seconds, telephoneOf, text, type WireObject } from './values';

/** Sends a change below `/extensions` or, in generation 2, `/plugin-asterisk/extension`. */
async function changeCall(
	connection: CooCenterConnection,
	[first, second]: [string, string],
	fields: WireObject,
): Promise<ChangeAnswer> {
	const path =
		connection.server.access.generation === 1
			? `/extensions/${first}`
			: `/plugin-asterisk/extension/${second}`;
	return await change(connection, { methods: ['POST'], path, fields });
}

/** Two ends of a call; generation 2 takes the login's own extension for an empty `src`. */
export interface Ends {
	src: string;
	dst: string;
}

const endsOf = ({ src, dst }: Ends): WireObject => (src === '' ? { dst } : { src, dst });

/** Rings `src` and, when it is picked up, `dst` (click-to-dial). */
export async function dial(connection: CooCenterConnection, ends: Ends): Promise<ChangeAnswer> {
	return await changeCall(connection, ['click-number', 'click-number'], endsOf(ends));
}

/** Ends the call of an extension. */
export async function hangUp(
	connection: CooCenterConnection,
	extension: string,
): Promise<ChangeAnswer> {
	const fields: WireObject =
		connection.server.access.generation === 1 ? { extension } : { extensions: [extension] };
	return await changeCall(connection, ['hangup', 'hangup'], fields);
}

/** Moves the call of `src` to `dst`. */
export async function transfer(
	connection: CooCenterConnection,
	{ src, dst }: Ends,
): Promise<ChangeAnswer> {
	return await changeCall(connection, ['transfer', 'transfer'], { dst, src });
}

/** `src` listens to the call of `dst`. */
export async function spy(connection: CooCenterConnection, ends: Ends): Promise<ChangeAnswer> {
	return await changeCall(connection, ['extenSpy', 'extension-spy'], endsOf(ends));
}

/** `src` speaks to `dst` without the other party hearing it; generation 2. */
export async function whisper(connection: CooCenterConnection, ends: Ends): Promise<ChangeAnswer> {
	onlyGeneration(connection, 2, 'Whisper');
	return await changeCall(connection, ['', 'extension-whisper'], endsOf(ends));
}

/** `src` joins the call of `dst`; generation 2. */
export async function bargeIn(connection: CooCenterConnection, ends: Ends): Promise<ChangeAnswer> {
	onlyGeneration(connection, 2, 'Barge In');
	return await changeCall(connection, ['', 'extension-barge-in'], endsOf(ends));
}

/** Rings `src` and opens the loudspeaker of `dst`; generation 2. */
export async function intercom(connection: CooCenterConnection, ends: Ends): Promise<ChangeAnswer> {
	onlyGeneration(connection, 2, 'Intercom');
	return await changeCall(connection, ['', 'click-intercom'], endsOf(ends));
}

/** Ends the call of `dst` on behalf of `src`, as an operator does (forced drop); generation 2. */
export async function forceDrop(connection: CooCenterConnection, { src, dst }: Ends) {
	onlyGeneration(connection, 2, 'Force Drop');
	const fields: WireObject = src === '' ? { exten: dst } : { local: src, exten: dst };
	return await changeCall(connection, ['', 'clear'], fields);
}

/** Speaks to several telephones at once; generation 2. */
export async function page(
	connection: CooCenterConnection,
	{ src, dst }: { src: string; dst: string[] },
): Promise<ChangeAnswer> {
	onlyGeneration(connection, 2, 'Paging');
	const fields: WireObject = src === '' ? { dst } : { src, dst };
	const path = '/plugin-asterisk/paging/click-paging';
	return await change(connection, { methods: ['POST'], path, fields });
}

/** Generation 2 writes the members of generation 1 in other case. */
const CALL_NAMES: Record<string, string> = {
	callerIdName: 'calleridname',
	callerIdNum: 'calleridnum',
	connectedLineName: 'connectedlinename',
	connectedLineNum: 'connectedlinenum',
	channelState: 'channelstate',
	channelStateDesc: 'channelstatedesc',
};

/** A channel of a call as the PBX wrote it, and the same with generation 1's names and right types. */
export interface CurrentCall {
	raw: WireObject;
	fields: WireObject;
}

/**
 * The channels there are now; one call may appear from both of its ends
 * (docs/protocols/coocenter.md#requests).
 */
export async function currentCalls(connection: CooCenterConnection): Promise<CurrentCall[]> {
	const isFirst = connection.server.access.generation === 1;
	const answer = await ask(connection, {
		methods: isFirst ? ['POST', 'GET'] : ['GET'],
		path: isFirst ? '/extensions/current-calls' : '/plugin-asterisk/extension/current-calls',
		kind: 'read',
	});
	return rowsOf(answer).map((raw) => {
		const fields = renamed(raw, CALL_NAMES);
		return {
			raw,
			fields: compact({
				...fields,
				channelstate: number(fields.channelstate) ?? fields.channelstate,
				duration: seconds(fields.duration) ?? fields.duration,
				extension: telephoneOf(text(fields.channel) ?? ''),
			}),
		};
	});
}

function stateOf(fields: WireObject): CallRecord['state'] {
	const words = text(fields.channelstatedesc);
	// Generation 2 gives no state of the channel.
	if (words === undefined) return 'unknown';
	if (/^up$/i.test(words)) return 'active';
	if (/^ringing$/i.test(words)) return 'ringing';
	return /^(ring|dialing)$/i.test(words) ? 'dialing' : 'unknown';
}

function party(name: unknown, given: unknown) {
	const written = withoutScheme(text(given));
	return compact({ name: text(name), number: written, e164: e164Of(written) });
}

/** A channel as call record. Its list does not tell who called whom. */
export function currentCallRecord({ fields }: CurrentCall): CallRecord {
	const channel = text(fields.channel) ?? '';
	const extension = text(fields.extension);
	const ids = compact({ channel, bridgeid: text(fields.bridgeid) });
	return callRecord({
		id: channel,
		backend: 'cooCenter',
		direction: 'unknown',
		state: stateOf(fields),
		from: party(fields.calleridname, fields.calleridnum),
		to: party(fields.connectedlinename, fields.connectedlinenum),
		agent: extension === undefined ? undefined : { extension },
		duration: secondsOf(number(fields.duration)),
		relatedIds: [ids.bridgeid],
		ids: ids as Record<string, string>,
	});
}

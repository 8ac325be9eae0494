import { compact, type CallRecord, type OutputShape } from '../../../shared/core/callRecord';
import type { NumberPlan } from '../../../shared/core/e164';
import { inCountry } from '../../../shared/core/recordCountry';
import { wordTable } from '../../../shared/core/parsing/wordTable';
import { objects, text, type JsonObject } from '../transport/answers';
import {
	extensionOf,
	partiesOf,
	stateOf,
	type CallParty,
	type CallSession,
	type PartyEnd,
} from '../calls/callParties';
import type { ActiveCall } from '../account/presence';
import { partyRecord, sessionEventOf } from './telephonyEvent';

const ends = (prefix: 'from' | 'to', end: PartyEnd | null | undefined): JsonObject => ({
	[prefix]: text(end?.phoneNumber) ?? text(end?.extensionNumber),
	[`${prefix}Name`]: text(end?.name),
	[`${prefix}ExtensionId`]: text(end?.extensionId),
	[`${prefix}DeviceId`]: text(end?.deviceId),
});

const recordingOf = ({ id, active }: JsonObject) => compact<JsonObject>({ id: text(id), active });

/** A party with flat fields; ids are text, what is absent is left out. */
export function partyFields(sessionId: string, party: CallParty): JsonObject {
	const { status } = party;
	return compact<JsonObject>({
		telephonySessionId: sessionId,
		partyId: text(party.id),
		extensionId: extensionOf(party),
		direction: text(party.direction),
		status: stateOf(party) || undefined,
		reason: text(status?.reason),
		...ends('from', party.from),
		...ends('to', party.to),
		muted: party.muted ?? undefined,
		standAlone: party.standAlone ?? undefined,
		parkId: text(party.park?.id),
		conferenceRole: text(party.conferenceRole),
		recordings: party.recordings && objects(party.recordings).map(recordingOf),
		peerTelephonySessionId: text(status?.peerId?.telephonySessionId ?? status?.peerId?.sessionId),
		peerPartyId: text(status?.peerId?.partyId),
	});
}

function record(sessionId: string, party: CallParty): CallRecord {
	const fields = { ...party, extensionId: extensionOf(party) };
	const event = sessionEventOf({
		body: { telephonySessionId: sessionId, parties: [fields] },
	} as unknown as Parameters<typeof sessionEventOf>[0]);
	if (!event) throw new Error('A call without an id');
	const { event: _none, ...rest } = partyRecord(event, event.parties[0], '');
	return rest;
}

/** A party in the wanted shape. */
export function partyOutput(
	sessionId: string,
	party: CallParty,
	output: OutputShape,
	numberPlan?: NumberPlan,
): JsonObject {
	if (output === 'raw') return party;
	if (output === 'callRecord') {
		return inCountry(record(sessionId, party), numberPlan) as unknown as JsonObject;
	}
	return partyFields(sessionId, party);
}

/**
 * A call in the wanted shape: one object, or as call records one for each of its parties. A conference that
 * nobody has joined has none, and is told by its own fields then.
 */
export function sessionOutput(
	session: CallSession,
	output: OutputShape,
	numberPlan?: NumberPlan,
): JsonObject[] {
	if (output === 'raw') return [session];
	const parties = partiesOf(session);
	if (output === 'callRecord' && parties.length > 0) {
		return parties.map((party) => partyOutput(session.id, party, output, numberPlan));
	}
	return [
		compact<JsonObject>({
			telephonySessionId: session.id,
			origin: text(session.origin?.type),
			creationTime: text(session.creationTime),
			voiceCallToken: text(session.voiceCallToken),
			parties: parties.map((party) => partyFields(session.id, party)),
		}),
	];
}

const TELEPHONY: Record<string, string> = wordTable({
	ringing: 'Proceeding',
	callconnected: 'Answered',
	onhold: 'Hold',
	parkedcall: 'Parked',
});

/** An active call of a presence answer as the party it stands for. */
function partyOfActiveCall(call: ActiveCall, extensionId: string | undefined): CallParty {
	return {
		id: call.partyId ?? '',
		extensionId,
		direction: call.direction,
		from: { phoneNumber: call.from, name: call.fromName },
		to: { phoneNumber: call.to, name: call.toName },
		status: { code: TELEPHONY[text(call.telephonyStatus)?.toLowerCase() ?? ''] ?? 'Unknown' },
	};
}

/** An active call of a presence answer in the wanted shape. */
export function activeCallOutput(
	call: ActiveCall,
	extensionId: string | undefined,
	output: OutputShape,
	numberPlan?: NumberPlan,
): JsonObject {
	if (output === 'raw') return call;
	const sessionId = text(call.telephonySessionId) ?? '';
	if (output === 'callRecord') {
		return compact<JsonObject>({
			...partyOutput(sessionId, partyOfActiveCall(call, extensionId), output, numberPlan),
			startTime: text(call.startTime),
		});
	}
	const { sipData, ...rest } = call;
	return compact<JsonObject>({
		...rest,
		telephonySessionId: sessionId,
		extensionId,
		...(sipData === undefined || sipData === null ? {} : { sipData }),
	});
}

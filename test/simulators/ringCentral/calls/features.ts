import { randomBytes } from 'node:crypto';

import { notFound } from '../requests/failure';
import { wrongState, type Calls } from './calls';
import { endSession, hangUp, holdOthers } from './lifecycle';
import { isLive, talks, type CallSession, type Party, type PartyRecording } from './model';
import { otherOf } from './transfer';

const CONFERENCE = { name: 'Conference', phoneNumber: 'conference' };

/** A conference nobody is in yet; phones join by its voiceCallToken. */
export function newConference(calls: Calls, ownerId: string): CallSession {
	const session = calls.newSession('Conference');
	session.ownerId = ownerId;
	session.voiceCallToken = `conf_${randomBytes(24).toString('hex')}`;
	return session;
}

/** The phone of the user who made the conference dials in. */
export function joinConference(calls: Calls, session: CallSession): Party {
	const { ownerId } = session;
	const hosted = session.parties.some((item) => item.conferenceRole === 'Host' && isLive(item));
	if (ownerId === undefined || hosted) throw wrongState();
	holdOthers(calls, ownerId);
	const party = calls.addParty(session, {
		direction: 'Outbound',
		extensionId: ownerId,
		from: calls.endOf(ownerId, false),
		to: CONFERENCE,
		conferenceRole: 'Host',
	});
	calls.change(party, { code: 'Answered', answeredAt: calls.world.now() });
	return party;
}

/**
 * Takes the other one of a call into a conference; the user's leg of that call is Gone with the
 * new participant as peer (fixture conference.session.response.json). @throws ApiFailure 409
 */
export function bringIn(calls: Calls, conference: CallSession, party: Party): Party {
	if (conference.origin !== 'Conference' || !talks(party)) throw wrongState();
	const other = otherOf(party);
	const made = calls.addParty(conference, {
		direction: 'Inbound',
		from: party.direction === 'Outbound' ? party.from : party.to,
		to: CONFERENCE,
		conferenceRole: 'Participant',
		peer: other,
	});
	calls.change(party, { code: 'Gone', goneTo: made });
	other.peer = made;
	return made;
}

/** A host who leaves ends the conference, unless it is to be kept. */
export function dropParty(calls: Calls, party: Party, keepConferenceAlive: boolean): void {
	const ends = party.conferenceRole === 'Host' && !keepConferenceAlive;
	if (ends) endSession(calls, party.session);
	else hangUp(calls, party);
}

/** A supervisor listens to an agent's call. @throws ApiFailure 409 unless the agent talks */
export function supervise(
	calls: Calls,
	agent: Party,
	{ extensionId, deviceId }: { extensionId: string; deviceId: string },
): Party {
	if (!talks(agent)) throw wrongState();
	holdOthers(calls, extensionId);
	const agentId = agent.extensionId ?? '';
	return calls.addParty(agent.session, {
		direction: 'Outbound',
		extensionId,
		from: { ...calls.endOf(extensionId, true), deviceId },
		to: calls.endOf(agentId, true),
		supervises: agent,
		cameBy: 'Monitoring',
	});
}

/** Starts recording. @throws ApiFailure 409 when nobody talks or it is recorded already */
export function startRecording(calls: Calls, party: Party): PartyRecording {
	if (!talks(party) || party.recordings.length > 0) throw wrongState();
	const recording = { id: calls.world.nextId('1662'), active: true };
	calls.change(party, { recordings: [recording] });
	return recording;
}

/** Pauses or resumes. @throws ApiFailure 404 for another id, 409 when the call is over */
export function setRecording(
	calls: Calls,
	party: Party,
	id: string,
	active: boolean,
): PartyRecording {
	const recording = party.recordings.find((item) => item.id === id);
	if (!recording) throw notFound('recordingId');
	if (!isLive(party)) throw wrongState();
	recording.active = active;
	calls.change(party, {});
	return recording;
}

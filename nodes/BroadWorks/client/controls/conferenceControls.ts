import type { HttpResponse } from '../../../shared/core/ports';
import type { XsiObject } from '../calls/values';
import { xsiDocument, type DocumentContent } from '../channel/documents';
import {
	documentOf,
	entriesAt,
	flags,
	listed,
	twoCalls,
	type Control,
	type ControlValues,
} from './control';

const CONFERENCE = 'user/{userId}/calls/Conference';

const NONE = '{userId} has no conference now';
const NOT_IN = 'The call {callId} is not in a conference of {userId}';

const all = (verb: string, more: Partial<Control> = {}): Control => ({
	method: 'PUT',
	path: `${CONFERENCE}/${verb}`,
	missing: NONE,
	...more,
});
const one = (verb: string) => all(`{callId}/${verb}`, { missing: NOT_IN });
/** The user of the path has the conference; the query names the supervisor, who is the same. */
const supervised = (verb: string) => all(verb, { query: { userId: 'userId' } });

const participantsIn = entriesAt('conferenceParticipantList/conferenceParticipant');

/** The conference with its participants as a list, and each flag as one. */
function conferenceOf(response: HttpResponse): XsiObject {
	const { conferenceParticipantList: _list, ...conference } = documentOf(response);
	return {
		...flags(conference, ['muted']),
		participants: participantsIn(response).map((participant) =>
			flags(participant, ['muted', 'deaf']),
		),
	};
}

function startDocument({ callId, otherCallId, furtherCallIds }: ControlValues): string {
	const callIds = [...new Set([callId, otherCallId, ...listed(furtherCallIds)])];
	const participants: DocumentContent = callIds.map((id) => [
		'conferenceParticipant',
		[['callId', id]],
	]);
	return xsiDocument('Conference', [['conferenceParticipantList', participants]]);
}

/** A user's conference, of which there is at most one (docs/protocols/broadworks.md#call-control). */
export const CONFERENCE_CONTROLS = {
	start: { method: 'POST', path: CONFERENCE, prepare: twoCalls, body: startDocument },
	get: { method: 'GET', path: CONFERENCE, missing: NONE, read: conferenceOf },
	addCall: all('{callId}'),
	muteParticipant: one('Mute'),
	unmuteParticipant: one('UnMute'),
	deafenParticipant: one('Deaf'),
	undeafenParticipant: one('UnDeaf'),
	removeParticipant: {
		method: 'DELETE',
		path: 'user/{userId}/calls/{callId}',
		missing: NOT_IN,
	},
	hold: all('Hold'),
	resume: all('Talk'),
	mute: all('Mute'),
	unmute: all('Unmute'),
	bargeIn: supervised('BargeIn'),
	silentMonitor: supervised('SilentMonitor'),
	coach: supervised('SupervisorCoach'),
	end: { method: 'DELETE', path: CONFERENCE, missing: NONE },
} satisfies Record<string, Control>;

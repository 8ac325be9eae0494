import { administers, targetUser } from '../http/auth';
import { badRequest, forbidden } from '../http/errors';
import type { Reply } from '../http/reply';
import { queryValue, requiredQuery, type Router, type XsiRequest } from '../http/router';
import { release } from '../calls/lifecycle';
import { dialOut } from '../meetings/dialOut';
import { MEETINGS } from '../meetings/kinds';
import {
	end,
	holderOf,
	leave,
	record,
	RECORDING_VERBS,
	roomOf,
	setFlag,
	setLecture,
	setLock,
	setSessionInfo,
	startedAt,
	type MeetingPlace,
} from '../meetings/meetings';
import type { MeetingState } from '../state';
import { MODERATOR_PIN } from '../people/records';
import { DONE } from './user';

type FindPlace = (request: XsiRequest) => MeetingPlace;
type Act = (request: XsiRequest, meeting: MeetingState) => Reply | void;

/** Who may steer a meeting: whose it is, and administrators. @throws XsiError 403, 404 */
function checked({ world, caller }: XsiRequest, place: MeetingPlace): MeetingPlace {
	const holder = holderOf(world, place);
	if (caller === holder || administers(caller, holder.groupId)) return place;
	throw forbidden('The user may not act on this meeting.');
}

const conferenceOf: FindPlace = (request) => {
	const { bridgeId, conferenceId } = request.params;
	return checked(request, { kind: 'meetMe', ownerId: bridgeId, id: conferenceId });
};

const roomOfUser: FindPlace = (request) => {
	const { userId, roomId } = request.params;
	targetUser(request.world, request.caller, userId);
	return checked(request, { kind: 'collaborate', ownerId: userId, id: roomId });
};

const roomOfPath: FindPlace = (request) =>
	checked(request, roomOf(request.world, request.params.roomId));

const FLAGS = {
	mute: ['muted', true],
	unmute: ['muted', false],
	hold: ['held', true],
	retrieve: ['held', false],
} as const;

/** One goes; whose telephone was called by the meeting hangs up. */
function dismiss({ world, params }: XsiRequest, meeting: MeetingState): void {
	const call = world.state.calls.get(params.callId);
	if (call?.joins) release(world, call, 'remoteRelease');
	else leave(world, meeting, params.callId);
}

/** All go. */
function dismissAll({ world }: XsiRequest, meeting: MeetingState): void {
	const { participants } = meeting;
	end(world, meeting);
	for (const { callId } of participants) {
		const call = world.state.calls.get(callId);
		if (call?.joins) release(world, call, 'remoteRelease');
	}
}

/** What goes on in conferences and rooms (docs/protocols/broadworks.md#meetings). */
export function addMeetingRoutes(router: Router): void {
	const routes = (base: string, placeOf: FindPlace) => (method: string, path: string, act: Act) =>
		router.add(method, `${base}${path}`, (request) => {
			const meeting = startedAt(request.world, placeOf(request));
			return act(request, meeting) ?? DONE;
		});
	const whole: Act = (_request, meeting) => {
		const { root, document } = MEETINGS[meeting.kind];
		return { document: { root, fields: document(meeting) } };
	};
	const conference = '/v2.0/meetmeconference/{bridgeId}/conference/{conferenceId}';
	const inConference = routes(conference, conferenceOf);
	const ofUser = routes('/v2.0/user/{userId}/collaborate/room/{roomId}', roomOfUser);
	const inRoom = routes('/v2.0/collaborate/room/{roomId}', roomOfPath);

	for (const [route, verbs] of [
		[inConference, ['mute', 'unmute', 'hold', 'retrieve']],
		[inRoom, ['mute', 'unmute']],
	] as const) {
		for (const verb of verbs) {
			route('PUT', `/calls/{callId}/${verb}`, ({ world, params }, meeting) =>
				setFlag(world, meeting, params.callId, [...FLAGS[verb]]),
			);
		}
		route('PUT', '/lock', ({ world }, meeting) => setLock(world, meeting, true));
		route('PUT', '/unlock', ({ world }, meeting) => setLock(world, meeting, false));
	}
	for (const route of [inConference, ofUser]) {
		route('GET', '', whole);
		route('DELETE', '', dismissAll);
		route('DELETE', '/calls/{callId}', dismiss);
	}
	inConference('PUT', '/ClientSessionInfo', (request, meeting) =>
		setSessionInfo(request.world, meeting, requiredQuery(request, 'info')),
	);
	ofUser('PUT', '/clientsessioninfo', (request, meeting) =>
		setSessionInfo(request.world, meeting, requiredQuery(request, 'info')),
	);
	for (const verb of RECORDING_VERBS) {
		inConference('PUT', `/${verb}`, ({ world }, meeting) => record(world, meeting, verb));
	}
	inConference('PUT', '/setlecturemode', ({ world }, meeting) => setLecture(world, meeting, true));
	inConference('PUT', '/unsetlecturemode', ({ world }, meeting) =>
		setLecture(world, meeting, false),
	);
	inConference('PUT', '/PlaySecurityClassification', (_request, meeting) => {
		meeting.announcements = (meeting.announcements ?? 0) + 1;
	});
	addDialling(router, conference);
}

function addDialling(router: Router, conference: string): void {
	router.add('POST', `${conference}/outgoingdial`, (request) => {
		const uniqueIdentifier = queryValue(request, 'uniqueIdentifier');
		if (uniqueIdentifier !== undefined && !/^\d{1,10}$/.test(uniqueIdentifier)) {
			throw badRequest('The uniqueIdentifier must have 1 to 10 digits.');
		}
		// In place of the conference its PIN may stand, which makes the called party a moderator.
		const { conferenceId } = request.params;
		const moderator = conferenceId.startsWith(MODERATOR_PIN);
		const id = moderator ? conferenceId.slice(MODERATOR_PIN.length) : conferenceId;
		const params = { ...request.params, conferenceId: id };
		const place = conferenceOf({ ...request, params });
		const address = requiredQuery(request, 'address');
		dialOut(request.world, place, address, { uniqueIdentifier, ...(moderator && { moderator }) });
		return DONE;
	});
	// No public page says where the address stands (docs/protocols/broadworks.md#meetings).
	router.add('POST', '/v2.0/collaborate/room/{roomId}/outgoingdial', (request) => {
		dialOut(request.world, roomOfPath(request), requiredQuery(request, 'address'));
		return DONE;
	});
}

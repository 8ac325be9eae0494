import { addToConference, conferenceOf, controlConference } from '../calls/conference';
import { changeSupervision, controlParticipant } from '../calls/conference';
import { endConference, startConference } from '../calls/conference';
import { conferenceDocument } from '../calls/conferenceDocument';
import { release } from '../calls/lifecycle';
import { badRequest } from '../http/errors';
import { requireBody } from '../http/body';
import { requiredQuery, type Router } from '../http/router';
import type { ConferenceType } from '../state';
import { childText } from '../xml/xml';
import { DONE, userRoutes } from './user';

/** What a supervisor changes to. */
const MODES: Array<[verb: string, type: ConferenceType]> = [
	['BargeIn', 'Barge-In'],
	['SilentMonitor', 'Silently Monitored'],
	['SupervisorCoach', 'Supervisor Coached'],
];

/** Everything below `/v2.0/user/{userId}/calls/Conference` (docs/protocols/broadworks.md#call-control). */
export function addConferenceRoutes(router: Router): void {
	const route = userRoutes(router, '/calls/Conference');
	route('GET', '', (_request, user) => ({
		document: { root: 'Conference', fields: conferenceDocument(conferenceOf(user)) },
	}));
	route('POST', '', (request, user) => {
		const body = requireBody(request.body, 'Conference');
		const list = body.children.find((item) => item.name === 'conferenceParticipantList');
		const callIds = (list?.children ?? []).map((item) => childText(item, 'callId') ?? '');
		startConference(request.world, user, callIds);
		return { status: 201 };
	});
	route('DELETE', '', ({ world }, user) => {
		const callIds = conferenceOf(user).participants.map((item) => item.callId);
		endConference(world, user);
		for (const callId of callIds) {
			const call = world.state.calls.get(callId);
			if (call) release(world, call, 'localRelease');
		}
		return DONE;
	});
	route('PUT', '/{callId}', (request, user) => {
		addToConference(request.world, user, request.params.callId);
		return DONE;
	});
	for (const verb of ['Hold', 'Talk', 'Mute', 'Unmute'] as const) {
		route('PUT', `/${verb}`, ({ world }, user) => {
			controlConference(world, user, verb);
			return DONE;
		});
	}
	for (const verb of ['Mute', 'UnMute', 'Deaf', 'UnDeaf'] as const) {
		route('PUT', `/{callId}/${verb}`, (request, user) => {
			controlParticipant(request.world, user, request.params.callId, verb);
			return DONE;
		});
	}
	for (const [verb, type] of MODES) {
		route('PUT', `/${verb}`, (request, user) => {
			if (requiredQuery(request, 'userId') !== user.userId) {
				throw badRequest('The supervisor is not the user who has the conference.');
			}
			changeSupervision(request.world, user, type);
			return DONE;
		});
	}
}

import { badRequest } from '../http/errors';
import { callOf, publishCall } from '../calls/callEvents';
import { findCall, requireState } from '../calls/half';
import { isOffHook } from '../calls/hook';
import { BUSY, hold, reconnect, release, talk, UNAVAILABLE } from '../calls/lifecycle';
import { clickToDial } from '../calls/outgoing';
import { park, parkInGroup } from '../calls/park';
import { controlRecording, type RecordingVerb } from '../calls/recording';
import { blindTransfer, consultTransfer } from '../calls/transfer';
import { transferWhenRinging, voicemailTransfer } from '../calls/transfer';
import { messageSummary } from '../xml/documents';
import { notFound } from '../http/errors';
import type { Reply } from '../http/reply';
import { queryValue, requiredQuery, type Router, type XsiRequest } from '../http/router';
import { outsideParty } from '../people/dialPlan';
import { depositMessage, markMessages } from '../people/voicemail';
import { agentOf } from '../queues/agents';
import type { CallState, UserState } from '../state';
import { created, DONE, userRoutes } from './user';

/** DELETE of a call: hang up, or with `decline` reject one that rings. */
function endCall(request: XsiRequest, call: CallState): Reply {
	const decline = /^true$/i.test(queryValue(request, 'decline') ?? '');
	if (!decline) {
		release(request.world, call, 'localRelease');
		return DONE;
	}
	requireState(call, 'Alerting');
	if (call.personality !== 'Terminator') throw badRequest('Only incoming calls can be declined.');
	const reason = queryValue(request, 'declineReason') ?? 'Busy';
	const reasons: Record<string, typeof BUSY> = { Busy: BUSY, TemporarilyUnavailable: UNAVAILABLE };
	if (!reasons[reason]) throw badRequest(`The decline reason "${reason}" does not exist.`);
	release(request.world, call, 'localRelease', reasons[reason]);
	return DONE;
}

function dispose(request: XsiRequest, user: UserState, callId: string): Reply {
	agentOf(user);
	const dispositionCode = request.params.code;
	const known = [...request.world.state.queues.values()].some(
		(queue) =>
			queue.agents.some((agent) => agent.userId === user.userId) &&
			queue.dispositionCodes.some(({ code }) => code === dispositionCode),
	);
	if (!known) throw notFound('The disposition code does not exist.');
	const call = request.world.state.calls.get(callId);
	if (call) call.dispositionCode = dispositionCode;
	request.world.publish({
		subject: user,
		type: 'AgentDispositionCodeAddedEvent',
		data: { dispositionCode, callId },
	});
	return DONE;
}

/** Everything below `/v2.0/user/{userId}/calls` (docs/protocols/broadworks.md#call-control). */
export function addCallRoutes(router: Router): void {
	const route = userRoutes(router, '/calls');
	const onCall = (
		method: string,
		path: string,
		act: (request: XsiRequest, call: CallState, user: UserState) => Reply | void,
	) =>
		route(method, `/{callId}${path}`, (request, user) => {
			const call = findCall(request.world, user, request.params.callId);
			return act(request, call, user) ?? DONE;
		});

	route('GET', '', ({ world }, user) => {
		const call = world.callsOf(user.userId).map((item) => ({
			'@inConference': item.inConference ? 'true' : undefined,
			callId: item.callId,
			uri: `/v2.0/user/${user.userId}/calls/${item.callId}`,
		}));
		return { document: { root: 'Calls', fields: { call } } };
	});
	route('POST', '/New', (request, user) =>
		created(clickToDial(request.world, user, requiredQuery(request, 'address'))),
	);
	onCall('GET', '', ({ world }, call) => ({
		document: { root: 'Call', fields: callOf(world, call) },
	}));
	onCall('DELETE', '', endCall);
	onCall('PUT', '/Talk', ({ world }, call) => talk(world, call));
	onCall('PUT', '/Hold', ({ world }, call) => hold(world, call));
	onCall('PUT', '/Reconnect', ({ world }, call) => reconnect(world, call));
	onCall('PUT', '/BlindTransfer', (request, call) =>
		blindTransfer(request.world, call, requiredQuery(request, 'address')),
	);
	onCall('PUT', '/MuteTransfer', (request, call) => {
		const address = requiredQuery(request, 'address');
		const consulted = transferWhenRinging(request.world, call, address);
		return { ...created(consulted), status: 200, headers: {} };
	});
	onCall('PUT', '/ConsultTransfer/{callId2}', (request, call, user) =>
		consultTransfer(request.world, call, findCall(request.world, user, request.params.callId2)),
	);
	onCall('PUT', '/VmTransfer', (request, call) =>
		voicemailTransfer(request.world, call, queryValue(request, 'address')),
	);
	const parkedAt = (call: CallState, place: UserState): Reply => {
		const retrieve = `/v2.0/user/${call.userId}/calls/ParkRetrieve`;
		return { headers: { 'Content-Location': `${retrieve}?address=tel:${place.extension}` } };
	};
	onCall('PUT', '/Park', (request, call) =>
		parkedAt(call, park(request.world, call, queryValue(request, 'address'))),
	);
	onCall('PUT', '/GroupCallPark', ({ world }, call) => parkedAt(call, parkInGroup(world, call)));
	for (const verb of ['Record', 'PauseRecording', 'ResumeRecording', 'StopRecording']) {
		onCall('PUT', `/${verb}`, ({ world }, call) =>
			controlRecording(world, call, verb as RecordingVerb),
		);
	}
	onCall('PUT', '/TransmitDTMF', (request, call) => {
		const digits = requiredQuery(request, 'playdtmf');
		if (!/^[0-9A-D*#,]+$/i.test(digits)) throw badRequest('These are not DTMF digits.');
		requireState(call, 'Active');
		call.digits = (call.digits ?? '') + digits;
	});
	onCall('PUT', '/ClientSessionInfo', (request, call) => {
		call.clientSessionInfo = requiredQuery(request, 'info');
		publishCall(request.world, 'CallClientSessionInfoUpdatedEvent', call);
	});
	onCall('PUT', '/DispositionCode/{code}', (request, call, user) =>
		dispose(request, user, call.callId),
	);
	route('PUT', '/DispositionCode/{code}', (request, user) => {
		const { lastCallId } = agentOf(user);
		if (lastCallId === undefined) throw notFound('The agent has had no call.');
		return dispose(request, user, lastCallId);
	});
	route('GET', '/HookStatus', ({ world }, user) => ({
		document: {
			root: 'HookStatus',
			fields: { hookStatus: isOffHook(world, user) ? 'Off-Hook' : 'On-Hook' },
		},
	}));
	addMessageSummary(router);
}

function addMessageSummary(router: Router): void {
	const route = userRoutes(router, '/calls/MessageSummary');
	route('GET', '', (_request, user) => ({
		document: { root: 'VoiceMailMessageSummary', fields: { summary: messageSummary(user) } },
	}));
	route('PUT', '', (request, user) => {
		const count = Number(requiredQuery(request, 'thirdPartyNewMessage'));
		if (!Number.isInteger(count) || count < 0) throw badRequest('A number is needed.');
		const from = outsideParty('', 'Third party');
		for (let left = count; left > 0; left--) {
			depositMessage(request.world, user, { from, urgent: false });
		}
		return DONE;
	});
	route('DELETE', '', (request, user) => {
		markMessages(request.world, user, user.messages, true);
		return DONE;
	});
}

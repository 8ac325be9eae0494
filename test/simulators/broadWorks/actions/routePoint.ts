import { badRequest, forbidden, notFound } from '../http/errors';
import { administers } from '../http/auth';
import { requireBody } from '../http/body';
import { queryValue, type Router, type XsiRequest } from '../http/router';
import type { Reply } from '../http/reply';
import { admit, bounceBack, callAt, dialFrom, distribute, leavePoint } from '../queues/routePoint';
import { play, publishPointCall, reject, routePointEntry } from '../queues/routePoint';
import { sendFrom, waitingAt } from '../queues/routePoint';
import type { RoutePointCallState, RoutePointState } from '../state';
import { child, childText } from '../xml/xml';
import { DONE } from './user';

/** The route point of a request: for administrators and its agents. @throws XsiError 403, 404 */
function pointOf({ world, params, caller }: XsiRequest): RoutePointState {
	const point = world.state.routePoints.get(params.routePointId);
	const user = point && world.user(point.routePointId);
	const allowed = administers(caller, user?.groupId) || caller.agent !== undefined;
	if (!allowed) throw forbidden('The user may not act on this route point.');
	if (!point) throw notFound('The route point does not exist.');
	return point;
}

/** What each request for playing is called in the schema, which has a blank after Silence. */
const PLAYS: Array<[verb: string, root: string, type: string]> = [
	['PlayTreatment', 'RoutePointPlayTreatment', 'Treatment'],
	['PlayMusicOnHold', 'RoutePointPlayMusicOnHold', 'MOH'],
	['PlayRingback', 'RoutePointPlayRingBack', 'Ringback'],
	['PlaySilence', 'RoutePointPlaySilence', 'Silence '],
	['PlayBusy', 'RoutePointPlayBusy', 'Busy'],
];

/** Everything below `/v2.0/routepoint/{routePointId}` (docs/protocols/broadworks.md#route-points). */
export function addRoutePointRoutes(router: Router): void {
	const base = '/v2.0/routepoint/{routePointId}';
	router.add('GET', `${base}/profile/State`, (request) => ({
		document: { root: 'RoutePointState', fields: { $: pointOf(request).state } },
	}));
	router.add('PUT', `${base}/profile/State`, (request) => {
		const point = pointOf(request);
		const state = requireBody(request.body, 'RoutePointState').text.trim();
		point.state = state as RoutePointState['state'];
		return DONE;
	});
	router.add('GET', `${base}/calls`, (request) => {
		const point = pointOf(request);
		const user = request.world.user(point.routePointId);
		const queueEntry = point.calls
			.filter(({ admitted }) => admitted)
			.map((call) => routePointEntry(user, call));
		const queueEntries = queueEntry.length > 0 ? { queueEntry } : undefined;
		return { document: { root: 'RoutePointQueue', fields: { queueEntries } } };
	});
	router.add('POST', `${base}/calls/new`, (request) => {
		const point = pointOf(request);
		const body = requireBody(request.body, 'RoutePointOutgoingDial');
		const call = dialFrom(request.world, point, childText(body, 'address') ?? '');
		return {
			status: 201,
			headers: { Location: `/v2.0/routepoint/${point.routePointId}/calls/${call.callId}` },
			document: {
				root: 'CallStartInfo',
				fields: { callId: call.callId, externalTrackingId: call.extTrackingId },
			},
		};
	});
	addCallRoutes(router, `${base}/calls/{callId}`);
}

type Act = (request: XsiRequest, point: RoutePointState, call: RoutePointCallState) => Reply | void;

function addCallRoutes(router: Router, base: string): void {
	const add = (method: string, path: string, find: typeof callAt, act: Act) =>
		router.add(method, `${base}${path}`, (request) => {
			const point = pointOf(request);
			return act(request, point, find(point, request.params.callId)) ?? DONE;
		});
	const onWaiting = (verb: string, act: Act) => add('PUT', `/${verb}`, waitingAt, act);

	add('DELETE', '', callAt, ({ world }, point, call) => {
		leavePoint(world, point, call);
		publishPointCall(world, point, call, 'RoutePointCallReleasedEvent', {
			releaseReason: 'CallReleaseRequested',
		});
	});
	add('PUT', '/admit', callAt, ({ world }, point, call) => admit(world, point, call));
	add('PUT', '/reject', callAt, ({ world }, point, call) => reject(world, point, call));
	onWaiting('Bounce', ({ world }, point, call) => bounceBack(world, point, call));
	onWaiting('Fail', ({ world }, point, call) => {
		point.failed = [...(point.failed ?? []), call.callId];
		leavePoint(world, point, call);
	});
	onWaiting('BlindTransfer', (request, point, call) => {
		const inBody = request.body && requireBody(request.body, 'RoutePointBlindTransfer');
		const address = queryValue(request, 'address') ?? (inBody && childText(inBody, 'address'));
		if (!address) throw badRequest('An address is needed.');
		sendFrom(request.world, point, call, address);
	});
	onWaiting('Distribute', (request, point, call) => {
		const body = requireBody(request.body, 'RoutePointDistribute');
		distribute(request.world, point, call, childText(body, 'agentId') ?? '');
	});
	onWaiting('ConnectToVoiceXML', (request, point, call) => {
		const body = requireBody(request.body, 'RoutePointConnectToVoiceXML');
		point.scripts = [...(point.scripts ?? []), childText(body, 'scriptUrl') ?? ''];
		leavePoint(request.world, point, call);
	});
	for (const [verb, root, type] of PLAYS) {
		onWaiting(verb, (request, _point, call) => {
			const body = requireBody(request.body, root);
			if ((child(body, 'audioUrlList')?.children.length ?? 0) > 4) {
				throw badRequest('A treatment has four addresses at most.');
			}
			const playCollectId = play(request.world, call, type, childText(body, 'playCollectId'));
			return { document: { root: 'RoutePointPlayInfo', fields: { playCollectId } } };
		});
	}
}

import { callForExecutive, escalate, escalateEmergency } from '../calls/escalation';
import { pushToExecutive, pushToTalk } from '../calls/escalation';
import { pushToFindMe } from '../calls/findMe';
import { findCall, requireState } from '../calls/half';
import { callFromOutside } from '../calls/incoming';
import { clickToDial } from '../calls/outgoing';
import { pickUpForeign, pullCall, retrieveParked } from '../calls/park';
import { superviseCall, superviseNext } from '../calls/supervision';
import { isOutsideNumber, resolve } from '../people/dialPlan';
import { badRequest, notFound } from '../http/errors';
import { requireBody } from '../http/body';
import type { Reply } from '../http/reply';
import { queryValue, requiredQuery, type Router, type XsiRequest } from '../http/router';
import { serviceDocument, serviceText } from '../people/services';
import type { CallLogState, CallState, UserState } from '../state';
import { child } from '../xml/xml';
import { created, DONE, userRoutes } from './user';

const LOCATIONS = [
	'Primary',
	'BroadWorksAnywhere',
	'SharedCallAppearance',
	'Mobility',
	'FlexibleSeatingGuest',
	'All',
];

type Dialling = (request: XsiRequest, user: UserState, address: string | undefined) => CallState;
const addressed =
	(dial: (request: XsiRequest, user: UserState, address: string) => CallState): Dialling =>
	(request, user) =>
		dial(request, user, requiredQuery(request, 'address'));

/** Calls the newest logged call of a kind. */
const redial =
	(fits: (kind: CallLogState['kind']) => boolean): Dialling =>
	({ world }, user) => {
		const last = user.log.find(({ kind }) => fits(kind));
		if (!last) throw notFound('There is no such call to return to.');
		return clickToDial(world, user, last.phoneNumber);
	};

/** Picks the call up where it still rings, else joins it. */
function bargeIn({ world }: XsiRequest, user: UserState, address: string): CallState {
	const target = resolve(world.state, address).user;
	const calls = target ? world.callsOf(target.userId) : [];
	const rings = calls.some(({ state, personality }) => {
		return state === 'Alerting' && personality === 'Terminator';
	});
	return rings
		? pickUpForeign(world, user, address)
		: superviseCall(world, user, address, 'Barge-In');
}

/** Commands that act as if the user had dialled a feature access code. */
const DIALLED: Record<string, Dialling> = {
	CallReturn: redial((kind) => kind !== 'placed'),
	LastNumberRedial: redial((kind) => kind === 'placed'),
	CallPickup: ({ world }, user) => pickUpForeign(world, user, undefined),
	CallRetrieve: ({ world }, user) => pullCall(world, user),
	ParkRetrieve: ({ world }, user, address) => retrieveParked(world, user, address),
	DirectedCallPickup: addressed(({ world }, user, address) => pickUpForeign(world, user, address)),
	DirectedCallPickupBargeIn: addressed(bargeIn),
	SilentMonitor: addressed(({ world }, user, address) =>
		superviseCall(world, user, address, 'Silently Monitored'),
	),
	SilentMonitorNext: addressed(({ world }, user, address) => superviseNext(world, user, address)),
	CoachAgent: addressed(({ world }, user, address) =>
		superviseCall(world, user, address, 'Supervisor Coached'),
	),
	PushToTalk: addressed(({ world }, user, address) => pushToTalk(world, user, address)),
	Escalate: ({ world }, user, address) => escalate(world, user, address),
};

/** The outside party is called first, and then the user (docs/protocols/broadworks.md#call-control). */
function callMeNow(request: XsiRequest, user: UserState): Reply {
	const { world } = request;
	serviceDocument(user, 'CallMeNow');
	const { number, user: inside } = resolve(world.state, requiredQuery(request, 'address'));
	if (inside || !isOutsideNumber(number)) throw badRequest('The address cannot be called.');
	world.timers.set(`call me now ${world.nextNumber()}`, world.settings.outsideAnswers ?? 0, () =>
		callFromOutside(world, user, number, undefined),
	);
	const asks = serviceText(user, 'CallMeNow', 'answerConfirmation') === 'Passcode';
	const fields = { passcode: asks ? '1234' : undefined };
	return { document: { root: 'CallMeNowStartInfo', fields } };
}

function trace(user: UserState, id: string): Reply {
	user.traces = [...(user.traces ?? []), id];
	return DONE;
}

/** A number for the call of a mobile telephone. */
function createImrn(request: XsiRequest, user: UserState): Reply {
	const calling = requiredQuery(request, 'callingPartyAddress');
	const called = requiredQuery(request, 'calledPartyAddress');
	const pin = queryValue(request, 'pin') ?? '';
	if (!/^\d{0,10}$/.test(pin)) throw badRequest('The pin has more than ten digits.');
	const number = String(request.world.nextNumber()).slice(-7);
	const imrn = `+1555${number}`;
	user.imrns = [...(user.imrns ?? []), { imrn, calling, called }];
	return { status: 201, document: { root: 'IMRNInfo', fields: { imrn } } };
}

/** The commands of a user's calls that make calls or are of one service. */
export function addCallCommandRoutes(router: Router): void {
	const route = userRoutes(router, '/calls');
	const onCall = (
		method: string,
		path: string,
		act: (request: XsiRequest, call: CallState, user: UserState) => Reply | void,
	) =>
		route(
			method,
			`/{callId}${path}`,
			(request, user) =>
				act(request, findCall(request.world, user, request.params.callId), user) ?? DONE,
		);
	for (const [verb, dial] of Object.entries(DIALLED)) {
		route('POST', `/${verb}`, (request, user) => {
			const location = queryValue(request, 'location') ?? 'All';
			if (!LOCATIONS.includes(location)) throw badRequest('The location does not exist.');
			return created(dial(request, user, queryValue(request, 'address') || undefined));
		});
	}
	onCall('POST', '/EmergencyEscalate', (request, call) =>
		created(escalateEmergency(request.world, call, queryValue(request, 'address') || undefined)),
	);
	route('POST', '/ExecutiveAssistantInitiateCall', (request, user) => {
		const executive = requiredQuery(request, 'executive');
		const address = requiredQuery(request, 'address');
		return created(callForExecutive(request.world, user, executive, address));
	});
	onCall('PUT', '/ExecutiveAssistantCallPush', ({ world }, call) => pushToExecutive(world, call));
	onCall('PUT', '/FindMeFollowMeCallPush/{other}', (request, call) => {
		if (request.params.other !== call.callId) throw badRequest('These are two different calls.');
		pushToFindMe(request.world, call);
	});
	onCall('PUT', '/PlayMusicOnHold', (request, call) => {
		const body = requireBody(request.body, 'PlayDynamicMusicOnHold');
		requireState(call, 'Held');
		call.musicOnHold = child(body, 'audioUrlList')?.children.map(({ text }) => text.trim());
	});
	onCall('POST', '/CustomerOriginatedTrace', (_request, call, user) => trace(user, call.callId));
	route('POST', '/CustomerOriginatedTrace', (_request, user) => {
		const last = user.log.find(({ kind }) => kind !== 'placed');
		if (!last) throw notFound('The user has received no call.');
		return trace(user, last.callId);
	});
	route('DELETE', '/AutomaticCallback', (_request, user) => {
		user.automaticCallbacks = [];
		return DONE;
	});
	route('POST', '/CallMeNow', callMeNow);
	route('POST', '/Imrn', createImrn);
}

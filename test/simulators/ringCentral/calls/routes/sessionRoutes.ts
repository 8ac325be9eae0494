import { ApiFailure, badParameter } from '../../requests/failure';
import type { Extension } from '../../people/people';
import type { RouteContext, RouteReply, Router } from '../../requests/router';
import type { Calls } from '../calls';
import { dialled } from '../dial';
import { bringIn, newConference, supervise } from '../features';
import { endSession } from '../lifecycle';
import { isLive, talks, type Party } from '../model';
import { callOut } from '../ringOut';
import { partyView, sessionView } from '../views';

export const TELEPHONY = '/restapi/v1.0/account/{accountId}/telephony';
export const SESSION = `${TELEPHONY}/sessions/{telephonySessionId}`;

/**
 * The device of a user that is to take a call.
 * @throws ApiFailure 400 CMN-101 for another's or an offline one: only SIP devices that are online
 * can answer (docs/protocols/ringcentral.md#call-control)
 */
export function deviceOf(
	{ world, user }: RouteContext,
	id: string | undefined,
	parameterName = 'deviceId',
): string {
	const device = id === undefined ? undefined : world.people.devices.get(id);
	if (device?.extensionId !== user.id || device.status !== 'Online') {
		throw badParameter(parameterName, id);
	}
	return device.id;
}

/** The party of a path. @throws ApiFailure 404, 403 CMN-404 when it is not the user's own */
export function ownParty(calls: Calls, { params, user }: RouteContext): Party {
	const party = calls.party(params.telephonySessionId, params.partyId);
	if (party.extensionId !== user.id && party.session.ownerId !== user.id) throw notYours();
	return party;
}

export const notYours = () =>
	new ApiFailure(403, 'CMN-404', 'The call party does not belong to the extension');

/** The talking party of the agent who is to be supervised. */
function agentParty(calls: Calls, sessionId: string, agent: Extension | undefined): Party {
	if (!agent) throw badParameter('agentExtensionId');
	const found = calls
		.find(sessionId)
		.parties.find((party) => party.extensionId === agent.id && isLive(party) && talks(party));
	if (!found) throw badParameter('agentExtensionId', agent.id);
	return found;
}

interface SuperviseBody {
	supervisorDeviceId: string;
	agentExtensionId?: string;
	agentExtensionNumber?: string;
	autoAnswer?: boolean;
}

/** Answers a request to listen to an agent; the supervisor's phone picks up by itself. */
export function superviseReply(calls: Calls, context: RouteContext, party?: Party): RouteReply {
	const { world, user, params } = context;
	const body = context.body as SuperviseBody;
	const deviceId = deviceOf(context, body.supervisorDeviceId, 'supervisorDeviceId');
	const agent = world.people.find(body.agentExtensionId ?? body.agentExtensionNumber ?? '');
	const agents = party ?? agentParty(calls, params.telephonySessionId, agent);
	if (agents.extensionId !== agent?.id) throw badParameter('agentExtensionId', agent?.id);
	const made = supervise(calls, agents, { extensionId: user.id, deviceId });
	const json = partyView(made, world);
	if (body.autoAnswer !== false) {
		const answeredAt = world.now();
		calls.change(made, { code: 'Answered', reason: 'Supervising', answeredAt });
	}
	return { status: 201, json };
}

/**
 * Sessions: read, end, call out, conference, bring in, supervise
 * (docs/protocols/ringcentral.md#call-control).
 */
export function addSessionRoutes(router: Router, calls: Calls): void {
	router.add('GET', SESSION, {}, ({ world, params }) => ({
		json: sessionView(calls.find(params.telephonySessionId), world),
	}));

	router.add('DELETE', SESSION, {}, ({ params, user }) => {
		const session = calls.find(params.telephonySessionId);
		const own = session.parties.some((party) => party.extensionId === user.id && isLive(party));
		if (!own && session.ownerId !== user.id) throw notYours();
		endSession(calls, session);
		return { status: 204 };
	});

	router.add('POST', `${TELEPHONY}/call-out`, {}, (context) => {
		const { from, to } = context.body as {
			from: { deviceId?: string };
			to: { phoneNumber?: string; extensionNumber?: string };
		};
		const deviceId = deviceOf(context, from.deviceId, 'from.deviceId');
		const [name, text] =
			to.phoneNumber === undefined
				? ['to.extensionNumber', to.extensionNumber]
				: ['to.phoneNumber', to.phoneNumber];
		const destination = dialled(context.world, text ?? '', name);
		const { session } = callOut(calls, { user: context.user, deviceId, destination });
		return { status: 201, json: { session: sessionView(session, context.world) } };
	});

	router.add('POST', `${TELEPHONY}/conference`, {}, ({ world, user }) => {
		const session = newConference(calls, user.id);
		return { status: 201, json: { session: sessionView(session, world) } };
	});

	router.add('POST', `${SESSION}/parties/bring-in`, {}, ({ world, user, params, body }) => {
		const conference = calls.find(params.telephonySessionId);
		if (conference.ownerId !== user.id) throw notYours();
		const { sessionId, partyId } = body as { sessionId: string; partyId: string };
		const party = calls.party(sessionId, partyId);
		if (party.extensionId !== user.id) throw notYours();
		const made = bringIn(calls, conference, party);
		const json = partyView(made, world);
		calls.change(made, { code: 'Answered', answeredAt: world.now() });
		return { status: 201, json };
	});

	router.add('POST', `${SESSION}/supervise`, {}, (context) => superviseReply(calls, context));
}

import { badParameter } from '../../requests/failure';
import type { RouteContext, RouteReply, Router } from '../../requests/router';
import type { Calls } from '../calls';
import { target, type TargetBody } from '../dial';
import { dropParty, setRecording, startRecording } from '../features';
import { answer, hold, unhold } from '../lifecycle';
import type { Party } from '../model';
import { deviceOf, notYours, ownParty, SESSION, superviseReply } from './sessionRoutes';
import {
	blindTransfer,
	bridge,
	flip,
	forward,
	ignore,
	park,
	pickUp,
	reject,
	reply,
} from '../transfer';
import { partyView } from '../views';

export const PARTY = `${SESSION}/parties/{partyId}`;

/** What a request does to the user's own party; the answer shows the party as it is then. */
type Action = (party: Party, context: RouteContext) => void;

interface PartyChange {
	muted?: boolean;
	standAlone?: boolean;
}

/** Both forms of the PATCH body: flat as in guide and SDK, nested as in the OpenAPI file. */
function changeOf(body: unknown): PartyChange {
	const { party, ...flat } = (body ?? {}) as PartyChange & { party?: PartyChange };
	const { muted, standAlone } = party ?? flat;
	const given = Object.entries({ muted, standAlone }).filter(([, value]) => value !== undefined);
	if (given.length === 0 || given.some(([, value]) => typeof value !== 'boolean')) {
		throw badParameter('party');
	}
	return Object.fromEntries(given) as PartyChange;
}

/** Requests on one party of a session (docs/protocols/ringcentral.md#call-control). */
export function addPartyRoutes(router: Router, calls: Calls): void {
	const action = (name: string, run: Action, status = 200) =>
		router.add('POST', `${PARTY}/${name}`, {}, (context) => {
			const party = ownParty(calls, context);
			run(party, context);
			if (status === 204) return { status };
			return { status, json: partyView(party, context.world) };
		});

	router.add('GET', PARTY, {}, ({ world, params }) => ({
		json: partyView(calls.party(params.telephonySessionId, params.partyId), world),
	}));
	router.add('PATCH', PARTY, {}, (context) => {
		const party = ownParty(calls, context);
		calls.change(party, changeOf(context.body));
		return { json: partyView(party, context.world) };
	});
	router.add('DELETE', PARTY, {}, (context) => {
		const { keepConferenceAlive = false } = (context.body ?? {}) as {
			keepConferenceAlive?: boolean;
		};
		dropParty(calls, ownParty(calls, context), keepConferenceAlive);
		return { status: 204 };
	});

	action('answer', (party, context) => {
		answer(calls, party, deviceOf(context, (context.body as { deviceId: string }).deviceId));
	});
	action('hold', (party) => hold(calls, party));
	action('unhold', (party) => unhold(calls, party));
	action('transfer', (party, { world, body }) => {
		const given = body as TargetBody;
		if (given.parkOrbit === undefined) blindTransfer(calls, party, target(world, given));
		else park(calls, party, given.parkOrbit);
	});
	action('forward', (party, { world, body }) =>
		forward(calls, party, target(world, body as TargetBody)),
	);
	action('reject', (party) => reject(calls, party), 204);
	action(
		'ignore',
		(party, context) => {
			deviceOf(context, (context.body as { deviceId: string }).deviceId);
			ignore(calls, party);
		},
		204,
	);
	action('reply', (party) => reply(calls, party));
	action('park', (party) => park(calls, party), 201);
	action('bridge', (party, { user, body }) => {
		const { telephonySessionId, partyId } = body as Record<string, string>;
		const consulted = calls.party(telephonySessionId, partyId);
		if (consulted.extensionId !== user.id) throw notYours();
		bridge(calls, party, consulted);
	});

	router.add('POST', `${PARTY}/flip`, {}, (context) => {
		const { callFlipId } = context.body as { callFlipId: string };
		const { world, user } = context;
		const known = world.people.forwardingNumbers.some(
			({ extensionId, flipNumber }) => extensionId === user.id && flipNumber === callFlipId,
		);
		const party = ownParty(calls, context);
		if (!known) throw badParameter('callFlipId', callFlipId);
		flip(calls, party);
		return { status: 200 };
	});

	router.add('POST', `${PARTY}/pickup`, {}, (context): RouteReply => {
		const { params, user, world } = context;
		const party = calls.party(params.telephonySessionId, params.partyId);
		const deviceId = deviceOf(context, (context.body as { deviceId: string }).deviceId);
		const made = pickUp(calls, party, { extensionId: user.id, deviceId });
		return { status: 201, json: partyView(made, world) };
	});

	router.add('POST', `${PARTY}/supervise`, {}, (context) => {
		const { telephonySessionId, partyId } = context.params;
		return superviseReply(calls, context, calls.party(telephonySessionId, partyId));
	});

	router.add('POST', `${PARTY}/recordings`, {}, (context) => {
		const recording = startRecording(calls, ownParty(calls, context));
		return { status: 201, json: { ...recording, mode: 'OnDemand', view: 'Party' } };
	});
	router.add('PATCH', `${PARTY}/recordings/{recordingId}`, {}, (context) => {
		const { active } = context.body as { active: boolean };
		const party = ownParty(calls, context);
		const recording = setRecording(calls, party, context.params.recordingId, active);
		return { json: { ...recording, mode: 'OnDemand', view: 'Party' } };
	});
}

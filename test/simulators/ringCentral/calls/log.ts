import type { CallLeg, CallLogParty, NewLoggedCall } from '../callLog/callLog';
import type { World } from '../world';
import { isLive, type CallSession, type End, type Party } from './model';

/** A recording that a call will have. */
interface Recorded {
	partyId: string;
	id: string;
	type: 'OnDemand';
	owners: string[];
	/** s */
	duration: number;
}

function logParty(world: World, end: End): CallLogParty {
	const { phoneNumber, name, extensionId, deviceId } = end;
	const extension = extensionId === undefined ? undefined : world.people.get(extensionId);
	// Between extensions the number is the extension's own; a caller outside may send a national one.
	const isInternal = extension !== undefined && !phoneNumber?.startsWith('+');
	return {
		...(isInternal
			? { extensionNumber: extension.extensionNumber }
			: phoneNumber === undefined
				? {}
				: { phoneNumber }),
		...(extensionId === undefined ? {} : { extensionId }),
		...(name === undefined && !extension ? {} : { name: name ?? extension?.name }),
		...(deviceId === undefined ? {} : { device: deviceId }),
	};
}

/** The leg of a queue itself, not that of an agent. */
const isQueueLeg = (world: World, { extensionId }: Party) =>
	extensionId !== undefined && world.people.get(extensionId).type === 'Department';

function inboundResult(world: World, party: Party): string {
	if (party.messageId !== undefined) return 'Voicemail';
	if (party.answeredAt !== undefined) return 'Accepted';
	switch (party.reason) {
		case 'AgentAnswered':
			// The queue was served; an agent who was not quick enough was not.
			return isQueueLeg(world, party) ? 'Accepted' : 'Answered Elsewhere';
		case 'Pickup':
			return 'Answered Elsewhere';
		case 'Rejected':
			return 'Rejected';
		case 'CallReplied':
			return 'Reply';
		case 'CallRedirected':
			return 'Accepted';
		default:
			return 'Missed';
	}
}

function outboundResult({ answeredAt, reason }: Party): string {
	if (answeredAt !== undefined) return 'Call connected';
	if (reason === 'TargetBusy') return 'Busy';
	if (reason === 'NoAnswer') return 'No Answer';
	if (reason === 'Rejected') return 'Rejected';
	return reason === 'NoSuchUser' ? 'Wrong Number' : 'Hang Up';
}

const CAME_BY_LEG = {
	Transfer: 'TransferCall',
	'Call Park': 'CallPark',
	Pickup: 'Pickup',
	Move: 'FindMe',
	Monitoring: 'Monitoring',
} as const;

function actionOf(world: World, party: Party): Pick<CallLeg, 'action' | 'legType'> {
	const { session, cameBy, direction } = party;
	if (cameBy) return { action: cameBy, legType: CAME_BY_LEG[cameBy] };
	if (session.origin === 'RingOut') {
		return { action: 'RingOut Web', legType: 'RingOutWebToSubscriber' };
	}
	if (session.origin === 'Conference') {
		return { action: 'Conference Call', legType: 'ConferenceCall' };
	}
	const internal = party.from.extensionId !== undefined && party.to.extensionId !== undefined;
	if (party.queueCall && !isQueueLeg(world, party)) {
		return { action: 'Hunting', legType: 'Hunting' };
	}
	if (internal) return { action: 'VoIP Call', legType: 'ExtensionToExtension' };
	return direction === 'Inbound'
		? { action: 'Phone Call', legType: 'Accept' }
		: { action: 'VoIP Call', legType: 'SipToPstnUnmetered' };
}

function legOf(world: World, party: Party): CallLeg {
	const { session, extensionId, direction, startedAt, from, to, messageId } = party;
	const end = party.endedAt ?? world.now();
	const result = direction === 'Inbound' ? inboundResult(world, party) : outboundResult(party);
	const pstn = [from, to].some((item) => item.extensionId === undefined);
	return {
		...(extensionId === undefined ? {} : { extensionId }),
		direction,
		...actionOf(world, party),
		...(isLive(party) ? {} : { result }),
		startTime: startedAt,
		durationMs: end - startedAt,
		from: logParty(world, from),
		to: logParty(world, to),
		transport: pstn ? 'PSTN' : 'VoIP',
		telephonySessionId: session.id,
		partyId: party.id,
		...(messageId === undefined ? {} : { messageId }),
	};
}

/**
 * The record of a call: one leg for each party of the account and for each outside party the call
 * was handed to. Parties outside that merely called or were called have none, as in the samples.
 */
export function loggedCall(
	world: World,
	session: CallSession,
): { call: NewLoggedCall; recorded: Recorded[] } {
	const own = session.parties.filter(
		({ extensionId, cameBy, supervises }) =>
			!supervises && (extensionId !== undefined || cameBy !== undefined),
	);
	const supervisors = session.parties.filter(({ supervises }) => supervises !== undefined);
	const legs = [...own, ...supervisors].map((party) => legOf(world, party));
	const owners = own.flatMap(({ extensionId }) => extensionId ?? []);
	const recorded = own.flatMap((party) =>
		party.recordings.map(({ id }): Recorded => {
			const from = party.answeredAt ?? party.startedAt;
			const duration = Math.max(1, Math.round(((party.endedAt ?? world.now()) - from) / 1_000));
			return { partyId: party.id, id, type: 'OnDemand', owners, duration };
		}),
	);
	const { sessionId, id: telephonySessionId } = session;
	return { call: { sessionId, telephonySessionId, legs }, recorded };
}

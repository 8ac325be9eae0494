import type { CallSession, End, Party } from './model';

/** Known of an account, for `owner`. */
interface Account {
	accountId: string;
}

const SERVER_ID = '10.13.22.243.TAM';

function statusOf({ code, reason, goneTo, parkId }: Party): Record<string, unknown> {
	return {
		code,
		...(reason === undefined ? {} : { reason }),
		...(parkId !== undefined && code === 'Parked' ? { parkData: parkId } : {}),
		...(goneTo === undefined
			? {}
			: {
					peerId: {
						sessionId: goneTo.session.id,
						telephonySessionId: goneTo.session.id,
						partyId: goneTo.id,
					},
				}),
		rcc: false,
	};
}

const shown = (end: End): End => ({ ...end });

/** A party as the REST API shows it (OAS CallParty, fixtures party.*). */
export function partyView(party: Party, { accountId }: Account): Record<string, unknown> {
	const { id, direction, extensionId, muted, standAlone, queueCall, parkId, recordings } = party;
	return {
		id,
		direction,
		from: shown(party.from),
		to: shown(party.to),
		status: statusOf(party),
		accountId,
		...(extensionId === undefined ? {} : { extensionId, owner: { accountId, extensionId } }),
		muted,
		standAlone,
		...(parkId === undefined ? {} : { park: { id: parkId } }),
		...(recordings.length > 0 ? { recordings: recordings.map((item) => ({ ...item })) } : {}),
		...(party.conferenceRole ? { conferenceRole: party.conferenceRole } : {}),
		...(party.ringOutRole ? { ringOutRole: party.ringOutRole } : {}),
		...(queueCall ? { attributes: { queueCall } } : {}),
	};
}

/** A session as the REST API shows it (OAS CallSessionObject). */
export function sessionView(session: CallSession, account: Account): Record<string, unknown> {
	const { id, origin, voiceCallToken, createdAt, parties } = session;
	return {
		id,
		origin: { type: origin },
		creationTime: new Date(createdAt).toISOString(),
		...(voiceCallToken === undefined ? {} : { voiceCallToken }),
		parties: parties.map((party) => partyView(party, account)),
	};
}

/** Body of the event that tells one party's change (fixture stream.…rc-to-pstn.json). */
export function eventBody(
	party: Party,
	{ accountId, now }: Account & { now: number },
): Record<string, unknown> {
	const { session, extensionId, recordings } = party;
	return {
		sequence: session.sequence,
		sessionId: session.sessionId,
		telephonySessionId: session.id,
		serverId: SERVER_ID,
		eventTime: new Date(now).toISOString(),
		parties: [
			{
				accountId,
				...(extensionId === undefined ? {} : { extensionId }),
				id: party.id,
				direction: party.direction,
				to: shown(party.to),
				from: shown(party.from),
				...(recordings.length > 0 ? { recordings: recordings.map((item) => ({ ...item })) } : {}),
				status: statusOf(party),
				park: party.parkId === undefined ? {} : { id: party.parkId },
				...(party.queueCall ? { queueCall: true } : {}),
				missedCall: party.missedCall,
				standAlone: party.standAlone,
				muted: party.muted,
				...(party.conferenceRole ? { conferenceRole: party.conferenceRole } : {}),
				sipData: { callId: session.hex, toTag: party.id, fromTag: session.sessionId },
			},
		],
		origin: { type: session.origin },
	};
}

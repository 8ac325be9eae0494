/** `status.code` of a party (OAS CallStatusInfo). */
export type StatusCode =
	| 'Setup'
	| 'Proceeding'
	| 'Answered'
	| 'Disconnected'
	| 'Gone'
	| 'Parked'
	| 'Hold'
	| 'VoiceMail';

/** `status.reason` of a party, those of OAS CallStatusInfo that the simulator uses. */
export type StatusReason =
	| 'Pickup'
	| 'Supervising'
	| 'BlindTransfer'
	| 'AttendedTransfer'
	| 'CallFlip'
	| 'ParkLocation'
	| 'AgentAnswered'
	| 'AgentDropped'
	| 'Rejected'
	| 'NoAnswer'
	| 'TargetBusy'
	| 'NoSuchUser'
	| 'CallPark'
	| 'CallRedirected'
	| 'CallReplied';

/** One end of a call as a party shows it. */
export interface End {
	/** E.164, or the extension number of an internal call. */
	phoneNumber?: string;
	name?: string;
	extensionId?: string;
	deviceId?: string;
}

export interface PartyRecording {
	id: string;
	active: boolean;
}

/** One leg of a session. Times in epoch ms. */
export interface Party {
	/** `p-<hex>-<number>` */
	id: string;
	session: CallSession;
	direction: 'Inbound' | 'Outbound';
	/** Whose it is; none for somebody outside the account. */
	extensionId?: string;
	from: End;
	to: End;
	code: StatusCode;
	reason?: StatusReason;
	/** The party that goes on in place of this one. */
	goneTo?: Party;
	muted: boolean;
	standAlone: boolean;
	missedCall: boolean;
	/** Agent's party of a queue call, and the queue's own. */
	queueCall: boolean;
	/** Park location, `*801`. */
	parkId?: string;
	conferenceRole?: 'Host' | 'Participant';
	ringOutRole?: 'Initiator' | 'Target';
	recordings: PartyRecording[];
	/** Whom it talks to, or rings for. A caller has the one it is connected to. */
	peer?: Party;
	/** The party it listens to. */
	supervises?: Party;
	startedAt: number;
	answeredAt?: number;
	/** Epoch ms at which it went to voicemail. */
	voicemailAt?: number;
	endedAt?: number;
	/** Voicemail that was left. */
	messageId?: string;
	/** Came to this party by transfer, forward, park or flip. */
	cameBy?: 'Transfer' | 'Call Park' | 'Pickup' | 'Move' | 'Monitoring';
}

export type Origin = 'Call' | 'RingOut' | 'Conference';

export interface CallSession {
	/** `s-<hex>`: telephonySessionId */
	id: string;
	hex: string;
	/** Decimal, the legacy id. */
	sessionId: string;
	origin: Origin;
	/** Number of the last event. The first event has 2 (fixture stream.…rc-to-pstn.json). */
	sequence: number;
	/** Epoch ms */
	createdAt: number;
	parties: Party[];
	/** Parties ever made. */
	partyCount: number;
	/** Conferences only. */
	voiceCallToken?: string;
	/** Extension that made the conference. */
	ownerId?: string;
}

const FINAL: readonly StatusCode[] = ['Disconnected', 'Gone'];
const RINGING: readonly StatusCode[] = ['Setup', 'Proceeding'];

export const isLive = ({ code }: Party): boolean => !FINAL.includes(code);
/** Rings at somebody who could answer. */
export const isRinging = ({ code, direction }: Party): boolean =>
	direction === 'Inbound' && RINGING.includes(code);
/** Has an answered call, held or not. */
export const talks = ({ code }: Party): boolean => code === 'Answered' || code === 'Hold';

/** What the other side sees of a party: the caller's own end, or the end that was called. */
export function identity(party: Party): End {
	const { deviceId: hidden, ...end } = party.direction === 'Outbound' ? party.from : party.to;
	return hidden === undefined ? { ...end } : end;
}

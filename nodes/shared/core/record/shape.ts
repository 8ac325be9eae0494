// Made by `npm run docs` from docs/call-record.schema.json: change it there.

/** ISO 8601 in UTC. */
export type Time = string;
/** Whole seconds. */
export type Seconds = number;

/**
 * One shape of a call for all backends. Times are ISO 8601 in UTC, durations whole seconds. What a
 * backend does not tell is left out.
 */
export interface CallRecord {
	/**
	 * Version of this schema: the second number grows with members that are new, the first one with
	 * a change of meaning.
	 */
	schemaVersion: '1.0';
	/** The backend's ID of this leg of the call. */
	id: string;
	/** Every ID the backend gave, under the backend's own names. */
	ids: {
		[k: string]: string;
	};
	/**
	 * IDs that other legs of the same call have as well: records that share one are parts of one
	 * call.
	 */
	relatedIds?: string[];
	/** Type of the backend's action node. */
	backend: 'broadWorks' | 'ringCentral' | 'cooCenter' | 'udesk' | 'dimensions';
	/**
	 * Whose call it is, where a backend serves several: the account, the customer, the group or the
	 * PBX.
	 */
	account?: {
		id?: string;
		name?: string;
	};
	/** What happened, in the backend's own word; not there in a call that was read from a log. */
	event?: string;
	/** As the company sees it; internal: between two of the same system. */
	direction: 'inbound' | 'outbound' | 'internal' | 'unknown';
	/** What the leg is doing at the moment of the record. */
	state: 'ringing' | 'dialing' | 'active' | 'held' | 'ended' | 'unknown';
	/**
	 * What came of a call that has ended. missed: nobody took it; abandoned: the caller gave up
	 * while waiting in a queue or menu. Not there while it goes on, where it goes on elsewhere, and
	 * where the backend leaves it open.
	 */
	result?: 'answered' | 'missed' | 'busy' | 'voicemail' | 'abandoned' | 'failed';
	/** Whether somebody answered, so far. */
	answered?: boolean;
	/**
	 * Who called. Not "caller" and "callee": n8n lets no expression read members of these names.
	 */
	from: CallParty;
	/** Who was called. */
	to: CallParty;
	/** What the caller dialled, which need not be who was rung. */
	dialed?: CallParty;
	/** Who of the company took the call, or rang last. */
	agent?: CallParty;
	/** The queue or group through which it came. */
	queue?: {
		id?: string;
		name?: string;
		number?: string;
	};
	/** How the call was moved, oldest first. */
	transfers?: CallTransfer[];
	startTime?: Time;
	answerTime?: Time;
	endTime?: Time;
	/** From start to end. */
	duration?: Seconds;
	/** From answer to end, time on hold included. */
	talkDuration?: Seconds;
	/** From start to answer, or to the end of a call nobody answered. */
	waitDuration?: Seconds;
	/** Waiting in the queue. */
	queueDuration?: Seconds;
	/** Ringing at telephones. */
	ringDuration?: Seconds;
	/** On hold. */
	holdDuration?: Seconds;
	/** After the call, before the agent got another one. */
	wrapUpDuration?: Seconds;
	/** Who ended it: caller is `from`, callee is `to`. */
	hangUpSide?: 'caller' | 'callee' | 'system';
	/** Why it ended, as the backend's network or telephone says it. */
	hangUpCause?: string;
	/** Why it ended or was not answered, in the backend's own word. */
	endReason?: string;
	/** The first of `recordings`. */
	recording?: CallRecording;
	/** All recordings of the call, those of its legs too. */
	recordings?: CallRecording[];
	/** The first of `voicemails`. */
	voicemail?: CallVoicemail;
	/** All messages the caller left, those of its legs too. */
	voicemails?: CallVoicemail[];
	/** What the administrator has the backend send along with the call. */
	customData?: {
		[k: string]: unknown;
	};
	/** True for a call read from a log after an outage. */
	recovered?: boolean;
}
/** A person or line at one end of a call. */
export interface CallParty {
	name?: string;
	/** As the backend wrote it, without scheme, host and parameters. */
	number?: string;
	/** Where the backend has an address that is no number: alice@example.net. */
	address?: string;
	/** Such as +15550100, where the number can be read as one. */
	e164?: string;
	/** The backend's own user ID. */
	userId?: string;
	extension?: string;
}
/**
 * One move of a call. transfer: somebody moved it; forward: a rule or service of the system did.
 */
export interface CallTransfer {
	kind: 'transfer' | 'forward';
	/** Who had it before. */
	from?: CallParty;
	/** Where it went. */
	to?: CallParty;
	time?: Time;
	/** The backend's own word. */
	reason?: string;
}
/** A recording of a call, or that there is one. */
export interface CallRecording {
	state?: string;
	id?: string;
	url?: string;
}
/** A message that a caller left, or that there is one. */
export interface CallVoicemail {
	id?: string;
	url?: string;
}

import type { Recordings } from './recordings';

export interface CallLogParty {
	/** E.164 */
	phoneNumber?: string;
	extensionNumber?: string;
	extensionId?: string;
	name?: string;
	location?: string;
	device?: string;
}

/** One leg: what one extension, or nobody of the account, had of the call. Times in epoch ms. */
export interface CallLeg {
	/** Record id in the log of its extension; made when not given. */
	id?: string;
	/** Whose leg it is; none for one outside the account. */
	extensionId?: string;
	/** On one leg of a call; the first one when none says so. */
	master?: boolean;
	type?: 'Voice' | 'Fax';
	direction: 'Inbound' | 'Outbound';
	/** `Phone Call`, `VoIP Call`, `FindMe`, ... */
	action: string;
	/** `Call connected`, `Missed`, `Voicemail`, ...; absent while the call runs. */
	result?: string;
	reason?: string;
	reasonDescription?: string;
	/** `Accept`, `PstnToSip`, `FindMe`, ... */
	legType: string;
	startTime: number;
	durationMs: number;
	from: CallLogParty;
	to: CallLogParty;
	transport?: 'PSTN' | 'VoIP';
	internalType?: string;
	telephonySessionId?: string;
	partyId?: string;
	/** Key of `world.recordings`. */
	recordingId?: string;
	/** Message of a voicemail. */
	messageId?: string;
	delegate?: { id: string; name: string };
	blocked?: boolean;
}

/** A call as the log keeps it. */
export interface LoggedCall {
	/** Record id in the company log. */
	id: string;
	sessionId: string;
	telephonySessionId: string;
	legs: CallLeg[];
	/** The leg that stands for the call in the company's log. */
	master: CallLeg;
	/** Epoch ms. */
	lastModified: number;
	/** Grows with every change of any call: what sync goes by. */
	revision: number;
	deleted: boolean;
	/** What add-ons have written of it. */
	metadataCategories?: string[];
	/** Record ids by extension that has deleted it. */
	deletedBy: Set<string>;
}

export type NewLoggedCall = Pick<LoggedCall, 'sessionId' | 'telephonySessionId' | 'legs'> & {
	id?: string;
	metadataCategories?: string[];
};

/** Finished calls, oldest first by start. */
export class CallLogStore {
	private calls: LoggedCall[] = [];

	private sorted = true;

	private readonly ids = new Map<string, LoggedCall>();

	private readonly sessions = new Map<string, LoggedCall>();

	private last = 0;

	private revisions = 0;

	constructor(
		private readonly now: () => number,
		readonly recordings: Recordings,
	) {}

	/** Adds the record of a call, and with it that of every extension with a leg of its own. */
	add(call: NewLoggedCall): LoggedCall {
		if (call.legs.length === 0) throw new Error('A call has one leg at the least');
		const id = call.id ?? this.newId();
		const first = masterAmong(call.legs);
		const legs = call.legs.map((leg) => ({
			...leg,
			master: leg === first,
			id: leg.id ?? (leg === first ? id : this.newId()),
		}));
		const added: LoggedCall = {
			...call,
			id,
			legs,
			master: masterAmong(legs),
			lastModified: this.now(),
			revision: ++this.revisions,
			deleted: false,
			deletedBy: new Set(),
		};
		const before = this.calls.at(-1);
		if (before && start(before) > start(added)) this.sorted = false;
		this.calls.push(added);
		this.sessions.set(added.telephonySessionId, added);
		this.ids.set(id, added);
		for (const leg of legs) this.ids.set(leg.id, added);
		return added;
	}

	/** Changes a call; it shows again in the next ISync. @throws Error for an unknown session */
	update(telephonySessionId: string, change: (call: LoggedCall) => void): LoggedCall {
		const call = this.sessions.get(telephonySessionId);
		if (!call) throw new Error(`There is no record of ${telephonySessionId}`);
		change(call);
		this.touch(call);
		return call;
	}

	/** A change of the call itself that is already made. */
	touch(call: LoggedCall): void {
		call.lastModified = this.now();
		call.revision = ++this.revisions;
		call.master = masterAmong(call.legs);
		for (const leg of call.legs) {
			leg.id ??= this.newId();
			this.ids.set(leg.id, call);
		}
	}

	/** The latest revision. */
	get revision(): number {
		return this.revisions;
	}

	/** By the id of the company's record or of one extension's. */
	get(id: string): LoggedCall | undefined {
		return this.ids.get(id);
	}

	bySession(telephonySessionId: string): LoggedCall | undefined {
		return this.sessions.get(telephonySessionId);
	}

	/** Oldest first. */
	all(): readonly LoggedCall[] {
		if (!this.sorted) {
			this.calls.sort((a, b) => start(a) - start(b));
			this.sorted = true;
		}
		return this.calls;
	}

	private newId(): string {
		this.last += 1;
		return `CL${String(this.last).padStart(8, '0')}QwVrCHk`;
	}
}

/** Start of a call, epoch ms. */
export function start(call: LoggedCall): number {
	return call.master.startTime;
}

export const masterAmong = (legs: readonly CallLeg[]): CallLeg =>
	legs.find((leg) => leg.master) ?? legs[0];

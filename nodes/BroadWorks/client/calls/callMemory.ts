import { dropOldest } from '../../../shared/core/bounded/dropOldest';
import { readAddress } from '../../../shared/core/telephoneNumber';
import type { LoggedCall } from './callLogs';
import type { XsiEvent } from '../channel/decode';
import type { XsiObject, XsiValue } from './values';

/** ms between the time of a basic log entry, which counts seconds, and that of the event. */
const SAME_START = 3_000;
const DIGITS_COMPARED = 7;

interface SeenCall {
	userId: string;
	digits: string;
	startTime: number;
	/** Its end was seen; what comes afterwards is late. */
	ended: boolean;
}

/** How far what was seen reaches, in ms since 1970 by the server's clock. */
export interface CallBounds {
	/** Latest start of a call that was seen and is not in the list of ids any more. */
	forgottenUntil: number;
	/** Latest start of all calls seen. */
	seenUntil: number;
}

/** Of the number alone: a host or a parameter has digits too, and the log writes neither. */
const digitsOf = (address: string) =>
	(readAddress(address).number ?? '').replace(/\D/g, '').slice(-DIGITS_COMPARED);

function remoteNumber(party: XsiValue | undefined): string {
	const address = (party as XsiObject | undefined)?.address as XsiObject | undefined;
	return digitsOf(String(address?.['#text'] ?? ''));
}

/**
 * What a trigger has seen of calls, bounded: to leave out of a recovery what was seen, and to know
 * which calls ended unseen.
 */
export class CallMemory {
	/** By call id; the oldest goes first. */
	private readonly seen = new Map<string, SeenCall>();

	/** Last fields of calls that have not ended, by user and call id. */
	private readonly active = new Map<string, XsiObject>();

	/** Latest starts: of all calls seen since the last restart, of those told, and of those that fell out of `seen`. */
	private readonly until = { seen: 0, told: 0, evicted: 0 };

	/** What was known before the last restart. */
	private restored: CallBounds = { forgottenUntil: 0, seenUntil: 0 };

	/** Users of whom events came before the last restart. */
	private restoredUsers: readonly string[] = [];

	/** `told`: whether a call counts as told when it begins, or when it has ended. */
	constructor(
		private readonly capacity = 5_000,
		private readonly told: 'begun' | 'ended' = 'begun',
	) {}

	/** Users of whom events came. */
	users(): string[] {
		const seen = [...this.seen.values()].map(({ userId }) => userId);
		return [...new Set([...this.restoredUsers, ...seen])].filter((userId) => userId !== '');
	}

	see(event: XsiEvent): void {
		const { callId, call } = event.fields;
		if (typeof callId === 'string') this.seeCall(event, event.fields);
		for (const entry of Array.isArray(call) ? call : []) this.seeCall(event, entry as XsiObject);
	}

	private seeCall({ targetId = '' }: XsiEvent, call: XsiObject): void {
		const callId = String(call.callId);
		// What is no time must not make every comparison false for good.
		const startTime = Number(call.startTime) || 0;
		const ended = call.state === 'Released' || this.hasEnded(callId);
		this.until.seen = Math.max(this.until.seen, startTime);
		if (ended || this.told === 'begun') this.until.told = Math.max(this.until.told, startTime);
		const digits = remoteNumber(call.remoteParty);
		this.seen.delete(callId);
		this.seen.set(callId, { userId: targetId, digits, startTime, ended });
		const key = `${targetId} ${callId}`;
		this.active.delete(key);
		if (!ended) this.active.set(key, call);
		for (const [oldest, { startTime }] of this.seen) {
			if (this.seen.size <= this.capacity) break;
			this.until.evicted = Math.max(this.until.evicted, startTime);
			this.seen.delete(oldest);
		}
		dropOldest(this.active, this.capacity);
	}

	/** Whether this call was told, by its id, or by user, number and start where the log has no id. */
	knows(logged: LoggedCall): boolean {
		const isTold = (call: SeenCall) => call.ended || this.told === 'begun';
		if (logged.callId !== undefined) {
			const call = this.seen.get(logged.callId);
			return call !== undefined && isTold(call);
		}
		const digits = digitsOf(logged.number);
		return [...this.seen.values()].some(
			(call) =>
				isTold(call) &&
				call.userId === logged.userId &&
				call.digits === digits &&
				Math.abs(call.startTime - logged.startTime) <= SAME_START,
		);
	}

	/** Whether the end of this call was seen. */
	hasEnded(callId: string): boolean {
		return this.seen.get(callId)?.ended ?? false;
	}

	/** Calls of a user that were going on and are not in the present state any more. */
	ended(userId: string, present: readonly XsiObject[]): XsiObject[] {
		const still = new Set(present.map(({ callId }) => String(callId)));
		const prefix = `${userId} `;
		const gone = [...this.active].filter(
			([key, call]) => key.startsWith(prefix) && !still.has(String(call.callId)),
		);
		for (const [key] of gone) this.active.delete(key);
		return gone.map(([, call]) => call);
	}

	/**
	 * Latest start of all calls seen since the last restart, ms since 1970 by the server's clock. Events
	 * come in the order of happening, so it tells how far the server has come.
	 */
	get latestStart(): number {
		return this.until.seen;
	}

	/** Latest start of the calls that were told, with the time before the last restart; 0 for none. */
	get toldUntil(): number {
		return Math.max(this.restored.seenUntil, this.until.told);
	}

	/**
	 * Whether a call that began before an outage must have been seen although it is not known any more:
	 * the memory is bounded, and over a restart only ids of the newest calls are kept.
	 */
	mayHaveForgotten({ callId, startTime }: LoggedCall): boolean {
		const { forgottenUntil, seenUntil } = this.restored;
		const until = callId === undefined ? seenUntil : forgottenUntil;
		return startTime <= Math.max(until, this.until.evicted);
	}

	/** Ids of the newest calls, to be kept over a restart. */
	newest(count: number): string[] {
		return [...this.seen.keys()].slice(-count);
	}

	/** What has to be kept with the ids of the newest calls. */
	bounds(count: number): CallBounds {
		const starts = [...this.seen.values()].map(({ startTime }) => startTime);
		const dropped = starts.slice(0, Math.max(0, starts.length - count));
		const known = Math.max(this.restored.forgottenUntil, this.until.evicted);
		return {
			forgottenUntil: dropped.reduce((a, b) => Math.max(a, b), known),
			seenUntil: this.toldUntil,
		};
	}

	/** Takes back what `newest` and `bounds` gave; `open`: those of the calls whose end was not seen. */
	restore(
		callIds: readonly string[],
		bounds = this.restored,
		open = callIds,
		users: readonly string[] = [],
	): void {
		this.restored = bounds;
		this.restoredUsers = users;
		for (const callId of callIds) {
			const ended = !open.includes(callId);
			this.seen.set(callId, { userId: '', digits: '', startTime: 0, ended });
		}
	}
}

import { dropOldest } from '../../../shared/core/bounded/dropOldest';
import { RecentMap } from '../../../shared/core/bounded/recentMap';
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

/** The last digits of the number alone: a host or a parameter has digits too, and the log writes neither. */
const digitsOf = (address: string) =>
	(readAddress(address).number ?? '').replace(/\D/g, '').slice(-DIGITS_COMPARED);

function remoteNumber(party: XsiValue | undefined): string {
	const address = (party as XsiObject | undefined)?.address as XsiObject | undefined;
	return digitsOf(String(address?.['#text'] ?? ''));
}

/** What an event says of one call. */
interface SaidCall extends SeenCall {
	callId: string;
	/** By user and call id. */
	key: string;
	fields: XsiObject;
}

/** Read once of each event, however many triggers get it. */
const said = new WeakMap<XsiEvent, readonly SaidCall[]>();

function readCall({ targetId = '' }: XsiEvent, fields: XsiObject): SaidCall {
	const callId = String(fields.callId);
	return {
		callId,
		key: `${targetId} ${callId}`,
		fields,
		userId: targetId,
		digits: remoteNumber(fields.remoteParty),
		// What is no time must not make every comparison false for good.
		startTime: Number(fields.startTime) || 0,
		ended: fields.state === 'Released',
	};
}

function callsIn(event: XsiEvent): readonly SaidCall[] {
	const known = said.get(event);
	if (known) return known;
	const { callId, call } = event.fields;
	const entries = Array.isArray(call) ? (call as XsiObject[]) : [];
	const all = typeof callId === 'string' ? [event.fields, ...entries] : entries;
	const calls = all.map((fields) => readCall(event, fields));
	said.set(event, calls);
	return calls;
}

/** Ids of the calls that an event is about. */
export const callIdsIn = (event: XsiEvent): string[] => callsIn(event).map(({ callId }) => callId);

/** Calls that can be kept over a restart, and users. */
const MOST_KEPT = 1_000;
const MOST_KEPT_USERS = 20;

/**
 * What a trigger has seen of calls, bounded: to leave out of a recovery what was seen, and to know
 * which calls ended unseen.
 */
export class CallMemory {
	/** By call id. */
	private readonly seen: RecentMap<SeenCall>;

	/** Last fields of calls that have not ended, by user and call id. */
	private readonly active = new Map<string, XsiObject>();

	/** Users of whom events came, by user id. */
	private readonly knownUsers: RecentMap<true>;

	/** Latest starts: of all calls seen since the last restart, of those notified, of those seen long ago, of those forgotten. */
	private readonly until = { seen: 0, notified: 0, far: 0, evicted: 0 };

	/** What was known before the last restart. */
	private restored: CallBounds = { forgottenUntil: 0, seenUntil: 0 };

	/** `countsWhen`: whether a call counts as notified when it begins, or when it has ended. */
	constructor(
		private readonly capacity = 5_000,
		readonly countsWhen: 'begun' | 'ended' = 'begun',
	) {
		const { until } = this;
		this.seen = new RecentMap<SeenCall>(capacity, MOST_KEPT, {
			onFar: ({ startTime }) => (until.far = Math.max(until.far, startTime)),
			onDropped: ({ startTime }) => (until.evicted = Math.max(until.evicted, startTime)),
		});
		this.knownUsers = new RecentMap<true>(capacity, MOST_KEPT_USERS);
	}

	/** Users of whom events came, last ones last. */
	users(): string[] {
		return [...this.knownUsers.entries()].map(([userId]) => userId);
	}

	/** Users of the newest events, to be kept over a restart. */
	newestUsers(): string[] {
		return this.knownUsers.newestKeys(MOST_KEPT_USERS);
	}

	see(event: XsiEvent): void {
		for (const call of callsIn(event)) this.seeCall(call);
	}

	private seeCall({ callId, key, fields, userId, digits, startTime, ended: ends }: SaidCall): void {
		const ended = ends || this.hasEnded(callId);
		this.until.seen = Math.max(this.until.seen, startTime);
		if (ended || this.countsWhen === 'begun')
			this.until.notified = Math.max(this.until.notified, startTime);
		this.seen.set(callId, { userId, digits, startTime, ended });
		if (userId !== '') this.knownUsers.set(userId, true);
		this.active.delete(key);
		if (!ended) this.active.set(key, fields);
		dropOldest(this.active, this.capacity);
	}

	private isNotified(call: SeenCall): boolean {
		return call.ended || this.countsWhen === 'begun';
	}

	/** Whether the call with this id was notified. */
	hasNotified(callId: string): boolean {
		const call = this.seen.get(callId);
		return call !== undefined && this.isNotified(call);
	}

	/** Whether this call was notified, by its id, or by user, number and start where the log has no id. */
	knows(logged: LoggedCall): boolean {
		if (logged.callId !== undefined) return this.hasNotified(logged.callId);
		const digits = digitsOf(logged.number);
		for (const [, call] of this.seen.entries()) {
			const isSame =
				call.userId === logged.userId &&
				call.digits === digits &&
				Math.abs(call.startTime - logged.startTime) <= SAME_START;
			if (isSame && this.isNotified(call)) return true;
		}
		return false;
	}

	/** The end of this call was told, though no event came of it. */
	end(callId: string): void {
		const call = this.seen.get(callId);
		if (call) call.ended = true;
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

	/** Latest start of the calls that were notified, with the time before the last restart; 0 for none. */
	get notifiedUntil(): number {
		return Math.max(this.restored.seenUntil, this.until.notified);
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

	/** Ids of the newest calls, to be kept over a restart; `count`: 1,000 at most. */
	newest(count: number): string[] {
		return this.seen.newestKeys(count);
	}

	/** What has to be kept with the ids of the newest calls. */
	bounds(count: number): CallBounds {
		const { far, evicted } = this.until;
		let forgottenUntil = Math.max(this.restored.forgottenUntil, far, evicted);
		for (const { startTime } of this.seen.valuesBefore(count))
			forgottenUntil = Math.max(forgottenUntil, startTime);
		return { forgottenUntil, seenUntil: this.notifiedUntil };
	}

	/** Takes back what `newest` and `bounds` gave; `open`: those of the calls whose end was not seen. */
	restore(
		callIds: readonly string[],
		bounds = this.restored,
		open = callIds,
		users: readonly string[] = [],
	): void {
		this.restored = bounds;
		for (const userId of users) if (userId !== '') this.knownUsers.set(userId, true);
		const notEnded = new Set(open);
		for (const callId of callIds) {
			const ended = !notEnded.has(callId);
			this.seen.set(callId, { userId: '', digits: '', startTime: 0, ended });
		}
	}
}

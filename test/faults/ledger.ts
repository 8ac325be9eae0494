import type { IDataObject } from 'n8n-workflow';

import type { SentRecord } from '../simulators/broadWorks/delivery/sentLog';
import type { XsiWorld } from '../simulators/broadWorks';
import type { ExecutionRecord } from './n8n';

/** An event the server made for the subscription and the workflow must get. */
interface LedgerEvent {
	callId?: string;
	/** Epoch ms. */
	madeAt: number;
	/** Why the server can never deliver it. */
	dropped?: string;
	acknowledged: boolean;
	/** How often the server sent it, and what it was answered last. */
	sent?: string;
}

/** What became of the events of a row. */
export interface Account {
	/** Events the server sent or still had. */
	events: number;
	/** Executions that began. */
	executions: number;
	/** Events the server had that never reached an execution, and calls nothing told about. */
	lost: number;
	/** The first of those, with when they were made, s after the fault was over. */
	firstLost?: string[];
	/** The first of what was doubled, with when it was made and when it first came by an event and by the logs. */
	firstDoubled?: string[];
	/** Events and calls that reached more than one execution, by how many more. */
	doubled: number;
	/** How many of those are calls that came from the call logs though events told about them. */
	doubledCalls: number;
	/** Calls whose events the server dropped or never made. */
	missedCalls: number;
	/** Calls that came from the call logs. */
	recoveredCalls: number;
	/** Events whose only execution n8n has as crashed. */
	crashed: number;
	/** s until events flowed again: the longest that one waited after the fault was over. */
	recovery: number;
}

/** How often something came to an execution, and when first. */
interface Arrival {
	finished: number;
	crashed: number;
	at: number;
}

/** Lost events that are named. */
const NAMED = 3;

const NEVER: Arrival = { finished: 0, crashed: 0, at: Infinity };

/** Whether n8n has begun an execution; one still `new` after a crash has not. */
const hasBegun = ({ status }: ExecutionRecord) => status !== 'new';

/**
 * The books of one row: what the simulator made, by event id and call id, against what n8n has in
 * its executions. Nothing here asks the node.
 */
export class Ledger {
	private readonly events = new Map<string, LedgerEvent>();

	/** Epoch ms by id of every call that was placed. */
	private readonly calls = new Map<string, number>();

	/** Follows what a server says of its events. */
	watch(world: XsiWorld): void {
		world.signals.on('event', ({ eventID, acked, lost, attempts, statusCode }: SentRecord) => {
			const event = this.events.get(eventID);
			if (!event) return;
			event.acknowledged ||= acked;
			event.dropped ??= lost;
			event.sent = `sent ${attempts} times, answered ${statusCode ?? 'never'}`;
		});
	}

	/** Enters a call with the events made for it; none when nobody is subscribed. */
	enter(callId: string | undefined, eventIds: readonly string[], world: XsiWorld): void {
		const madeAt = Date.now();
		if (callId !== undefined) this.calls.set(callId, madeAt);
		for (const eventId of eventIds) {
			this.events.set(eventId, { callId, madeAt, acknowledged: false });
		}
		// What happened to them while they were being made was told before they were known here.
		for (const { eventID, acked, lost } of world.sent.since(world.sent.lastNumber() - 100)) {
			const event = this.events.get(eventID);
			if (!event) continue;
			event.acknowledged ||= acked;
			event.dropped ??= lost;
		}
	}

	/** Enters what is there until it is taken, whatever becomes of events: a message in a mailbox, an event that is posted. */
	enterKept(id: string): void {
		this.events.set(id, { madeAt: Date.now(), acknowledged: true });
	}

	/** The server has forgotten what was not acknowledged. */
	dropUnacknowledged(reason: string): void {
		for (const event of this.events.values()) {
			if (!event.acknowledged) event.dropped ??= reason;
		}
	}

	/** Whether an event made after `since` (epoch ms) has reached an execution. */
	flowsSince(since: number, executions: readonly ExecutionRecord[]): boolean {
		const { events } = arrivals(executions);
		return [...this.events].some(([id, { madeAt }]) => madeAt >= since && events.has(id));
	}

	/** Ids that are still to come. */
	outstanding(executions: readonly ExecutionRecord[], recovers: boolean): string[] {
		const { events, recovered } = arrivals(executions);
		const late = [...this.events]
			.filter(([id, { dropped, acknowledged }]) =>
				dropped === undefined ? !acknowledged || !events.has(id) : false,
			)
			.map(([id]) => id);
		const missed = recovers ? this.missedCalls(events).filter((id) => !recovered.has(id)) : [];
		return [...late, ...missed];
	}

	/** `over`: epoch ms at which the fault was over. */
	account(executions: readonly ExecutionRecord[], over: number, recovers: boolean): Account {
		const { events, recovered } = arrivals(executions);
		const of = (id: string) => events.get(id) ?? NEVER;
		const had = [...this.events].filter(([, { dropped }]) => dropped === undefined);
		const missed = this.missedCalls(events);
		const unrecovered = recovers ? missed.filter((id) => !recovered.has(id)) : [];
		const after = (at: number) => `${((at - over) / 1000).toFixed(2)} s`;
		const repeats = [...this.events.keys()].map((id) => Math.max(0, of(id).finished - 1));
		const missedIds = new Set(missed);
		const repeatedCalls = [...recovered].map(([id, { finished }]) =>
			missedIds.has(id) ? finished - 1 : finished,
		);
		const unseen = had.filter(([id]) => !events.has(id));
		const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
		return {
			events: had.length,
			executions: executions.filter(hasBegun).length,
			lost: unseen.length + unrecovered.length,
			firstLost: [
				...unseen.map(
					([id, { madeAt, acknowledged, sent = 'never sent' }]) =>
						`event ${id} of ${after(madeAt)}, ${acknowledged ? 'acknowledged' : sent}`,
				),
				...unrecovered.map((id) => `call ${id} of ${after(this.calls.get(id) ?? over)}`),
			].slice(0, NAMED),
			doubled: sum(repeats) + sum(repeatedCalls),
			firstDoubled: this.doubledIn(events, recovered, missedIds, after),
			doubledCalls: sum(repeatedCalls),
			missedCalls: missed.length,
			recoveredCalls: missed.filter((id) => recovered.has(id)).length,
			crashed: had.filter(([id]) => of(id).finished === 0 && of(id).crashed > 0).length,
			recovery: this.recovery(had, events, over),
		};
	}

	private doubledIn(
		events: Map<string, Arrival>,
		recovered: Map<string, Arrival>,
		missed: Set<string>,
		after: (at: number) => string,
	): string[] {
		const came = ({ at, finished }: Arrival) => `came ${finished} times, first ${after(at)}`;
		const twice = [...this.events]
			.map(([id, event]) => ({ id, event, arrival: events.get(id) ?? NEVER }))
			.filter(({ arrival }) => arrival.finished > 1)
			.map(({ id, event, arrival }) => `event ${id} of ${after(event.madeAt)} ${came(arrival)}`);
		const calls = [...recovered]
			.filter(([id, { finished }]) => finished > (missed.has(id) ? 1 : 0))
			.map(([id, arrival]) => {
				const own = [...this.events].filter(([, { callId }]) => callId === id);
				const told = own.map(([eventId, { dropped }]) =>
					dropped === undefined ? came(events.get(eventId) ?? NEVER) : `dropped: ${dropped}`,
				);
				const made = after(this.calls.get(id) ?? NaN);
				return `call ${id} of ${made} by the logs ${came(arrival)}, by events: ${told.join(', ')}`;
			});
		return [...twice, ...calls].slice(0, NAMED);
	}

	private recovery(
		had: Array<[string, LedgerEvent]>,
		arrived: Map<string, Arrival>,
		over: number,
	): number {
		const waits = had
			.map(([id, { madeAt }]) => (arrived.get(id)?.at ?? 0) - Math.max(madeAt, over))
			.filter((wait) => wait > 0);
		const after = [...this.events]
			.filter(([, { madeAt }]) => madeAt >= over)
			.map(([id]) => arrived.get(id)?.at ?? Infinity);
		const first = Math.min(...after) - over;
		return Math.max(0, ...waits, first) / 1000;
	}

	/** Calls of which no event came, and none can come any more. */
	private missedCalls(arrived: Map<string, Arrival>): string[] {
		const told = new Set<string | undefined>();
		for (const [id, { callId, dropped }] of this.events) {
			if (dropped === undefined || arrived.has(id)) told.add(callId);
		}
		return [...this.calls.keys()].filter((callId) => !told.has(callId));
	}
}

function count(arrivals: Map<string, Arrival>, id: unknown, { status, at }: ExecutionRecord): void {
	if (typeof id !== 'string') return;
	const arrival = arrivals.get(id) ?? { ...NEVER };
	arrivals.set(id, arrival);
	if (status === 'crashed') arrival.crashed++;
	else arrival.finished++;
	arrival.at = Math.min(arrival.at, at);
}

/** The last part of a path. */
const messageIdOf = ({ messageId }: IDataObject) =>
	typeof messageId === 'string' ? messageId.split('/').at(-1) : undefined;

/** Arrivals by event id, and of recovered calls by call id. */
function arrivals(executions: readonly ExecutionRecord[]) {
	const events = new Map<string, Arrival>();
	const recovered = new Map<string, Arrival>();
	for (const execution of executions.filter(hasBegun)) {
		for (const item of execution.items) {
			if (item.recovered === true) {
				count(recovered, (item.ids as IDataObject | undefined)?.callId ?? item.callId, execution);
			} else count(events, messageIdOf(item) ?? item.eventId, execution);
		}
	}
	return { events, recovered };
}

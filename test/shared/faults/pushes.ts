import { readFileSync } from 'node:fs';

import type { IDataObject } from 'n8n-workflow';

import type { Account } from '../../faults/ledger';
import type { ExecutionRecord } from '../../faults/n8n';
import type { Pushing } from '../../faults/standIn/messages';
import { fixturePath } from '../../support/fixturePath';

/** How one system writes a call, and what names it in an item. */
interface PushedCall {
	displayName: string;
	parameters: IDataObject;
	body(id: string): object;
	idOf(item: IDataObject): unknown;
}

const fixture = (name: string) =>
	JSON.parse(readFileSync(fixturePath(name), 'utf8')) as IDataObject;

const udeskCall = fixture('udesk/composed.push.call-trigger.in.zh.json');
const cooCenterCall = fixture('cooCenter/push.cdr.json');
const dimensionsCall = fixture('dimensions/push.call-session.lost-inbound.json');

export const pushedCalls: Readonly<Record<Pushing, PushedCall>> = {
	udesk: {
		displayName: 'Udesk',
		parameters: { triggerOn: 'callPush', output: 'connector' },
		body: (id) => ({ ...udeskCall, call_id: id }),
		idOf: ({ call_id }) => call_id,
	},
	cooCenter: {
		displayName: 'CooCenter',
		parameters: { triggerOn: ['callRecord'], output: 'connector' },
		body: (id) => ({ ...cooCenterCall, uniqueid: id }),
		idOf: ({ uniqueid }) => uniqueid,
	},
	dimensions: {
		displayName: 'Dimensions',
		parameters: { output: 'connector' },
		body: (id) => ({ ...dimensionsCall, cdr: { ...(dimensionsCall.cdr as IDataObject), id } }),
		idOf: ({ cdr }) => (cdr as IDataObject | undefined)?.id,
	},
};

/** ms until a push without the right answer is sent again, and for which one waits for its answer. */
const AGAIN = 500;
const TIMEOUT = 10_000;

/**
 * Pushes calls as the vendors do, each by itself, and again until somebody takes it. Keeps the books: what was
 * pushed, and what came of it.
 */
export class Pusher {
	/** Epoch ms at which each was made. */
	private readonly made = new Map<string, number>();

	/** Epoch ms at which each was taken. */
	private readonly taken = new Map<string, number>();

	/** Answers by status; 0 for none. */
	readonly answers = new Map<number, number>();

	private readonly stop = new AbortController();

	private readonly underWay = new Set<Promise<void>>();

	constructor(
		private readonly address: string,
		private readonly call: PushedCall,
		public secret: string,
	) {}

	/** Pushes one more call. */
	push(): void {
		const id = `call-${this.made.size + 1}-${Math.random().toString(36).slice(2)}`;
		this.made.set(id, Date.now());
		this.keep(this.untilTaken(id));
	}

	/** Pushes once more what was taken since (epoch ms), as a sender that has not seen the answers. */
	pushAgain(since: number): void {
		for (const [id, at] of this.taken) if (at >= since) this.keep(this.untilTaken(id));
	}

	get waiting(): number {
		return this.underWay.size;
	}

	close(): void {
		this.stop.abort();
	}

	outstanding(executions: readonly ExecutionRecord[]): number {
		const came = this.cameOf(executions);
		return [...this.made.keys()].filter((id) => !came.has(id)).length;
	}

	flowsSince(since: number, executions: readonly ExecutionRecord[]): boolean {
		const came = this.cameOf(executions);
		return [...this.made].some(([id, at]) => at >= since && came.has(id));
	}

	account(executions: readonly ExecutionRecord[], over: number): Account {
		const came = this.cameOf(executions);
		const repeats = [...came.values()].map((times) => times.length - 1);
		const lost = [...this.made.keys()].filter((id) => !came.has(id));
		const after = [...this.made].filter(([, at]) => at >= over);
		const firsts = after.map(([id]) => Math.min(Infinity, ...(came.get(id) ?? [])));
		return {
			events: this.made.size,
			executions: executions.length,
			lost: lost.length,
			firstLost: lost.slice(0, 3),
			doubled: repeats.reduce((sum, count) => sum + count, 0),
			doubledCalls: 0,
			missedCalls: 0,
			recoveredCalls: 0,
			crashed: 0,
			recovery: Math.max(0, Math.min(...firsts) - over) / 1000,
		};
	}

	/** When each call came to an execution; those that were killed have run as far as they came. */
	private cameOf(executions: readonly ExecutionRecord[]): Map<string, number[]> {
		const came = new Map<string, number[]>();
		for (const { items, at, status } of executions) {
			if (status === 'new') continue;
			for (const id of items.map((item) => String(this.call.idOf(item)))) {
				came.set(id, [...(came.get(id) ?? []), at]);
			}
		}
		return came;
	}

	private keep(work: Promise<void>): void {
		const kept = work.finally(() => this.underWay.delete(kept));
		this.underWay.add(kept);
	}

	private async untilTaken(id: string): Promise<void> {
		const { signal } = this.stop;
		while (!signal.aborted) {
			const status = await this.send(id);
			this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
			if (status >= 200 && status < 300) {
				this.taken.set(id, Date.now());
				return;
			}
			await new Promise((again) => setTimeout(again, AGAIN));
		}
	}

	/** Status of the answer; 0 where there is none. */
	private async send(id: string): Promise<number> {
		try {
			const answer = await fetch(`${this.address}?token=${this.secret}`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify(this.call.body(id)),
				signal: AbortSignal.any([this.stop.signal, AbortSignal.timeout(TIMEOUT)]),
			});
			await answer.arrayBuffer();
			return answer.status;
		} catch {
			// Nobody listens, or n8n was killed before it had answered: both are what a row is about.
			return 0;
		}
	}
}

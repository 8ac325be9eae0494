import type { IDataObject } from 'n8n-workflow';

import type { Account } from '../../faults/ledger';
import type { ExecutionRecord } from '../../faults/n8n';

/** What every call of the load does at the extension that is listened to. */
const STATUSES = ['Answered', 'Disconnected'];

interface Call {
	/** Epoch ms. */
	madeAt: number;
}

interface Arrivals {
	/** Times at which items of this call came, by status. */
	byStatus: Map<string, number[]>;
	recovered: number[];
	/** In the order of coming, those marked as late left out. */
	sequences: number[];
}

/** The calls that were made, against what came to executions. */
export class Books {
	private readonly calls = new Map<string, Call>();

	enter(telephonySessionId: string): void {
		this.calls.set(telephonySessionId, { madeAt: Date.now() });
	}

	/** Calls that neither events nor the call log have told to the end. */
	outstanding(executions: readonly ExecutionRecord[], drops: boolean): string[] {
		const arrived = arrivalsOf(executions);
		return [...this.calls.keys()].filter((id) => !isTold(arrived.get(id), drops));
	}

	/** Epoch ms of the beginning of a call; NaN for one that was never made. */
	madeAt(id: string): number {
		return this.calls.get(id)?.madeAt ?? NaN;
	}

	/** True when a call made after `since` was told. */
	flowsSince(since: number, executions: readonly ExecutionRecord[]): boolean {
		const arrived = arrivalsOf(executions);
		return [...this.calls].some(
			([id, { madeAt }]) => madeAt >= since && arrived.get(id)?.byStatus.has('Disconnected'),
		);
	}

	/** Calls whose events did not come in order. */
	disordered(executions: readonly ExecutionRecord[]): number {
		return [...arrivalsOf(executions).values()].filter(({ sequences }) =>
			sequences.some((sequence, index) => index > 0 && sequence < sequences[index - 1]),
		).length;
	}

	/** Calls that came more than once, by what they came: which statuses, and how often from the log. */
	doubled(executions: readonly ExecutionRecord[]): string[] {
		const arrived = arrivalsOf(executions);
		return [...this.calls].flatMap(([id, { madeAt }]) => {
			const came = arrived.get(id);
			if (!came || repeatsOf(came) + repeatedCallsOf(came) === 0) return [];
			const told = [...came.byStatus].map(
				([status, times]) => `${status} ${afterAll(madeAt, times)}`,
			);
			if (came.recovered.length > 0) told.push(`from the log ${afterAll(madeAt, came.recovered)}`);
			return [`call ${id}, after its beginning: ${told.join(', ')}`];
		});
	}

	account(executions: readonly ExecutionRecord[], over: number, drops: boolean): Account {
		const arrived = arrivalsOf(executions);
		const all = [...this.calls].map(([id, call]) => ({ call, came: arrived.get(id) }));
		const missed = all.filter(({ came }) => !came || came.byStatus.size === 0);
		const repeats = all.map(({ came }) => (came ? repeatsOf(came) : 0));
		const repeatedCalls = all.map(({ came }) => (came ? repeatedCallsOf(came) : 0));
		const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
		return {
			events: sum(all.map(({ came }) => came?.byStatus.size ?? 0)),
			executions: executions.length,
			lost: all.filter(({ came }) => !isTold(came, drops)).length,
			doubled: sum(repeats) + sum(repeatedCalls),
			doubledCalls: sum(repeatedCalls),
			missedCalls: missed.length,
			recoveredCalls: missed.filter(({ came }) => (came?.recovered.length ?? 0) > 0).length,
			crashed: 0,
			recovery: recoveryOf(all, over),
		};
	}
}

const repeatsOf = ({ byStatus }: Arrivals) =>
	[...byStatus.values()].reduce((sum, times) => sum + times.length - 1, 0);

const repeatedCallsOf = ({ byStatus, recovered }: Arrivals) =>
	byStatus.has('Disconnected') ? recovered.length : Math.max(0, recovered.length - 1);

/** When something came, s after the beginning of its call. */
const afterAll = (madeAt: number, times: readonly number[]) =>
	times.map((at) => `${((at - madeAt) / 1_000).toFixed(1)} s`).join(' and ');

function recoveryOf(all: Array<{ call: Call; came?: Arrivals }>, over: number): number {
	const firsts = all
		.filter(({ call }) => call.madeAt >= over)
		.flatMap(({ came }) => came?.byStatus.get('Disconnected') ?? []);
	return Math.max(0, Math.min(...firsts) - over) / 1000;
}

function isTold(came: Arrivals | undefined, drops: boolean): boolean {
	if (!came) return false;
	if (drops && came.recovered.length > 0) return true;
	const wanted = drops ? ['Disconnected'] : STATUSES;
	return wanted.every((status) => came.byStatus.has(status));
}

function arrivalsOf(executions: readonly ExecutionRecord[]): Map<string, Arrivals> {
	const all = new Map<string, Arrivals>();
	for (const { items, at } of executions) {
		for (const item of items) enterItem(all, item, at);
	}
	return all;
}

function enterItem(all: Map<string, Arrivals>, item: IDataObject, at: number): void {
	const { telephonySessionId: id, status, sequence } = item;
	if (typeof id !== 'string') return;
	const came = all.get(id) ?? {
		byStatus: new Map<string, number[]>(),
		recovered: [],
		sequences: [],
	};
	all.set(id, came);
	if (item.recovered === true) {
		came.recovered.push(at);
		return;
	}
	if (STATUSES.includes(String(status))) {
		came.byStatus.set(String(status), [...(came.byStatus.get(String(status)) ?? []), at]);
	}
	if (item.late !== true) came.sequences.push(Number(sequence));
}

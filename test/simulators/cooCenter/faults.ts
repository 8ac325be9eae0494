/** What can go wrong on demand. Ends after `times` uses; 0: never. */
export interface Fault {
	id: number;
	kind: FaultKind;
	times: number;
	/** `status`: regular expression for the path. */
	path?: string;
	status?: number;
	body?: string;
	/** `cutRecording`: bytes that are sent before the connection breaks. */
	bytes?: number;
	/** `slow`: ms. */
	delayMs?: number;
}

export const FAULT_KINDS = [
	/** Another answer than that of the API. */
	'status',
	'slow',
	/** A recording breaks in the middle; `chunked`: its length is not told. */
	'cutRecording',
	'cutChunkedRecording',
	/** An event is pushed twice at once, or again although it was answered. */
	'duplicate',
	'retry',
	/** An event is pushed after its successor. */
	'reorder',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export class Faults {
	private list: Fault[] = [];

	private last = 0;

	/** @throws Error for an unknown kind */
	add(given: Partial<Fault> & { kind: string }): Fault {
		const kind = FAULT_KINDS.find((known) => known === given.kind);
		if (!kind) throw new Error(`"${given.kind}" is not a fault`);
		const fault: Fault = { times: 1, ...given, kind, id: ++this.last };
		this.list.push(fault);
		return fault;
	}

	/** Uses up a fault of the kind that fits the path. */
	take(kind: FaultKind, path = ''): Fault | undefined {
		const fault = this.list.find(
			(item) => item.kind === kind && (!item.path || new RegExp(item.path).test(path)),
		);
		if (!fault) return undefined;
		if (fault.times === 1) this.list = this.list.filter((item) => item !== fault);
		else if (fault.times > 1) fault.times -= 1;
		return fault;
	}

	all(): Fault[] {
		return this.list;
	}

	clear(): void {
		this.list = [];
	}
}

import { badRequest } from '../http/errors';
import type { OutgoingEvent } from '../state';
import type { ChannelStream, StreamShape } from '../delivery/stream';
import { inject, IMMEDIATE_KINDS, type FaultRequest } from './faultInjection';
import type { XsiWorld } from '../world';

/** Faults that stay until their `times` are used up, their `ms` are over or they are deleted. */
export const LASTING_KINDS = [
	'status',
	'endlessAnswer',
	'charset',
	'splitBytes',
	'slow',
	'dropHeartbeats',
	'refuseRefresh',
	'refuseAck',
	'renameSubscription',
	'refuseConnections',
	'duplicate',
	'reorder',
	'gap',
	'wrongPrefix',
	'recordingFailure',
] as const;
export type LastingKind = (typeof LASTING_KINDS)[number];

export interface Fault extends FaultRequest {
	id: number;
	kind: LastingKind;
	/** How often it still applies; undefined without limit. */
	left?: number;
}

/** ms a reordered event waits for a successor at the most. */
const REORDER_PATIENCE = 1000;

/** Things that go wrong on purpose. */
export class Faults {
	private readonly faults: Fault[] = [];

	private lastId = 0;

	private readonly held = new Map<string, { event: OutgoingEvent; deliver: Deliver }>();

	constructor(private readonly world: XsiWorld) {}

	list(): Fault[] {
		return this.faults.map((fault) => ({ ...fault }));
	}

	/**
	 * Makes something go wrong, at once or from now on. Returns what was done.
	 * @throws XsiError 400 for an unknown kind
	 */
	add(request: FaultRequest): Record<string, unknown> {
		if ((IMMEDIATE_KINDS as readonly string[]).includes(request.kind)) {
			return inject(this.world, request);
		}
		if (!(LASTING_KINDS as readonly string[]).includes(request.kind)) {
			throw badRequest(`There is no fault "${request.kind}".`);
		}
		const kind = request.kind as LastingKind;
		const onceByDefault = ['status', 'duplicate', 'reorder', 'gap', 'recordingFailure'];
		const times = request.times ?? (onceByDefault.includes(kind) ? 1 : 0);
		this.lastId += 1;
		const fault: Fault = { ...request, kind, id: this.lastId, left: times > 0 ? times : undefined };
		this.faults.push(fault);
		if (request.ms !== undefined) {
			this.world.timers.set(`fault ${fault.id}`, request.ms, () => this.remove(fault));
		}
		this.reshape();
		return { id: fault.id };
	}

	/** Ends every fault; stalled streams stay as they are. */
	clear(): void {
		this.faults.length = 0;
		for (const subscriptionId of [...this.held.keys()]) this.letGo(subscriptionId);
		this.reshape();
	}

	/** The first fault of a kind that fits, used up by one. */
	take(kind: LastingKind, fits: (fault: Fault) => boolean = () => true): Fault | undefined {
		const fault = this.faults.find((item) => item.kind === kind && fits(item));
		if (fault?.left !== undefined) {
			fault.left -= 1;
			if (fault.left <= 0) this.remove(fault);
		}
		return fault;
	}

	/** A fault that answers a request instead of the server. `path`: with query. */
	forRequest(method: string, path: string): Fault | undefined {
		const fits = (fault: Fault) =>
			(fault.method === undefined || fault.method.toUpperCase() === method) &&
			(fault.path === undefined || new RegExp(fault.path, 'i').test(path));
		return this.take('status', fits) ?? this.take('endlessAnswer', fits);
	}

	/** ms to wait before answering a request. */
	delayFor(path: string): number {
		const fault = this.faults.find((item) => item.kind === 'slow');
		if (!fault || (fault.path !== undefined && !new RegExp(fault.path, 'i').test(path))) return 0;
		return fault.delayMs ?? 200;
	}

	/** Another prefix for the next event. */
	prefix(): string | undefined {
		const fault = this.take('wrongPrefix');
		return fault && (fault.prefix ?? 'bw');
	}

	/** The bytes of a document: UTF-8, or as its declaration says then. */
	encoded(document: string): string | Buffer {
		const charset = this.take('charset')?.form;
		if (charset === undefined) return document;
		const declared = document.replace('encoding="UTF-8"', `encoding="${charset}"`);
		// Where windows-1252 has it; the rest of what is written here is the same in both.
		return Buffer.from(declared.replaceAll('€', '\x80'), 'latin1');
	}

	/** Whether an event is written twice. */
	duplicates(_event: OutgoingEvent): boolean {
		return this.take('duplicate') !== undefined;
	}

	recordingFails(): boolean {
		return this.take('recordingFailure') !== undefined;
	}

	/** Hands an event on: as it is, not at all (gap), or after the next one (reorder). */
	shapeEvents(event: OutgoingEvent, deliver: Deliver): void {
		if (this.take('gap')) {
			event.lost = 'gap fault';
			this.world.sent.changed(event);
			return;
		}
		if (this.held.has(event.subscriptionId)) {
			deliver(event);
			this.letGo(event.subscriptionId);
			return;
		}
		if (!this.take('reorder')) {
			deliver(event);
			return;
		}
		this.held.set(event.subscriptionId, { event, deliver });
		this.world.timers.set(`reorder ${event.subscriptionId}`, REORDER_PATIENCE, () =>
			this.letGo(event.subscriptionId),
		);
	}

	/** Bends a stream as the faults that last demand. */
	shapeStream(stream: ChannelStream): void {
		const find = (kind: LastingKind) => this.faults.find((fault) => fault.kind === kind);
		const split = find('splitBytes');
		const slow = find('slow');
		const shape: StreamShape = {};
		if (split) {
			shape.splitBytes = split.bytes ?? 1;
			shape.delay = split.delayMs ?? 0;
		}
		if (slow && slow.path === undefined) shape.delay = slow.delayMs ?? 200;
		stream.shape = shape;
	}

	private letGo(subscriptionId: string): void {
		const held = this.held.get(subscriptionId);
		this.held.delete(subscriptionId);
		this.world.timers.cancel(`reorder ${subscriptionId}`);
		held?.deliver(held.event);
	}

	private remove(fault: Fault): void {
		const index = this.faults.indexOf(fault);
		if (index >= 0) this.faults.splice(index, 1);
		this.world.timers.cancel(`fault ${fault.id}`);
		this.reshape();
	}

	private reshape(): void {
		for (const channel of this.world.channels.all()) this.shapeStream(channel.stream);
	}
}

type Deliver = (event: OutgoingEvent) => void;

import { Faults } from './faults';
import { localDate, localTime } from './localTime';
import type { CooCenterSettings } from './options';
import type { PushedEvent } from './pushes/pushBody';
import { Pushes } from './pushes/pushes';
import { initialState, type CallState, type CooCenterState, type ExtensionState } from './state';

/** The PBX: its state, its clock and whom it tells. `calls.ts` changes the state. */
export class CooCenterWorld {
	state: CooCenterState = initialState();

	readonly faults = new Faults();

	pushes = new Pushes(this);

	private readonly cancels = new Set<() => void>();

	constructor(readonly settings: CooCenterSettings) {}

	/** Epoch ms. */
	now(): number {
		return this.settings.clock.now();
	}

	/** The time on its clock. */
	localTime(ms = this.now()): string {
		return localTime(this.settings.timeZone, ms);
	}

	localDate(): string {
		return localDate(this.settings.timeZone, this.now());
	}

	/** Runs later, unless the PBX restarts before. */
	after(ms: number, run: () => void): void {
		const cancel = this.settings.clock.after(ms, () => {
			this.cancels.delete(cancel);
			run();
		});
		this.cancels.add(cancel);
	}

	/** `1541415929.807`: seconds since 1970 and a counter. */
	nextId(): string {
		this.state.counter += 1;
		return `${Math.floor(this.now() / 1000)}.${this.state.counter}`;
	}

	publish(event: PushedEvent): void {
		this.pushes.publish(event);
	}

	extension(number: string): ExtensionState | undefined {
		return this.state.extensions.get(number);
	}

	/** Calls an extension takes part in, oldest first. */
	callsOf(number: string): CallState[] {
		return [...this.state.calls.values()].filter(
			({ caller, callee, spy }) => caller === number || (callee === number && !spy),
		);
	}

	/** Asterisk's bits: 0 idle, 1 in use, 4 offline, 8 ringing; sums where several hold. */
	statusOf(number: string): number {
		if (this.extension(number)?.address === null) return 4;
		return this.callsOf(number).reduce((status, call) => {
			const rings = call.phase === 'ringing' && call.callee === number;
			// A click-to-dial telephone rings before it calls.
			const isRung = call.phase === 'dialing' && call.caller === number;
			return status | (rings || isRung ? 8 : 1);
		}, 0);
	}

	/** Tells of every extension whose state has changed. */
	publishStates(): void {
		for (const extension of this.state.extensions.values()) {
			const status = this.statusOf(extension.number);
			if (status === extension.pushedStatus) continue;
			extension.pushedStatus = status;
			this.publish({
				event: 'extensionstatus',
				exten: extension.number,
				status: String(status),
				statustext: STATUS_TEXTS[status] ?? 'InUse&Ringing',
			});
		}
	}

	/** As after a loss of power: calls and logins are gone, settings and recordings stay. */
	restart(): void {
		this.cancelAll();
		this.state.calls.clear();
		for (const extension of this.state.extensions.values()) {
			// It tells every state anew when telephones register again.
			extension.pushedStatus = -1;
		}
		this.publishStates();
	}

	/** A fresh world. */
	reset(): void {
		this.close();
		this.faults.clear();
		this.state = initialState();
		this.pushes = new Pushes(this);
	}

	close(): void {
		this.cancelAll();
		this.pushes.close();
	}

	private cancelAll(): void {
		for (const cancel of this.cancels) cancel();
		this.cancels.clear();
	}
}

const STATUS_TEXTS: Record<number, string> = {
	0: 'Idle',
	1: 'InUse',
	2: 'Busy',
	4: 'Unavailable',
	8: 'Ringing',
	16: 'Hold',
};

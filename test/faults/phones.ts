import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { mapBounded } from '../../nodes/shared/core/flow/concurrency';
import { newHalf, newLink } from '../simulators/broadWorks/calls/half';
import { pushLoad } from '../simulators/broadWorks/control/load';
import { outsideParty } from '../simulators/broadWorks/people/dialPlan';
import {
	startXsiSimulator,
	type XsiSimulator,
	type XsiSimulatorOptions,
} from '../simulators/broadWorks';
import type { FaultRequest } from '../simulators/broadWorks/control/faultInjection';
import { logCall } from '../simulators/broadWorks/people/callLog';
import { publishService, setDoNotDisturb } from '../simulators/broadWorks/people/services';
import { depositMessage } from '../simulators/broadWorks/people/voicemail';
import type { Ledger } from './ledger';

/** ms between two looks at how many calls are due. */
const TICK = 20;

/** Posts under way at once. */
const POSTS_AT_ONCE = 16;

/** What people do meanwhile. */
export type Load =
	| 'calls'
	| 'missedCalls'
	| 'longCalls'
	| 'voicemails'
	| 'doNotDisturb'
	| 'callForwarding';

/** Every call of the load is received and released; a service is switched. */
const EVENTS_EACH: Record<Load, number> = {
	calls: 2,
	missedCalls: 1,
	longCalls: 1,
	voicemails: 1,
	doNotDisturb: 1,
	callForwarding: 1,
};

/** ms that a long call was talked: it began before an outage in which it ends. */
const TALKED = 120_000;

/** Numbers that calls are forwarded to in turn. */
const FORWARDED_TO = 100;

export interface RestartOptions {
	/** ms */
	downMs: number;
	keepState: boolean;
	/** Another address to start at. */
	host?: string;
}

/** A request as the server's control interface shows it. */
export interface RequestView {
	method: string;
	path: string;
	status?: number;
	headers: Record<string, string>;
}

/** The telephone system of a row, under load, with every event it makes in the books. */
export class Phones {
	private loading?: { kind: Load; over: boolean; done: Promise<void> };

	/** How often the service of a user was switched. */
	private readonly turns = new Map<string, number>();

	/** Services that were switched while nobody was subscribed. */
	private untold = 0;

	/** Calls that ended and messages that were left while the event server is away. */
	private unheard?: Array<{ userId: string; at: number; talked?: number; isMessage?: true }>;

	private constructor(
		private readonly options: XsiSimulatorOptions,
		private running: XsiSimulator,
		private readonly ledger: Ledger,
	) {}

	static async start(options: XsiSimulatorOptions, ledger: Ledger): Promise<Phones> {
		const phones = new Phones(options, await startXsiSimulator(options), ledger);
		ledger.watch(phones.world);
		return phones;
	}

	get url(): string {
		return this.running.url;
	}

	get port(): number {
		return this.running.port;
	}

	get world() {
		return this.running.world;
	}

	/** Injects a fault of the simulator's control interface; events it makes go into the books. */
	fault(request: FaultRequest): void {
		const { events } = this.world.faults.add(request);
		if (Array.isArray(events)) this.ledger.enter(undefined, events as string[], this.world);
	}

	/** Every request since the start of the server. */
	async requests(): Promise<RequestView[]> {
		const answer = await fetch(`${this.running.controlUrl}/requests?since=0`);
		return (await answer.json()) as RequestView[];
	}

	/**
	 * Ends the event server hard and starts it again after `downMs`. Calls go on meanwhile and are in
	 * the call logs. Without its state it has forgotten subscriptions, channel sets and events; users
	 * and logs are another server's business (the application server), as in the real system.
	 */
	async restart({ downMs, keepState, host }: RestartOptions): Promise<void> {
		const { port } = this.running;
		this.unheard = [];
		const state = this.running.exportState();
		await this.running.close();
		if (!keepState) {
			state.subscriptions.clear();
			state.channelSets.clear();
			this.ledger.dropUnacknowledged('the server was started again without its state');
		}
		await pause(downMs);
		const moved = host === undefined ? {} : { host };
		this.running = await startXsiSimulator({ ...this.options, ...moved, port, state });
		this.ledger.watch(this.world);
		const unheard = this.unheard;
		this.unheard = undefined;
		for (const { userId, at, talked, isMessage } of unheard) {
			if (isMessage) this.leaveMessage(userId, at);
			else this.logOnly(userId, at, talked);
		}
	}

	/** Begins to place calls for these users in turn, or what they do, `eventsPerSecond` events in all. */
	beginLoad(userIds: readonly string[], eventsPerSecond: number, load: Load = 'calls'): void {
		const loading = { kind: load, over: false, done: Promise.resolve() };
		const start = performance.now();
		const run = async () => {
			for (let placed = 0; !loading.over; ) {
				const elapsed = (performance.now() - start) / 1000;
				const due = Math.floor((elapsed * eventsPerSecond) / EVENTS_EACH[load]) + 1;
				for (; placed < due; placed++) {
					const userId = userIds[placed % userIds.length];
					await this.act(load, userId);
				}
				await pause(TICK);
			}
		};
		loading.done = run();
		this.loading = loading;
	}

	/** Makes so many events of the present load for one user at once. */
	async burst(userId: string, events: number): Promise<void> {
		const load = this.loading?.kind ?? 'calls';
		for (let made = 0; made < events; made += EVENTS_EACH[load]) {
			await this.act(load, userId);
		}
	}

	/**
	 * Posts so many events to a contact, over a few connections at once and each until it is taken. Not by the
	 * simulator, which posts one after the other.
	 */
	async postBurst(contact: string, documentOf: (eventId: string) => string, events: number) {
		const ids = Array.from({ length: events }, () => `posted-${randomUUID()}`);
		for (const id of ids) this.ledger.enterKept(id);
		await mapBounded(ids, POSTS_AT_ONCE, async (id) => {
			const body = documentOf(id);
			const headers = { 'Content-Type': 'application/xml; charset=UTF-8' };
			for (;;) {
				const answer = await fetch(contact, { method: 'POST', headers, body });
				await answer.arrayBuffer();
				if (answer.ok) return;
				await pause(TICK);
			}
		});
	}

	async endLoad(): Promise<void> {
		const { loading } = this;
		if (!loading) return;
		loading.over = true;
		this.loading = undefined;
		await loading.done;
	}

	/** What one person does. */
	private async act(load: Load, userId: string): Promise<void> {
		switch (load) {
			case 'calls':
			case 'missedCalls':
			case 'longCalls':
				await this.placeCall(userId, load);
				break;
			case 'voicemails':
				this.leaveMessage(userId);
				break;
			default:
				this.switchService(load, userId);
		}
	}

	/** Places a call. When it is told as missed or ended, only its end starts the workflow. */
	private async placeCall(
		userId: string,
		load: 'calls' | 'missedCalls' | 'longCalls',
	): Promise<void> {
		const { world, unheard } = this;
		const talked = load === 'longCalls' ? TALKED : undefined;
		if (unheard) {
			unheard.push({ userId, at: Date.now(), talked });
			return;
		}
		const reply = await pushLoad(world, { count: 1, lifecycle: true, talked, userIds: [userId] });
		const { callIds, events } = reply.body as { callIds: string[]; events: string[] };
		this.ledger.enter(callIds[0], load === 'calls' ? events : events.slice(-1), world);
	}

	/** Any event of the mailbox may tell of a message, so it is known by its own id. */
	private leaveMessage(userId: string, time = Date.now()): void {
		const { world, ledger, unheard } = this;
		if (unheard) {
			unheard.push({ userId, at: Date.now(), isMessage: true });
			return;
		}
		const from = outsideParty('+15550199', 'Load');
		ledger.enterKept(depositMessage(world, world.user(userId), { from, time, urgent: false }).id);
	}

	/** Do Not Disturb has two states, which come again and again; calls are forwarded to many numbers. */
	private switchService(load: Load, userId: string): void {
		const { world, unheard } = this;
		// Nobody is told of it, and no log has it.
		if (unheard) return;
		// Each says something new: what says the same again is no change, and is taken for the state.
		const turn = this.turns.get(userId) ?? 0;
		this.turns.set(userId, turn + 1);
		const from = world.sent.lastNumber();
		const user = world.user(userId);
		if (load === 'doNotDisturb') {
			setDoNotDisturb(world, user, turn % 2 === 0);
		} else {
			const forwardToPhoneNumber = `+155501${String(turn % FORWARDED_TO).padStart(2, '0')}`;
			const document = { active: true, forwardToPhoneNumber, ringSplash: false };
			user.services.CallForwardingAlways = document;
			publishService(world, user, 'CallForwardingAlways');
		}
		const made = world.sent.since(from).map(({ eventID }) => eventID);
		// Nobody was subscribed, and there is no log to read it from: it is lost.
		if (made.length === 0) made.push(`untold-${++this.untold}`);
		this.ledger.enter(undefined, made, world);
	}

	/** A call of whose end nobody was told: the event server was away. */
	private logOnly(userId: string, at: number, talked?: number): void {
		const { world } = this;
		const remote = outsideParty('+15550199', 'Unheard');
		const call = newHalf(world, world.user(userId), 'Terminator', remote, newLink(world));
		world.state.calls.delete(call.callId);
		Object.assign(call, { offered: true, startTime: at, releaseTime: at, state: 'Released' });
		if (talked !== undefined) call.answerTime = call.startTime = at - talked;
		logCall(world, call);
		this.ledger.enter(call.callId, [], world);
	}

	async close(): Promise<void> {
		await this.endLoad();
		await this.running.close();
	}
}

import type { ITriggerFunctions } from 'n8n-workflow';

import { compact } from '../../core/callRecord';
import type { Clock, Log } from '../../core/ports';
import { systemClock } from '../../systemPorts';
import { triggerKey } from '../liveTriggers';
import { LineAlarm } from './lineAlarm';
import type { LineFacts, LineStateName, LineSubscription } from './lineReport';
import { registerLine } from './liveLines';
import { outageOfRestart, type Outage } from './restarts';

/** What keeps a line from bringing events, each until it is over. */
export type TroubleName = 'start' | 'line' | 'login' | 'subscription';

/** What a backend says of its line. */
export interface LineAbout {
	/** As n8n shows the node: `RingCentral`. */
	backend: string;
	/** The credential's type; its id is in the node. */
	credential: string;
	/** `push`: nothing is kept that could be down. */
	delivery: string;
	/** What the trigger listens to. */
	events: string;
	/** ms of an outage after which n8n's error workflow runs; 0 for never. */
	errorWorkflowAfter: number;
	/** What the backend must call fine too before the line is connected for the first time. */
	awaits?: readonly TroubleName[];
	/** Subscriptions as they are now. */
	subscriptions?(): LineSubscription[];
	/** Events whose executions have not ended. */
	waiting?(): number;
}

/** Why no event can come. Times in ms since 1970. */
interface Trouble extends Outage {
	isRefused: boolean;
}

/**
 * Knows how the line of one live trigger is, from what the backend says of it, for *Connection: Get State*
 * and the alarm. It changes nothing and asks nobody.
 */
export class LineWatch {
	private readonly troubles = new Map<TroubleName, Trouble>();

	private readonly times: Pick<
		LineFacts,
		'startedAt' | 'connectedSince' | 'lastEventAt' | 'lastError' | 'lastErrorAt'
	>;

	private readonly alarm: LineAlarm;

	/** The outage that n8n 1.x has started this trigger in, until it is over. */
	private before?: Outage;

	private readonly unregister: () => void;

	constructor(
		private readonly node: ITriggerFunctions,
		readonly about: LineAbout,
		log: Log,
		private readonly clock: Clock = systemClock,
	) {
		const key = triggerKey(node.getWorkflow(), node.getNode());
		this.times = { startedAt: clock.now() };
		this.alarm = new LineAlarm(node, about.backend, key, about.errorWorkflowAfter, clock);
		this.unregister = registerLine(key, () => this.facts(key), log);
		this.before = outageOfRestart(key);
		if (this.before) this.alarm.wasRaised();
		if (about.delivery === 'push') return;
		const cause = 'it has not connected since the workflow was started';
		const begun = this.before ?? { since: this.times.startedAt, cause };
		for (const name of ['start', ...(about.awaits ?? [])] as const) {
			this.troubles.set(name, { ...begun, isRefused: false });
		}
		this.alarm.down(begun, () => this.outage ?? begun);
	}

	/** Whether the outage goes on that an alarm has restarted the trigger in: the workflow knows of it. */
	get goesOn(): boolean {
		return this.before !== undefined;
	}

	/** No event can come any more. `isRaised`: the error workflow runs for it already. */
	trouble(
		name: TroubleName,
		outage: Outage,
		how: { isRefused?: boolean; isRaised?: boolean } = {},
	) {
		const since = Math.min(this.troubles.get(name)?.since ?? Infinity, outage.since);
		const { isRefused = false, isRaised = false } = how;
		this.troubles.set(name, { since, cause: outage.cause, isRefused });
		Object.assign(this.times, { lastError: outage.cause, lastErrorAt: this.clock.now() });
		if (isRaised) this.alarm.wasRaised();
		else this.alarm.down(outage, () => this.outage ?? outage);
	}

	/**
	 * What was in the way is over. Gives the outage that ends with it where an alarm has restarted the trigger in
	 * it (`goesOn`): this trigger then is who tells the workflow.
	 */
	fine(...names: TroubleName[]): Outage | undefined {
		const { outage, times, before } = this;
		for (const name of names) this.troubles.delete(name);
		if (this.troubles.size > 0 || outage === undefined) return undefined;
		times.connectedSince = this.clock.now();
		this.alarm.up();
		this.before = undefined;
		return before && outage;
	}

	/** An event came. */
	event(): void {
		this.times.lastEventAt = this.clock.now();
	}

	close(): void {
		this.alarm.close();
		this.unregister();
	}

	/** Since when no event can come, and the newest reason. */
	private get outage(): Outage | undefined {
		const all = [...this.troubles.values()];
		const [newest] = all.slice(-1);
		return newest && { since: Math.min(...all.map(({ since }) => since)), cause: newest.cause };
	}

	private get state(): LineStateName {
		if (this.about.delivery === 'push') return 'listening';
		if (this.troubles.size === 0) return 'connected';
		if ([...this.troubles.values()].some(({ isRefused }) => isRefused)) return 'refused';
		return this.times.connectedSince === undefined ? 'connecting' : 'reconnecting';
	}

	private facts(key: string): LineFacts {
		const { node, about, outage, state, times } = this;
		const { id, name } = node.getWorkflow();
		const { name: nodeName, credentials } = node.getNode();
		const credential = credentials?.[about.credential];
		return compact({
			key,
			state,
			backend: about.backend,
			delivery: about.delivery,
			events: about.events,
			workflowId: id ?? '',
			workflowName: name ?? '',
			nodeName,
			credentialId: credential?.id ?? undefined,
			credentialName: credential?.name,
			...times,
			connectedSince: state === 'connected' ? times.connectedSince : undefined,
			downSince: outage?.since,
			waiting: about.waiting?.() ?? 0,
			subscriptions: about.subscriptions?.() ?? [],
		});
	}
}

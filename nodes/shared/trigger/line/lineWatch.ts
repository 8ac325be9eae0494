import type { ITriggerFunctions } from 'n8n-workflow';

import { compact } from '../../core/callRecord';
import type { Clock, Log } from '../../core/ports';
import { systemClock } from '../../systemPorts';
import { triggerKey } from '../liveTriggers';
import { LineAlarm } from './lineAlarm';
import type { LineFacts, LineStateName, LineSubscription } from './lineReport';
import { registerLine } from './liveLines';
import { outageOfRestart, type Outage } from './restarts';

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
	/** Of now. */
	subscriptions?(): LineSubscription[];
	/** Events whose executions have not ended. */
	waiting?(): number;
}

/** Why no event can come. Times in ms since 1970. */
interface Trouble extends Outage {
	isRefused: boolean;
}

/** What keeps a line from bringing events, each until it is over. */
export type TroubleName = 'start' | 'line' | 'login' | 'subscription';

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
		const before = outageOfRestart(key);
		if (before) this.alarm.wasRaised();
		if (about.delivery === 'push') return;
		const cause = 'it has not connected since the workflow was started';
		this.trouble('start', before ?? { since: this.times.startedAt, cause });
	}

	/** No event can come any more. `isTold`: the error workflow runs for it already. */
	trouble(name: TroubleName, outage: Outage, how: { isRefused?: boolean; isTold?: boolean } = {}) {
		const since = this.troubles.get(name)?.since ?? outage.since;
		const { isRefused = false, isTold = false } = how;
		this.troubles.set(name, { since, cause: outage.cause, isRefused });
		if (name !== 'start') {
			Object.assign(this.times, { lastError: outage.cause, lastErrorAt: this.clock.now() });
		}
		if (isTold) this.alarm.wasRaised();
		else this.alarm.down(outage, () => this.outage ?? outage);
	}

	/**
	 * What was in the way is over. Gives the outage that ends with it where that is older than this trigger, which
	 * then is who tells the workflow.
	 */
	fine(...names: TroubleName[]): Outage | undefined {
		const { outage, times } = this;
		for (const name of names) this.troubles.delete(name);
		if (this.troubles.size > 0 || outage === undefined) return undefined;
		times.connectedSince = this.clock.now();
		this.alarm.up();
		return outage.since < times.startedAt ? outage : undefined;
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

import type { ITriggerFunctions } from 'n8n-workflow';

import { TelephonyError } from '../../core/errors';
import type { Clock } from '../../core/ports';
import { toNodeError } from '../../action/nodeErrors';
import { activatesInBackground, reportFailure } from '../reportFailure';
import { noteRestart, type Outage } from './restarts';

/** What an outage has come to. */
type AlarmState =
	| { name: 'none' }
	/** The time until the error workflow runs is running. */
	| { name: 'running'; stop: AbortController }
	/** The error workflow has run for this outage. */
	| { name: 'raised' };

/**
 * Runs n8n's error workflow once for each outage that lasts
 * (docs/n8n.md#failures-of-a-running-trigger). n8n 2.x stores a failed execution, and the trigger goes on.
 * n8n 1.x has no way but an emitted error, after which it starts the trigger again.
 */
export class LineAlarm {
	private state: AlarmState = { name: 'none' };

	/** `after`: ms that an outage must last; 0 for never. */
	constructor(
		private readonly node: ITriggerFunctions,
		private readonly backend: string,
		private readonly key: string,
		private readonly after: number,
		private readonly clock: Clock,
	) {}

	/** Nothing can come since `outage.since`; `present` gives what is known of it later. */
	down({ since }: Outage, present: () => Outage): void {
		if (this.after <= 0 || this.state.name !== 'none') return;
		const stop = new AbortController();
		this.state = { name: 'running', stop };
		const left = Math.max(0, since + this.after - this.clock.now());
		void this.clock.sleep(left, stop.signal).then(() => {
			if (stop.signal.aborted) return;
			this.state = { name: 'raised' };
			this.raise(present());
		});
	}

	/** The error workflow has run for this outage in another way. */
	wasRaised(): void {
		this.close();
		this.state = { name: 'raised' };
	}

	/** Events can come again: the next outage is another one. */
	up(): void {
		this.close();
		this.state = { name: 'none' };
	}

	close(): void {
		if (this.state.name === 'running') this.state.stop.abort();
	}

	private raise(outage: Outage): void {
		const { node, key, backend, clock } = this;
		const seconds = Math.round((clock.now() - outage.since) / 1000);
		const told = `No event can come from ${backend} for ${seconds} s: ${outage.cause}`;
		const error = new TelephonyError('unavailable', told);
		if (activatesInBackground(node)) {
			reportFailure(node, error);
			return;
		}
		noteRestart(key, outage);
		node.emitError(toNodeError(node.getNode(), error));
	}
}

import type { TelephonyError } from '../../../../shared/core/errors';
import type { Clock } from '../../../../shared/core/ports';
import type { LineChange } from '../lineChange';

/** Times in ms since 1970. `since`: when it was last heard before it went down. */
type LineState =
	/** `refused`: the login or the filters are, and that was notified. */
	| { name: 'starting'; refused: boolean }
	/** `lastDown`: since when it was down before. */
	| { name: 'up'; lastDown?: number }
	/** `hasGap`: the gateway could not keep all that is missed. */
	| { name: 'down'; refused: boolean; since: number; planned: boolean; hasGap: boolean };

/** The changes of a line that are notified: each loss, refusal and gap once, and a change that lost nothing not at all. */
export class LineNews {
	private state: LineState = { name: 'starting', refused: false };

	constructor(
		private readonly clock: Clock,
		private readonly notify: (change: LineChange) => void,
	) {}

	/** The refusal was notified, and nothing was active since. */
	get refused(): boolean {
		return this.state.name !== 'up' && this.state.refused;
	}

	/** Since when nothing comes, where it was active before. */
	get downSince(): number | undefined {
		return this.state.name === 'down' ? this.state.since : undefined;
	}

	/** A connection is tried. */
	trying(): void {
		if (this.state.name === 'down') this.state.hasGap = false;
	}

	/** Before the line is said to be active, or after it. */
	gap(): void {
		const { state } = this;
		if (state.name === 'down') {
			state.hasGap = true;
			return;
		}
		const lastDown = state.name === 'up' ? state.lastDown : undefined;
		this.notify({ state: 'active', since: lastDown ?? this.clock.now(), complete: false });
	}

	/** `recovered`: the gateway sends what was missed. */
	up(recovered: boolean): void {
		const before = this.state;
		if (before.name === 'down') {
			const { since, planned, hasGap } = before;
			this.state = { name: 'up', lastDown: since };
			const complete = recovered && !hasGap;
			if (!planned || !complete) this.notify({ state: 'active', since, complete });
		} else if (before.name === 'starting') this.state = { name: 'up' };
	}

	/** `since`: when it was last heard. */
	down(cause: string, planned: boolean, since: number): void {
		this.state = { name: 'down', refused: false, since, planned, hasGap: false };
		if (!planned) this.notify({ state: 'lost', cause, since });
	}

	refuse(error: TelephonyError): void {
		const { state } = this;
		if (state.name === 'up' || state.refused) return;
		this.notify({ state: 'refused', error });
		state.refused = true;
	}
}

import type { TelephonyError } from '../../../../shared/core/errors';
import { deferred, type Deferred } from '../../../../shared/core/flow/deferred';
import type { Clock } from '../../../../shared/core/ports';
import type { LineChange } from '../lineChange';

/** Times in ms since 1970. `since`: when it was last heard before it went down. */
type LineState =
	/** `refused`: the login or the filters are, and that was notified. */
	| { name: 'starting'; refused: boolean }
	/** What the gateway kept since then is on its way; the connection may break before it has come. */
	| { name: 'catchingUp'; since: number; caughtUp: Deferred<void> }
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
		const { state } = this;
		return (state.name === 'starting' || state.name === 'down') && state.refused;
	}

	/** Since when nothing comes, where it was active before. */
	get downSince(): number | undefined {
		return this.state.name === 'down' ? this.state.since : undefined;
	}

	private get lastDown(): number | undefined {
		const { state } = this;
		if (state.name === 'catchingUp') return state.since;
		return state.name === 'up' ? state.lastDown : undefined;
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
		const lastDown = this.lastDown ?? this.clock.now();
		// The log is read for all that the gateway could not keep, and for what it kept.
		this.state = { name: 'up', lastDown };
		this.notify({ state: 'active', since: lastDown, complete: false });
	}

	/** `recovered`: the gateway sends what was missed. */
	up(recovered: boolean): void {
		const before = this.state;
		if (before.name === 'down') {
			const { since, planned, hasGap } = before;
			const complete = recovered && !hasGap;
			const caughtUp = complete ? deferred() : undefined;
			this.state = caughtUp
				? { name: 'catchingUp', since, caughtUp }
				: { name: 'up', lastDown: since };
			if (planned && complete) return;
			this.notify({
				state: 'active',
				since,
				complete,
				...(caughtUp && { caughtUp: caughtUp.promise }),
			});
		} else if (before.name === 'starting') this.state = { name: 'up' };
	}

	/** The gateway has answered what it was asked after the session was taken up: what it kept came before. */
	caughtUp(): void {
		const { state } = this;
		if (state.name !== 'catchingUp') return;
		this.state = { name: 'up', lastDown: state.since };
		state.caughtUp.resolve();
	}

	/** `heardAt`: when it was last heard, ms since 1970. */
	down(cause: string, planned: boolean, heardAt: number): void {
		const { state } = this;
		const since = state.name === 'catchingUp' ? Math.min(state.since, heardAt) : heardAt;
		this.state = { name: 'down', refused: false, since, planned, hasGap: false };
		if (!planned) this.notify({ state: 'lost', cause, since });
	}

	refuse(error: TelephonyError): void {
		const { state } = this;
		if (state.name === 'up' || state.name === 'catchingUp' || state.refused) return;
		this.notify({ state: 'refused', error });
		state.refused = true;
	}
}

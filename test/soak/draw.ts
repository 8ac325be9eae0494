import { SeededRandom } from '../fuzz/random';

/** How n8n itself goes and comes back. */
export type Ending = 'stop' | 'kill';

/** What goes wrong in one round: n8n alone, or faults of different systems at once. */
export type Round =
	| { kind: 'n8n'; how: Ending; awayFor: number; rest: number }
	| { kind: 'faults'; chosen: Array<{ system: number; fault: number }>; rest: number };

/** Systems that have a fault in the same round, at most. */
const MOST_AT_ONCE = 3;

/** Every so many rounds n8n itself goes, while it may. */
const N8N_EVERY = 3;

/** Draws what goes wrong; one seed always gives the same. */
export class Draw {
	private readonly random: SeededRandom;

	private rounds = 0;

	private nextEnding: Ending;

	/**
	 * @param faults how many faults each system has
	 * @param every n8n itself goes in the first of so many rounds
	 */
	constructor(
		seed: number,
		private readonly faults: readonly number[],
		private readonly every = N8N_EVERY,
	) {
		this.random = new SeededRandom(seed);
		this.nextEnding = this.random.pick(['stop', 'kill'] as const);
	}

	/** `mayRestart`: whether n8n may be stopped or killed, which happens in turn. */
	next(mayRestart: boolean): Round {
		const turn = this.rounds++ % this.every;
		if (turn === 0 && mayRestart) {
			const how = this.nextEnding;
			this.nextEnding = how === 'stop' ? 'kill' : 'stop';
			const awayFor = 1 + this.random.below(5);
			return { kind: 'n8n', how, awayFor, rest: this.every === 1 ? this.random.below(10) : 0 };
		}
		const systems = this.faults.flatMap((count, system) => (count > 0 ? [system] : []));
		const count = 1 + this.random.below(MOST_AT_ONCE);
		const chosen: Array<{ system: number; fault: number }> = [];
		while (chosen.length < count && systems.length > 0) {
			const [system] = systems.splice(this.random.below(systems.length), 1);
			chosen.push({ system, fault: this.random.below(this.faults[system]) });
		}
		return { kind: 'faults', chosen, rest: 1 + this.random.below(4) };
	}
}

import type { Clock } from '../../../shared/core/ports';
import { processWide } from '../../../shared/processWide';
import { ACCEPTED, type Acknowledgement } from '../../client/channel/channel';
import type { LineListener } from '../../client/delivery/listener';
import { LINE_VERSION } from './lines';

type Delivered = Parameters<LineListener['onEvent']>;

/** Who takes events of a line. */
export interface EventTaker {
	/** Whether it has taken an event with this id. */
	has(eventId: string | undefined): boolean;
	/** As `LineListener.onEvent`. */
	onEvent(...delivered: Delivered): Promise<Acknowledgement>;
}

interface Buffered {
	delivered: Delivered;
	answer(verdict: Promise<Acknowledgement> | Acknowledgement): void;
}

type State =
	| { name: 'buffering'; buffered: Buffered[] }
	| { name: 'following'; next: EventTaker }
	| { name: 'ended' };

/**
 * The place on a line of a trigger that n8n has closed, perhaps only to put up a newer version of its workflow.
 * Its subscription goes on for a while. What comes meanwhile is buffered and not acknowledged, so that the line
 * bounds it (`client/delivery/delivery.ts`), and goes to the trigger that follows.
 */
export class LeftPlace implements EventTaker {
	private state: State = { name: 'buffering', buffered: [] };

	/**
	 * `events`: equal for places that bring the same events. `before`: who had the place; what it has taken it
	 * answers itself when the server sends it again. `leave`: gives up the place, in which the last events may
	 * take the default time of the line or `longest` ms.
	 */
	constructor(
		readonly events: string,
		private readonly before: EventTaker,
		private readonly leave: (longest?: number) => Promise<void>,
	) {}

	has(eventId: string | undefined): boolean {
		return this.before.has(eventId);
	}

	async onEvent(...delivered: Delivered): Promise<Acknowledgement> {
		const { state, before } = this;
		const [{ eventId }] = delivered;
		if (before.has(eventId)) return await before.onEvent(...delivered);
		if (state.name === 'buffering')
			return await new Promise((answer) => state.buffered.push({ delivered, answer }));
		if (state.name === 'ended') return ACCEPTED;
		// Whoever follows may have a place on the same line, and gets it in the same turn.
		await Promise.resolve();
		return state.next.has(eventId) ? ACCEPTED : await state.next.onEvent(...delivered);
	}

	/** Buffers what comes from now on. */
	hold(): void {
		this.state = { name: 'buffering', buffered: [] };
	}

	/** What is buffered and what comes is for `next`, who takes this place. */
	follow(next: EventTaker): void {
		const buffered = this.changeTo({ name: 'following', next });
		for (const { delivered, answer } of buffered) answer(next.onEvent(...delivered));
	}

	/** Gives up the place. Gives the number of events that nobody wanted. */
	async end(): Promise<number> {
		if (this.state.name === 'following') {
			await this.leave();
			return 0;
		}
		const buffered = this.changeTo({ name: 'ended' });
		for (const { answer } of buffered) answer(ACCEPTED);
		await this.leave(0);
		return buffered.length;
	}

	private changeTo(next: State): Buffered[] {
		const { state } = this;
		this.state = next;
		return state.name === 'buffering' ? state.buffered : [];
	}
}

/** Takes events, but those that `before` has taken it leaves to that. */
export const behind = (before: EventTaker, next: EventTaker): EventTaker => ({
	has: next.has,
	onEvent: async (...delivered) =>
		await (before.has(delivered[0].eventId) ? before : next).onEvent(...delivered),
});

interface Waiting {
	place: LeftPlace;
	stop: AbortController;
}

/** Found by every version of this package that uses the same lines. */
const waiting = processWide('leftPlaces', LINE_VERSION, () => new Map<string, Waiting>());

/**
 * Keeps a place for the trigger with this key for `stay` ms, and then ends it. `onEnd` is called with the
 * number of events that came in vain.
 */
export function leavePlace(
	key: string,
	place: LeftPlace,
	{ stay, clock, onEnd }: { stay: number; clock: Clock; onEnd(unwanted: number): void },
): void {
	void takePlace(key)?.end();
	place.hold();
	const entry = { place, stop: new AbortController() };
	waiting.set(key, entry);
	const { signal } = entry.stop;
	void clock.sleep(stay, signal).then(async () => {
		if (signal.aborted) return;
		waiting.delete(key);
		onEnd(await place.end());
	});
}

/** Gives up every place that waits: nobody follows when n8n stops. */
export async function endPlaces(): Promise<void> {
	const places = [...waiting.keys()].map((key) => takePlace(key));
	await Promise.all(places.map(async (place) => await place?.end()));
}

/** The place that was left by the trigger with this key; whoever takes it cares for its end. */
export function takePlace(key: string): LeftPlace | undefined {
	const entry = waiting.get(key);
	waiting.delete(key);
	entry?.stop.abort();
	return entry?.place;
}

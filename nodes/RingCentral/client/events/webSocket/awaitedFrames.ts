import { deferred } from '../../../../shared/core/flow/deferred';
import type { Clock } from '../../../../shared/core/ports';
import type { Ending } from './ending';
import type { Frame } from './frames';
import { gatewayFailure } from './gatewayFailure';

/** Waits for a frame. Throws `unavailable` when it does not come in time or the connection ends. */
export type Awaited = () => Promise<Frame>;

/** The frames of the gateway that somebody waits for, by what they answer. */
export class AwaitedFrames {
	private readonly awaited = new Map<string, (frame: Frame) => void>();

	/** `timeout`: ms the gateway gets for each. */
	constructor(
		private readonly clock: Clock,
		private readonly timeout: number,
		private readonly ending: Ending,
	) {}

	/** From now on a frame with this key is kept for who waits. `what` the gateway is to do, for errors. */
	expect(key: string, what: string): Awaited {
		const { promise, resolve } = deferred<Frame>();
		this.awaited.set(key, resolve);
		return async () => await this.inTime(promise, what);
	}

	give(key: string, frame: Frame): void {
		this.awaited.get(key)?.(frame);
	}

	forget(key: string): void {
		this.awaited.delete(key);
	}

	private async inTime(awaited: Promise<Frame>, what: string): Promise<Frame> {
		const { clock, timeout, ending } = this;
		const done = new AbortController();
		const late = clock
			.sleep(timeout, AbortSignal.any([done.signal, ending.signal]))
			.then(() => undefined);
		const frame = await Promise.race([awaited, late]);
		done.abort();
		if (frame) return frame;
		const { cause } = ending.signal.aborted
			? await ending.reached
			: { cause: `it did not ${what} in time` };
		throw gatewayFailure(`The WebSocket gateway failed: ${cause}`);
	}
}

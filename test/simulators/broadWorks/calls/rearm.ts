import { bounce, armQueueTimers, offerWaiting } from '../queues/calls';
import type { XsiWorld } from '../world';
import { armNoAnswer } from './incoming';
import { armRinging } from './outgoing';

/** Starts the timers of a world that was carried over a restart. */
export function rearm(world: XsiWorld): void {
	for (const call of world.state.calls.values()) {
		if (call.state !== 'Alerting') continue;
		if (call.personality === 'Terminator') armNoAnswer(world, call);
		else if (call.peerId === undefined && call.waitsIn === undefined) armRinging(world, call);
	}
	for (const queue of world.state.queues.values()) {
		for (const entry of queue.entries) {
			armQueueTimers(world, queue, entry);
			if (entry.answeringCallId === undefined) continue;
			world.timers.set(`bounce ${entry.callId}`, queue.bounceAfter, () =>
				bounce(world, queue, entry),
			);
		}
		offerWaiting(world, queue);
	}
}

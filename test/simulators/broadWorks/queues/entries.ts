import { notFound } from '../http/errors';
import { queueEntryDocument } from '../xml/documents';
import type { QueueEntryState, QueueState, UserState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlFields } from '../xml/xml';

/** A queue entry as events and the queue's call list show it. */
export function entryDocument(
	_world: XsiWorld,
	user: UserState,
	entry: QueueEntryState,
): XmlFields {
	return queueEntryDocument(entry, user);
}

/** Tells what happened to a queue entry. `more`: siblings of queueEntry. */
export function publishEntry(
	world: XsiWorld,
	queue: QueueState,
	entry: QueueEntryState,
	type: string,
	more: XmlFields = {},
): void {
	const subject = world.user(queue.queueId);
	const data = { queueEntry: entryDocument(world, subject, entry), ...more };
	world.publish({ subject, type, data });
}

/** @throws XsiError 404 */
export function findEntry(queue: QueueState, callId: string): QueueEntryState {
	const entry = queue.entries.find((item) => item.callId === callId);
	if (!entry) throw notFound('The specified call was not found.');
	return entry;
}

/** 1-based place of an entry. */
export const positionOf = (queue: QueueState, entry: QueueEntryState): number =>
	queue.entries.indexOf(entry) + 1;

/** Takes an entry out of the queue. */
export function removeEntry(world: XsiWorld, queue: QueueState, entry: QueueEntryState): void {
	queue.entries = queue.entries.filter((item) => item !== entry);
	entry.removeTime = world.now();
	world.timers.cancel(`overflow ${entry.callId}`);
	world.timers.cancel(`bounce ${entry.callId}`);
	const caller = entry.callerId ? world.state.calls.get(entry.callerId) : undefined;
	if (caller) caller.waitsIn = undefined;
}

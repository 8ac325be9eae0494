import { createHash } from 'node:crypto';

import { SeenSet } from '../../../shared/core/bounded/seenSet';
import { processWide } from '../../../shared/processWide';
import type { XsiLine } from '../../client/channel/line';
import type { SubscriptionSpec } from '../../client/subscriptions/subscriptions';

/**
 * What triggers use of a line that another version of this package may have made: its listeners are given
 * events, notices and errors in that version's form. Whoever changes any of this in a way that code of
 * before does not expect raises LINE_VERSION.
 */
export type SharedLine = Pick<XsiLine, 'add' | 'remove' | 'beatEvery' | 'ended'>;

/** 2: a subscription may have several packages. 3: `onActive`, and changes that are `active`. */
export const LINE_VERSION = 3;

/** Lines of this process by key, with the ids of their channel sets. */
const lines = processWide(
	'lines',
	LINE_VERSION,
	() => new Map<string, { line: SharedLine; id: string }>(),
);

/** Ids of channel sets, of lines of every version, with a function that says whether the line has ended. */
const idsInUse = processWide('channelSetIds', 1, () => new Map<string, () => boolean>());

/** Ids of channels that this process has opened. */
export const ownChannels = processWide('channels', 1, () => new SeenSet(1_000));

/**
 * The line of a key, made by `create` when there is none or the last one has ended: triggers with the
 * same key share channel and connection. `id` is that of the channel set, but another where a line with
 * another key or of another version has it, as after a change of the password or an update: the server
 * would give either the other's events. `otherId` gives the line one more id that is not in use.
 */
export function sharedLine(
	key: string,
	id: string,
	create: (id: string, otherId: () => string) => SharedLine,
): SharedLine {
	for (const [known, { line }] of lines) if (line.ended) lines.delete(known);
	for (const [known, hasEnded] of idsInUse) if (hasEnded()) idsInUse.delete(known);
	const known = lines.get(key);
	if (known) return known.line;
	let line: SharedLine | undefined;
	const take = () => {
		let free = id;
		for (let count = 2; idsInUse.has(free); count++) free = `${id}-${count}`;
		idsInUse.set(free, () => line?.ended === true);
		return free;
	};
	const taken = take();
	line = create(taken, take);
	lines.set(key, { line, id: taken });
	return line;
}

/** Has a line try again at once, as after a new password; one of an earlier version waits instead. */
export function retryLine(line: SharedLine): void {
	(line as SharedLine & Partial<Pick<XsiLine, 'retry'>>).retry?.();
}

/**
 * Has the server send the present state of a subscription that is active already. A line of an earlier version
 * sends it with its next refresh.
 */
export function askForState(line: SharedLine, spec: SubscriptionSpec): void {
	(line as SharedLine & Partial<Pick<XsiLine, 'askForState'>>).askForState?.(spec);
}

/** As `XsiLine.active`; a line of an earlier version does not say. */
export function activeOn(line: SharedLine, spec: SubscriptionSpec): ReturnType<XsiLine['active']> {
	return (line as SharedLine & Partial<Pick<XsiLine, 'active'>>).active?.(spec);
}

/** A short stable id of several texts, without giving any of them away. */
export function stableId(...parts: string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

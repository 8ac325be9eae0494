import type { IBinaryKeyData } from 'n8n-workflow';

import type { Clock } from '../../../shared/core/ports';
import type { RingingCalls } from '../../client/calls/callMoments';
import type { XsiEvent } from '../../client/channel/decode';
import type { VoiceMessage } from '../../client/people/voicemail';
import type { ItemsWithFiles } from '../../../shared/trigger/executionItems';
import type { InitialStates } from '../memory';

/** What has to be known of mailboxes. */
export interface Mailbox {
	/** Messages that were left before this are not new, ms since 1970. */
	since: number;
	list(userId: string): Promise<VoiceMessage[]>;
	/** The sound of a message; absent where it is not wanted. */
	file?(userId: string, messageId: string): Promise<IBinaryKeyData>;
	/** Whether what has this name has started an execution before. */
	isKnown(name: string): boolean;
	/** It cannot be read, and will not be while nobody does anything about it. */
	onRefused(userId: string, error: unknown): void;
}

/** What an event becomes. */
export interface Shaped extends ItemsWithFiles {
	/** By what it is known beside its id: what ran under one of them does not run again. */
	names: readonly string[];
	/** Each item is known by a name of its own, in their order, and not by the event's id. */
	each?: true;
}

export const NOTHING: Shaped = { items: [], names: [] };

/** Without what is known under its names. */
export function onlyNew(shaped: Shaped, isKnown: (name: string) => boolean): Shaped {
	const { items, files, names, each } = shaped;
	if (!each) return names.some(isKnown) ? NOTHING : shaped;
	const fresh = names.map((name) => !isKnown(name));
	return {
		items: items.filter((_item, index) => fresh[index]),
		files: files?.filter((_file, index) => fresh[index]),
		names: names.filter((_name, index) => fresh[index]),
		each,
	};
}

/** What an event becomes; at once where nothing has to be waited for. */
export type Shape = (event: XsiEvent, stateExpected: boolean) => Shaped | Promise<Shaped>;

export interface ShapeContext {
	clock: Clock;
	states?: InitialStates;
	/** Where new messages are found. */
	mailbox(): Mailbox;
	/** Where the calls of the subscription ring, for a shape that is made for each event anew. */
	calls?: RingingCalls;
	/** Called before anything is waited for. */
	onWait?(): void;
}

import { LruMap } from '../../core/bounded/lruMap';
import { processWide } from '../../processWide';
import { systemClock } from '../../systemPorts';
import { SeenEvents, shortened, type MemoryPolicy } from '../seenEvents';
import type { EventsStaticData } from '../staticData';

/** Triggers whose pushes are known; those pushed to last. */
export const MOST_TRIGGERS = 1_000;

/**
 * What was seen, by trigger. A running trigger shares it with pushes that come while none runs in this
 * process: before it has started, or for ever in a webhook process of queue mode.
 */
const memories = processWide(
	'pushMemories',
	3,
	() => new LruMap<string, SeenEvents>(MOST_TRIGGERS),
);

/** What was open when n8n was killed goes by its execution of then (`InterruptedRuns`). */
const MEMORY: MemoryPolicy = { afterKill: 'sameExecution', keptAs: shortened };

/** What was seen for a trigger, with what static data says of other processes. */
export function memoryOf(key: string, staticData: EventsStaticData): SeenEvents {
	const memory = memories.get(key, () => new SeenEvents({}, systemClock.now(), MEMORY));
	memory.read(staticData, systemClock.now());
	return memory;
}

/** Its trigger has ended. */
export const forgetMemory = (key: string): boolean => memories.delete(key);

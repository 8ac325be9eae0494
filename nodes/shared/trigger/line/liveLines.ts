import type { IWebhookFunctions } from 'n8n-workflow';

import { LruMap } from '../../core/bounded/lruMap';
import type { Log } from '../../core/ports';
import { wordsOf } from '../../core/words';
import { processWide } from '../../processWide';
import { logOf, systemClock } from '../../systemPorts';
import { triggerKey } from '../liveTriggers';
import { processRole, readOthers, sharesLines, writeOwn, type Snapshot } from './otherProcesses';
import type { LineFacts, PushCount } from './lineReport';

/** Triggers whose pushes are counted. */
const MOST_COUNTED = 1_000;

/** ms before the first publishing, between looks whether something has changed, and at most between two publishings. */
const SOON = 100;
const LOOK = 5_000;
const REPEAT = 20_000;

/** ms after which a process that has not published is not believed any more. */
const FRESH = 60_000;

/** The lines of this process, of every version of this package: JSON comes out of each. */
const own = processWide('liveLines', 2, () => ({
	lines: new Map<string, () => LineFacts>(),
	pushes: new LruMap<string, PushCount>(MOST_COUNTED),
	isPublishing: false,
}));

function ownSnapshot(): Snapshot {
	return {
		at: systemClock.now(),
		role: processRole(),
		lines: [...own.lines.values()].map((facts) => facts()),
		pushes: Object.fromEntries(own.pushes),
	};
}

/** In queue mode actions run in workers, which know of no line: each process publishes what it knows. */
async function publish(log: Log): Promise<void> {
	let published = { at: 0, what: '' };
	let known = '';
	// Whoever registers a line may still be building what its facts are read from.
	await systemClock.sleep(SOON);
	for (;;) {
		try {
			const snapshot = ownSnapshot();
			const what = JSON.stringify([snapshot.lines, snapshot.pushes]);
			if (what !== published.what || snapshot.at - published.at >= REPEAT) {
				await writeOwn(snapshot);
				published = { at: snapshot.at, what };
				known = '';
			}
		} catch (error) {
			if (known !== wordsOf(error)) {
				log.warn('Other processes of n8n cannot be told of the connections', {
					reason: wordsOf(error),
				});
			}
			known = wordsOf(error);
		}
		await systemClock.sleep(LOOK);
	}
}

function beginPublishing(log: Log): void {
	if (own.isPublishing || !sharesLines()) return;
	own.isPublishing = true;
	void publish(log);
}

/** Makes the line of a running trigger known; the result takes it back. */
export function registerLine(key: string, facts: () => LineFacts, log: Log): () => void {
	own.lines.set(key, facts);
	beginPublishing(log);
	return () => {
		if (own.lines.get(key) === facts) own.lines.delete(key);
	};
}

/** Counts what was pushed or posted to a trigger; `status` of one that was refused. */
export function countPush(node: IWebhookFunctions, status?: number): void {
	if (node.getMode() === 'manual') return;
	const key = triggerKey(node.getWorkflow(), node.getNode());
	const count = own.pushes.get(key, (): PushCount => ({ accepted: 0, refused: 0 }));
	const now = systemClock.now();
	if (status === undefined) Object.assign(count, { accepted: count.accepted + 1, lastAt: now });
	else {
		Object.assign(count, { refused: count.refused + 1, lastRefusedAt: now, lastStatus: status });
	}
	beginPublishing(logOf(node.logger, 'Telephony'));
}

/** What this n8n knows of its lines. */
export interface KnownLines {
	lines: LineFacts[];
	pushes: ReadonlyMap<string, PushCount>;
	/** False in queue mode where no main process has published within a minute. */
	isWhole: boolean;
}

function sumOf(one: PushCount | undefined, other: PushCount): PushCount {
	const later = (a?: number, b?: number) => Math.max(a ?? 0, b ?? 0) || undefined;
	const isNewer = (other.lastRefusedAt ?? 0) >= (one?.lastRefusedAt ?? 0);
	return {
		accepted: (one?.accepted ?? 0) + other.accepted,
		refused: (one?.refused ?? 0) + other.refused,
		lastAt: later(one?.lastAt, other.lastAt),
		lastRefusedAt: later(one?.lastRefusedAt, other.lastRefusedAt),
		lastStatus: isNewer ? other.lastStatus : one?.lastStatus,
	};
}

/** The lines of all processes of this n8n; of a main process that publishes no more they are `unknown`. */
export function merged(snapshots: readonly Snapshot[], now: number): KnownLines {
	const isFresh = ({ at }: Snapshot) => now - at <= FRESH;
	const isWhole = snapshots.some((one) => one.role === 'main' && isFresh(one));
	const lines = new Map<string, LineFacts>();
	const pushes = new Map<string, PushCount>();
	for (const snapshot of [...snapshots].sort((a, b) => a.at - b.at)) {
		if (!isFresh(snapshot) && isWhole) continue;
		for (const facts of snapshot.lines) {
			lines.set(facts.key, isFresh(snapshot) ? facts : { ...facts, state: 'unknown' });
		}
		for (const [key, count] of Object.entries(snapshot.pushes)) {
			pushes.set(key, sumOf(pushes.get(key), count));
		}
	}
	return { lines: [...lines.values()], pushes, isWhole };
}

/** All lines of this n8n. Throws what the folder shared with other processes gives, where it cannot be read. */
export async function knownLines(): Promise<KnownLines> {
	const others = sharesLines() ? await readOthers() : [];
	return merged([ownSnapshot(), ...others], systemClock.now());
}

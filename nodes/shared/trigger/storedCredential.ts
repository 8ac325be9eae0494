import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';

import { LruMap } from '../core/bounded/lruMap';
import { TimeShare } from './timeShare';
import type { Clock } from '../core/ports';
import { processWide } from '../processWide';
import { systemClock } from '../systemPorts';

/** ms for which what was read is used: n8n reads its database and decrypts each time. */
const MAX_AGE = 2_000;

/**
 * Share of the time in which credentials of running triggers are read again, all together: n8n makes a V8 isolate for
 * each reading, 30 to 50 ms of processor time (docs/benchmarks.md#pushes), so that a thousand of them would take a whole
 * machine. Without isolates they are read more often. ms between two: twice a second in any case.
 */
const READING = 0.03;
const BETWEEN = { least: 20, most: 450 };

interface Reading {
	/** `clock.elapsed()` when it began; infinite while it waits for its turn. */
	at: number;
	credential: Promise<ICredentialDataDecryptedObject>;
}

/** Credentials whose last reading is kept. */
const MOST = 5_000;

/** By id of the credential; all triggers of a process read one credential together. */
const readings = processWide('credentialReadings', 1, () => new LruMap<string, Reading>(MOST));

const shares = processWide('credentialReadingShare', 1, () => new WeakMap<Clock, TimeShare>());

function shareOf(clock: Clock): TimeShare {
	const share = shares.get(clock) ?? new TimeShare(READING, BETWEEN, clock);
	shares.set(clock, share);
	return share;
}

/** The parts of n8n's contexts that are needed to read a credential. */
export interface CredentialContext {
	getNode?(): INode;
	getCredentials<T extends object = ICredentialDataDecryptedObject>(type: string): Promise<T>;
}

/**
 * Reads the credential of a running trigger as it is stored now, from the database every two seconds at most however
 * many ask, and two a second however many credentials there are, or more where that is quick, unless it is wanted
 * `atOnce`. Throws what n8n throws when there is none any more.
 */
export function storedCredential<T extends object>(
	node: CredentialContext,
	type: string,
	clock: Clock = systemClock,
): (when?: 'atOnce') => Promise<T> {
	const id = node.getNode?.().credentials?.[type]?.id;
	let own: Reading | undefined;
	const begin = (when?: 'atOnce'): Reading => {
		const reading: Pick<Reading, 'at'> = { at: Infinity };
		const read = async () => {
			reading.at = clock.elapsed();
			return await node.getCredentials<ICredentialDataDecryptedObject>(type);
		};
		const credential = when === 'atOnce' ? read() : shareOf(clock).run(read);
		return Object.assign(reading, { credential });
	};
	return async (when) => {
		const known = id ? readings.get(id) : own;
		const isWaiting = known?.at === Infinity;
		if (known && clock.elapsed() - known.at < MAX_AGE && !(isWaiting && when === 'atOnce'))
			return (await known.credential) as T;
		const reading = begin(when);
		own = reading;
		if (id) readings.set(id, reading);
		try {
			return (await reading.credential) as T;
		} catch (error) {
			if (own === reading) own = undefined;
			if (id && readings.get(id) === reading) readings.delete(id);
			throw error;
		}
	};
}

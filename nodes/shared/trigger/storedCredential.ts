import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';

import { LruMap } from '../core/bounded/lruMap';
import type { Clock } from '../core/ports';
import { processWide } from '../processWide';
import { systemClock } from '../systemPorts';

/** ms for which what was read is used: n8n reads its database and decrypts each time. */
const MAX_AGE = 2_000;

interface Reading {
	at: number;
	credential: Promise<ICredentialDataDecryptedObject>;
}

/** Credentials whose last reading is kept. */
const MOST = 500;

/** By id of the credential; all triggers of a process read one credential together. */
const readings = processWide('credentialReadings', 1, () => new LruMap<string, Reading>(MOST));

/** The parts of n8n's contexts that are needed to read a credential. */
export interface CredentialContext {
	getNode?(): INode;
	getCredentials<T extends object = ICredentialDataDecryptedObject>(type: string): Promise<T>;
}

/**
 * Reads the credential of a running trigger as it is stored now, from the database every two seconds at
 * most however many ask. Throws what n8n throws when there is none any more.
 */
export function storedCredential<T extends object>(
	node: CredentialContext,
	type: string,
	clock: Clock = systemClock,
): () => Promise<T> {
	const id = node.getNode?.().credentials?.[type]?.id;
	let own: Reading | undefined;
	return async () => {
		const known = id ? readings.get(id) : own;
		if (known && clock.elapsed() - known.at < MAX_AGE) return (await known.credential) as T;
		const reading: Reading = { at: clock.elapsed(), credential: node.getCredentials(type) };
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

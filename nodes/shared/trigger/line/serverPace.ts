import type { TelephonyError } from '../../core/errors';
import { processWide } from '../../processWide';

/** ms between two questions whether a server answers. */
const INTERVAL = 20_000;

/** ms between questions to one server: each is a request, and an operator may limit them. */
const APART = 4_000;

/** Why the server is not available, undefined where it answers. */
export type Heard = (failure: TelephonyError | undefined) => void;

interface Member {
	onHeard: Heard;
	/** Whether its own last question failed. */
	isFailing: boolean;
}

/** Live triggers of this process whose server posts events, by the address of their server. */
const members = processWide('serverPace', 1, () => new Map<string, Set<Member>>());

/** How often one trigger asks its server, and what the others of that server have heard. */
export interface ServerPace {
	/** ms until it asks again; longer the more triggers there are. */
	interval(): number;
	/** What its own question has come to. */
	heard: Heard;
	/** The trigger was closed. */
	leave(): void;
}

/** A page of a proxy may be about one subscription only; silence is the server's. */
const isForAll = ({ status }: TelephonyError) => status === undefined;

/**
 * Enters a trigger whose server posts events. However many there are, the server is asked every few seconds, and
 * that it is silent one of them finds for all: a cut is seen within a minute. `onHeard` is called for both.
 */
export function serverPace(serverUrl: string, onHeard: Heard): ServerPace {
	const all = members.get(serverUrl) ?? new Set();
	const own: Member = { onHeard, isFailing: false };
	members.set(serverUrl, all.add(own));
	return {
		interval: () => Math.max(INTERVAL, all.size * APART),
		heard(failure) {
			own.isFailing = failure !== undefined;
			onHeard(failure);
			for (const other of all) {
				if (other === own) continue;
				if (failure ? isForAll(failure) : !other.isFailing) other.onHeard(failure);
			}
		},
		leave() {
			all.delete(own);
			if (all.size === 0 && members.get(serverUrl) === all) members.delete(serverUrl);
		},
	};
}

import { processWide } from '../../../shared/processWide';

/** ms between probes whether a subscription is still there. */
const CHECK_INTERVAL = 20_000;

/** ms between probes of subscriptions of one server: each is a request, and an operator may limit them. */
const APART = 4_000;

/** Live triggers with delivery by HTTP contact in this process, by the address of their server. */
const contacts = processWide('contactPace', 1, () => new Map<string, number>());

/** How often a trigger probes its subscription. */
export interface ContactPace {
	/** ms until the next probe; longer the more triggers there are. */
	checkInterval(): number;
	/** The trigger was closed. */
	leave(): void;
}

/**
 * Enters a trigger with delivery by HTTP contact. Each has a subscription of its own under its own
 * application id, so that no list has all.
 */
export function contactPace(serverUrl: string): ContactPace {
	const count = () => contacts.get(serverUrl) ?? 0;
	contacts.set(serverUrl, count() + 1);
	let entered = true;
	return {
		checkInterval: () => Math.max(CHECK_INTERVAL, count() * APART),
		leave() {
			if (!entered) return;
			entered = false;
			if (count() > 1) contacts.set(serverUrl, count() - 1);
			else contacts.delete(serverUrl);
		},
	};
}

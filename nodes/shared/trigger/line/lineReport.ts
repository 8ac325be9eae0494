import type { IDataObject } from 'n8n-workflow';

import { compact, isoTime, secondsBetween } from '../../core/callRecord';

/** Where a line is; the same names for every backend. */
export type LineStateName =
	/** Its trigger has started, and nothing has been active yet. */
	| 'connecting'
	| 'connected'
	/** It was connected, and is tried again and again. */
	| 'reconnecting'
	/** The server refuses login or subscription; tried again now and then, or with another credential. */
	| 'refused'
	/** Pushes: the address is there. Nothing is kept that could be down. */
	| 'listening'
	/** No trigger is active. */
	| 'stopped'
	/** The process that keeps it has not told for a minute. */
	| 'unknown';

/** Times in ms since 1970. */
export interface LineSubscription {
	id?: string;
	target?: string;
	events?: string;
	expiresAt?: number;
}

/** Pushes and posts that came to one trigger, in one process. Times in ms since 1970. */
export interface PushCount {
	/** Those that were let in. */
	accepted: number;
	lastAt?: number;
	refused: number;
	lastRefusedAt?: number;
	/** HTTP status of the last refusal. */
	lastStatus?: number;
}

/**
 * What is known of the line of one trigger. Goes as JSON to other processes and to other versions of this
 * package: a member that is added must be optional. Times in ms since 1970.
 */
export interface LineFacts {
	/** Names workflow and node. */
	key: string;
	state: LineStateName;
	/** As n8n shows the node: `RingCentral`. */
	backend: string;
	delivery: string;
	/** What the trigger listens to. */
	events: string;
	workflowId: string;
	workflowName: string;
	nodeName: string;
	credentialId?: string;
	credentialName?: string;
	startedAt: number;
	connectedSince?: number;
	downSince?: number;
	lastEventAt?: number;
	/** Events whose executions have not ended: those that wait and those that run. */
	waiting: number;
	lastError?: string;
	lastErrorAt?: number;
	subscriptions: LineSubscription[];
}

const MESSAGES: Record<LineStateName, (facts: LineFacts) => string> = {
	connecting: ({ lastError }) => `is not connected yet${lastError ? `: ${lastError}` : ''}`,
	connected: () => 'is connected',
	reconnecting: ({ lastError }) => `is down, and n8n keeps trying: ${lastError ?? ''}`,
	refused: ({ lastError }) => `is refused: ${lastError ?? ''}`,
	listening: () => 'takes pushes',
	stopped: () => 'has no active trigger',
	unknown: () => 'is not known: the process that keeps it has not reported it for a minute',
};

/** One item of *Connection: Get State*, without what is not known. */
export function lineItem(facts: LineFacts, now: number, pushes?: PushCount): IDataObject {
	const lastEventAt = Math.max(facts.lastEventAt ?? 0, pushes?.lastAt ?? 0) || undefined;
	const { workflowName, nodeName, backend } = facts;
	const about = MESSAGES[facts.state](facts);
	return compact({
		state: facts.state,
		message: `The line of workflow "${workflowName}", node "${nodeName}" (${backend}) ${about}`,
		backend,
		delivery: facts.delivery,
		events: facts.events,
		workflowId: facts.workflowId,
		workflowName,
		nodeName,
		credentialId: facts.credentialId,
		credentialName: facts.credentialName,
		activeSince: isoTime(facts.startedAt),
		connectedSince: isoTime(facts.connectedSince),
		downSince: isoTime(facts.downSince),
		secondsDown: secondsBetween(facts.downSince, now),
		lastEvent: isoTime(lastEventAt),
		secondsSinceLastEvent: secondsBetween(lastEventAt, now),
		waiting: facts.waiting,
		lastError: facts.lastError,
		lastErrorTime: isoTime(facts.lastErrorAt),
		refusedPushes: pushes?.refused,
		lastRefusedPush: isoTime(pushes?.lastRefusedAt),
		lastRefusedStatus: pushes?.lastStatus,
		subscriptions: facts.subscriptions.map(({ expiresAt, ...known }) =>
			compact({ ...known, expires: isoTime(expiresAt) }),
		),
	});
}

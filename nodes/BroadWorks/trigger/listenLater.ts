import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import { startsByItself } from '../../shared/trigger/activation';
import { isTransient } from '../../shared/core/errors';
import { panelValue } from '../../shared/trigger/panel';
import { LineWatch } from '../../shared/trigger/line/lineWatch';
import { authenticationOf, credentialTypeOf } from '../login/login';
import { events } from './events';
import { backoffDelay } from '../../shared/core/flow/backoff';
import type { Clock, Log, Random } from '../../shared/core/ports';
import { wordsOf } from '../../shared/core/words';
import {
	activatesInBackground,
	isWorthWaiting,
	reportFailure,
} from '../../shared/trigger/reportFailure';

/** Whether a trigger that cannot start now starts later by itself: n8n would give up after some tries. */
export function mayStartLater(node: ITriggerFunctions, error: unknown): boolean {
	if (node.getMode() === 'manual') return false;
	if (startsByItself(node)) return isTransient(error);
	return activatesInBackground(node) && isWorthWaiting(error);
}

/** What the panel listens to, without the login that cannot be had yet. */
function eventsIn(node: ITriggerFunctions): string {
	const triggerOn = panelValue(node, 'triggerOn', '') as string;
	const { wire } = events.find(({ name }) => name === triggerOn) ?? {};
	return wire ?? String(panelValue(node, 'event', '') ?? '');
}

/** Tells *Connection: Get State* of a trigger that waits, and why. `since`: ms since 1970. */
function waitingLine(
	node: ITriggerFunctions,
	failure: unknown,
	since: number,
	{ clock, log }: { clock: Clock; log: Log },
): LineWatch {
	const about = {
		backend: 'BroadWorks',
		credential: credentialTypeOf(authenticationOf(node)),
		delivery: panelValue(node, 'delivery', 'channel') as string,
		events: eventsIn(node),
		// Whoever publishes is told at once; an outage begins with the first connection.
		errorWorkflowAfter: 0,
	};
	const watch = new LineWatch(node, about, log, clock);
	const how = { isRefused: !isTransient(failure), isRaised: true };
	watch.trouble('login', { since, cause: wordsOf(failure) }, how);
	return watch;
}

/** A trigger that is started again and again until it starts, after a failure that may pass. */
export function listenLater(
	node: ITriggerFunctions,
	failure: unknown,
	start: () => Promise<ITriggerResponse>,
	{ clock, random, log }: { clock: Clock; random: Random; log: Log },
): ITriggerResponse {
	const closing = new AbortController();
	const { signal } = closing;
	if (!startsByItself(node)) reportFailure(node, failure);
	log.error('The trigger cannot start yet; trying again and again', { reason: wordsOf(failure) });
	const since = clock.now();
	let line = waitingLine(node, failure, since, { clock, log });
	const run = async (): Promise<ITriggerResponse | undefined> => {
		let known = wordsOf(failure);
		for (let attempt = 0; ; attempt++) {
			await clock.sleep(backoffDelay(attempt, random), signal);
			if (signal.aborted) return undefined;
			try {
				const started = await start();
				line.close();
				log.info('The trigger has started');
				return started;
			} catch (error) {
				if (signal.aborted) return undefined;
				// A start that got further has told of its own line, and taken that back.
				line.close();
				line = waitingLine(node, error, since, { clock, log });
				if (wordsOf(error) === known) continue;
				known = wordsOf(error);
				log.error('The trigger cannot start yet; trying again and again', { reason: known });
			}
		}
	};
	const started = run();
	return {
		async closeFunction() {
			closing.abort();
			line.close();
			await (await started)?.closeFunction?.();
		},
	};
}

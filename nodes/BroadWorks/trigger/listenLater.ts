import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import { startsByItself } from '../../shared/trigger/activation';
import { isTransient } from '../../shared/core/errors';
import { backoffDelay } from '../../shared/core/flow/backoff';
import type { Clock, Log, Random } from '../../shared/core/ports';
import { wordsOf } from '../../shared/core/words';
import {
	activatesInBackground,
	isWorthWaiting,
	tellFailure,
} from '../../shared/trigger/tellFailure';

/** Whether a trigger that cannot start now starts later by itself: n8n would give up after some tries. */
export function mayStartLater(node: ITriggerFunctions, error: unknown): boolean {
	if (node.getMode() === 'manual') return false;
	if (startsByItself(node)) return isTransient(error);
	return activatesInBackground(node) && isWorthWaiting(error);
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
	if (!startsByItself(node)) tellFailure(node, failure);
	log.error('The trigger cannot start yet; trying again and again', { reason: wordsOf(failure) });
	const run = async (): Promise<ITriggerResponse | undefined> => {
		let known = wordsOf(failure);
		for (let attempt = 0; ; attempt++) {
			await clock.sleep(backoffDelay(attempt, random), signal);
			if (signal.aborted) return undefined;
			try {
				const started = await start();
				log.info('The trigger has started');
				return started;
			} catch (error) {
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
			await (await started)?.closeFunction?.();
		},
	};
}

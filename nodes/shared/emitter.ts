import type { INodeExecutionData, IRun, ITriggerFunctions } from 'n8n-workflow';

import { deferred } from './core/deferred';
import type { Outcome } from './core/eventGate';

/** What goes out as one execution. */
export interface Emission {
	items: INodeExecutionData[];
	/** Durable in n8n 2.x: a second execution with the same key is refused (handbook 3.5). */
	deduplicationKey?: string;
}

function outcomeOf(run: IRun | undefined): Outcome {
	if (run === undefined) return 'skipped';
	return run.status === 'error' || run.status === 'crashed' || run.data?.resultData?.error
		? 'failed'
		: 'finished';
}

/** Starts an execution and resolves when it has ended. */
export async function emitAndWait(
	node: ITriggerFunctions,
	{ items, deduplicationKey }: Emission,
): Promise<Outcome> {
	const done = deferred<IRun | undefined>();
	node.emit([items], undefined, done as Parameters<ITriggerFunctions['emit']>[2], deduplicationKey);
	try {
		return outcomeOf(await done.promise);
	} catch (error) {
		node.logger.warn(`An execution could not be started: ${(error as Error).message}`);
		return 'failed';
	}
}

import type { INodeExecutionData, IRun, ITriggerFunctions } from 'n8n-workflow';

import { deferred } from '../core/flow/deferred';
import type { Outcome } from '../core/flow/eventGate';

/** What goes out as one execution. */
export interface Emission {
	items: INodeExecutionData[];
	/**
	 * Durable in n8n 2.x: a second execution with the same key is refused
	 * (docs/n8n.md#what-emit-really-does).
	 */
	deduplicationKey?: string;
}

/**
 * In queue mode n8n tells of a worker that was killed as of an error, but of one in no node: it knows of
 * none that ran (n8n's `WorkflowRunner.processError`).
 */
function outcomeOf(run: IRun | undefined): Outcome {
	if (run === undefined) return 'skipped';
	if (run.status === 'crashed') return 'crashed';
	const result = run.data?.resultData;
	if (run.status !== 'error' && !result?.error) return 'finished';
	const nothingRan =
		Object.keys(result?.runData ?? {}).length === 0 && result?.lastNodeExecuted === undefined;
	return nothingRan ? 'crashed' : 'failed';
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
		return 'crashed';
	}
}

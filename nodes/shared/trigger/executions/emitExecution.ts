import type { INodeExecutionData, IRun, ITriggerFunctions } from 'n8n-workflow';

import { deferred } from '../../core/flow/deferred';
import type { Outcome } from '../../core/flow/eventGate';
import type { Clock } from '../../core/ports';
import { whenWritten } from './whenWritten';

/** ms before each further try to start an execution that n8n could not store: its database is busy or away. */
const TRIES_AFTER = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 30_000, 30_000, 30_000];

/** How many parameters n8n's `emit` has where it takes a deduplication key; in 1.x it has three. */
const PARAMETERS = 4;

/** Whether n8n refuses a second execution with the same deduplication key, as 2.x does. */
export const refusesByKey = (node: ITriggerFunctions): boolean => node.emit.length >= PARAMETERS;

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

async function emitOnce(
	node: ITriggerFunctions,
	items: INodeExecutionData[],
	key: string | undefined,
	onStored: () => void,
): Promise<Outcome> {
	const done = deferred<IRun | undefined>();
	const output = whenWritten([items], onStored);
	node.emit(output, undefined, done as Parameters<ITriggerFunctions['emit']>[2], key);
	return outcomeOf(await done.promise);
}

/**
 * Starts an execution and resolves when it has ended. Keys are durable in n8n 2.x: a second execution with the
 * same is refused, unless the first one has not begun (docs/n8n.md#what-emit-really-does). So an execution that
 * n8n could not store is tried again under its key; where n8n refuses that, the first one had begun, and crashed. `stored` hears whether n8n has it.
 */
export async function emitExecution(
	node: ITriggerFunctions,
	items: INodeExecutionData[],
	key: string | undefined,
	clock: Clock,
	stored: (isStored: boolean) => void = () => {},
): Promise<Outcome> {
	const tries = key !== undefined && refusesByKey(node) ? TRIES_AFTER : [];
	for (let count = 0; ; count++) {
		try {
			const outcome = await emitOnce(node, items, key, () => stored(true));
			return count > 0 && outcome === 'skipped' ? 'crashed' : outcome;
		} catch (error) {
			stored(false);
			const wait = tries[count];
			const again = wait === undefined ? '' : ` It is tried again in ${wait / 1000} s.`;
			const reason = (error as Error).message.replace(/\.?$/, '.');
			node.logger.warn(`An execution could not be started: ${reason}${again}`);
			if (wait === undefined) return 'crashed';
			await clock.sleep(wait);
		}
	}
}

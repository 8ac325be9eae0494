import type { IDataObject, IRun, ITriggerFunctions } from 'n8n-workflow';

import { n8nContext } from './n8nContext';
import { settled } from '../fakes/turns';

/** As n8n tells the end of an execution; without a node that ran for one that crashed. */
const ends = {
	success: { status: 'success', data: { resultData: { runData: { Event: [] } } } },
	failed: {
		status: 'error',
		data: { resultData: { runData: {}, lastNodeExecuted: 'End', error: { message: 'No' } } },
	},
	crashed: {
		status: 'error',
		data: {
			resultData: { runData: {}, error: { message: 'This execution failed to be processed' } },
		},
	},
	/** n8n knew the key. */
	skipped: undefined,
};

/** One execution that a trigger has started. */
export interface Emitted {
	items: IDataObject[];
	key?: string;
	/** Static data as n8n saves it with this execution. */
	saved: IDataObject;
	/** n8n turns it into JSON, within the transaction that stores it. */
	store(): void;
	end(how: keyof typeof ends): Promise<void>;
	/** n8n could not store it, or it ended with an error of n8n itself. */
	fail(message: string): Promise<void>;
}

/**
 * The context of a live trigger in an n8n whose executions end when the test says so. It stores them at once, or when
 * the test says so: what n8n refuses by its key is never stored.
 */
export function liveNode(staticData: IDataObject = {}, storesAtOnce = true) {
	const emitted: Emitted[] = [];
	const node: ITriggerFunctions = n8nContext({
		staticData,
		storesAtOnce,
		emit(items, done, key, write) {
			emitted.push({
				items,
				key,
				store: write,
				saved: JSON.parse(JSON.stringify(staticData)) as IDataObject,
				async end(how) {
					done!.resolve(ends[how] as unknown as IRun | undefined);
					await settled();
				},
				async fail(message) {
					done!.reject(new Error(message));
					await settled();
				},
			});
		},
	});
	return { node, staticData, emitted };
}

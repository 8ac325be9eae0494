import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import type { Clock } from '../../../shared/core/ports';
import type { RingingCalls } from '../../client/calls/callMoments';
import type { XsiEvent } from '../../client/channel/decode';
import type { InitialStates } from '../memory';

/** What an event becomes. */
export interface Shaped {
	items: IDataObject[];
	/** A file for each item that has one. */
	files?: ReadonlyArray<IBinaryKeyData | undefined>;
	/** By what it is known beside its id: what was told under one of them is not told again. */
	names: readonly string[];
}

export const NOTHING: Shaped = { items: [], names: [] };

/** What an event becomes; at once where nothing has to be waited for. */
export type Shape = (event: XsiEvent, stateExpected: boolean) => Shaped | Promise<Shaped>;

export interface ShapeContext {
	clock: Clock;
	states?: InitialStates;
	/** Where the calls of the subscription ring, for a shape that is made for each event anew. */
	calls?: RingingCalls;
	/** Called before anything is waited for. */
	onWait?(): void;
}

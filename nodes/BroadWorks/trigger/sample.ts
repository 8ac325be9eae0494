import type { IDataObject } from 'n8n-workflow';

import type { OutputShape } from '../../shared/core/callRecord';
import { readEvent } from '../client/channel/decode';
import type { BroadWorksEvent } from './events/entry';
import { itemsOf } from './item';

/** What an event's fixture becomes, for docs, tests and test runs with a sample. */
export const sampleItems = (
	event: BroadWorksEvent,
	fixture: string,
	output: OutputShape,
): IDataObject[] =>
	itemsOf(readEvent(fixture), {
		output,
		package: event.wire ?? String(event.sample.event),
		initialState: false,
		tellsMoment: event.tells !== undefined,
	});

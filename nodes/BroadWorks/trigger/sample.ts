import type { IDataObject } from 'n8n-workflow';

import type { OutputShape } from '../../shared/core/callRecord';
import type { EventEntry } from '../../shared/trigger/eventCatalogue';
import { readEvent } from '../client/channel/decode';
import type { TargetType } from './events';
import { itemsOf } from './item';

/** What an event's fixture becomes, for docs, tests and test runs with a sample. */
export const sampleItems = (
	event: EventEntry<TargetType>,
	fixture: string,
	output: OutputShape,
): IDataObject[] =>
	itemsOf(readEvent(fixture), {
		output,
		package: event.wire ?? String(event.sample.event),
		initialState: false,
	});

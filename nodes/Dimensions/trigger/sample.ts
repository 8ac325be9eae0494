import type { IDataObject } from 'n8n-workflow';

import type { PushRecord } from '../../shared/core/parsing/pushBody';
import type { EventEntry } from '../../shared/trigger/eventCatalogue';
import type { OutputShape } from '../../shared/core/callRecord';
import { decodePush } from '../client/push';
import { itemOf } from './item';

/** What an event's fixture becomes, for docs, tests and test runs with a sample. */
export function sampleItems(
	_event: EventEntry<string>,
	fixture: string,
	output: OutputShape,
): IDataObject[] {
	const record = JSON.parse(fixture) as PushRecord;
	return [itemOf(decodePush(record), record, output)];
}

import type { IDataObject } from 'n8n-workflow';

import type { OutputShape } from '../../shared/core/callRecord';
import { readPushEvent } from '../client/pushes/event';
import type { PushEventEntry } from './events';
import { itemOf } from './item';

/** The zone of the samples. */
const ZONE = 'Asia/Shanghai';

/** What an event's fixture becomes, for docs, tests and test runs with a sample. */
export const sampleItems = (
	_event: PushEventEntry,
	fixture: string,
	output: OutputShape,
): IDataObject[] => [itemOf(readPushEvent(JSON.parse(fixture) as never, ZONE), output)];

import type { IDataObject } from 'n8n-workflow';

import { callPushItem } from '../../shared/trigger/webhook/callPushReader';
import { callRecordOf } from '../client/callRecord';
import { tellsOfCall, type DimensionsPush } from '../client/push';

/** A push as item; a call record has beside it what no other backend has. */
export const itemOf = callPushItem<DimensionsPush>(tellsOfCall, callRecordOf, ({ cdr }) => ({
	directoryMatches: cdr.directoryMatches as IDataObject[],
	recordingIds: cdr.recordingIds as string[],
	tags: cdr.tags as IDataObject,
}));

import type { IDataObject } from 'n8n-workflow';

import { callPushItem } from '../../shared/trigger/webhook/callPushReader';
import { callRecordOf } from '../client/callRecord';
import { tellsOfCall, type UdeskPush } from '../client/push';

/** A push as item; a call record has the values of your own beside it, where there are some. */
export const itemOf = callPushItem<UdeskPush>(tellsOfCall, callRecordOf, ({ extend }) =>
	Object.keys(extend).length > 0 ? { extend: extend as IDataObject } : {},
);

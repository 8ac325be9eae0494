import type { IDataObject } from 'n8n-workflow';

import type { NumberPlan } from '../../shared/core/e164';
import type { PushRecord } from '../../shared/core/parsing/pushBody';
import { inCountry } from '../../shared/core/recordCountry';
import type { OutputShape } from '../../shared/core/callRecord';
import { callRecordOf } from '../client/callRecord';
import type { UdeskPush } from '../client/push';

/** A push as item. `record` is what came, without its secret. */
export function itemOf(
	push: UdeskPush,
	record: PushRecord,
	output: OutputShape,
	numberPlan?: NumberPlan,
): IDataObject {
	if (output === 'raw') return record as IDataObject;
	if (output === 'connector' || push.kind === 'other') return push.fields as IDataObject;
	const { extend } = push;
	const mark = Object.keys(extend).length > 0 ? { extend: extend as IDataObject } : {};
	const found = inCountry(callRecordOf(push), numberPlan);
	return { ...(found as unknown as IDataObject), ...mark };
}

import type { IDataObject } from 'n8n-workflow';

import type { NumberPlan } from '../../shared/core/e164';
import type { PushRecord } from '../../shared/core/parsing/pushBody';
import { inCountry } from '../../shared/core/recordCountry';
import type { OutputShape } from '../../shared/core/callRecord';
import { callRecordOf } from '../client/callRecord';
import type { DimensionsPush } from '../client/push';

/** A push as item. `record` is what came, without its secret. */
export function itemOf(
	push: DimensionsPush,
	record: PushRecord,
	output: OutputShape,
	numberPlan?: NumberPlan,
): IDataObject {
	if (output === 'raw') return record as IDataObject;
	if (output === 'connector' || push.kind === 'other') return push.fields as IDataObject;
	return {
		...(inCountry(callRecordOf(push), numberPlan) as unknown as IDataObject),
		directoryMatches: push.cdr.directoryMatches as IDataObject[],
		recordingIds: push.cdr.recordingIds as string[],
		tags: push.cdr.tags as IDataObject,
		customData: push.fields.customData as IDataObject,
	};
}

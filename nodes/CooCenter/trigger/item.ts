import type { IDataObject } from 'n8n-workflow';

import type { NumberPlan } from '../../shared/core/e164';
import { inCountry } from '../../shared/core/recordCountry';
import type { OutputShape } from '../../shared/core/callRecord';
import { callRecordOf } from '../client/pushes/callRecord';
import type { PushEvent } from '../client/pushes/event';

/** An event as item. Events that are unknown come as they are, whatever the output. */
export function itemOf(
	event: PushEvent,
	output: OutputShape,
	numberPlan?: NumberPlan,
): IDataObject {
	const { kind, raw, fields, direction, answered } = event;
	if (output === 'raw' || kind === 'unknown') return raw as IDataObject;
	const record = output === 'callRecord' ? callRecordOf(event) : undefined;
	if (record) return inCountry(record, numberPlan) as unknown as IDataObject;
	return {
		...(fields as IDataObject),
		// n8n lets no expression read a member called "caller".
		...('caller' in fields ? { callerNumber: fields.caller } : {}),
		...(direction === undefined ? {} : { direction }),
		...(answered === undefined ? {} : { answered }),
	};
}

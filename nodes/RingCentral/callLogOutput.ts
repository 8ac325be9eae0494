import type { IDataObject } from 'n8n-workflow';

import type { OutputShape } from '../shared/core/callRecord';
import type { NumberPlan } from '../shared/core/e164';
import { inCountry } from '../shared/core/recordCountry';
import { isObject, type JsonObject } from './client/transport/answers';
import { callRecordOf } from './client/callLog/callRecord';

/** Ids come as numbers or text; as text they can be compared. */
const isId = (name: string) => name === 'id' || /[a-z]Id$/.test(name);

function tidy(value: unknown, name = ''): unknown {
	if (Array.isArray(value)) return value.map((member) => tidy(member));
	if (typeof value === 'number' && isId(name)) return String(value);
	if (!isObject(value)) return value;
	const members = Object.entries(value).filter(([, member]) => member !== null);
	return Object.fromEntries(members.map(([key, member]) => [key, tidy(member, key)]));
}

/** RingCentral's own names: ids are text, what is null is left out. */
export const connectorFields = (record: JsonObject): IDataObject => tidy(record) as IDataObject;

/** A record of the call log, or of the list of active calls, in the wanted shape. */
export function logOutput(
	record: JsonObject,
	output: OutputShape,
	isActive = false,
	numberPlan?: NumberPlan,
): IDataObject {
	if (output === 'raw') return record as IDataObject;
	if (output === 'callRecord') {
		return inCountry(callRecordOf(record, { isActive }), numberPlan) as unknown as IDataObject;
	}
	return connectorFields(record);
}

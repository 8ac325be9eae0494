import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { wholeLimit } from '../../shared/action/limitFields';
import { mandatory, objectOf, optional } from '../../shared/action/parameters';
import type { Operation, OperationContext } from '../../shared/action/operation';
import { sendControl, type Control, type ControlValues } from '../client/controls/control';
import type { XsiClient } from '../connect';
import { ownUser, userIdField } from '../fields';

/** The words and fields of a command; its place on the wire is in `client/controls`. */
export interface DescribedControl<Name extends string> {
	control: Name;
	label: string;
	action: string;
	description: string;
	/** One for each value that the command takes, by the same name. */
	fields: readonly INodeProperties[];
	sample: IDataObject;
}

type Context = OperationContext<XsiClient>;
type Value = string | number | boolean | IDataObject | undefined;

/** Fields that bound a list, and are no values of the command. */
const BOUNDS = ['returnAll', 'limit'];

/** The value of a field: text, or what a person sets by number or switch; of a collection, those that were added. */
function valuesOf(context: Context, field: INodeProperties): Array<[string, Value]> {
	const { name, displayName, type, required } = field;
	if (type === 'collection') {
		return Object.entries(context.parameter<Record<string, Value>>(name, {}));
	}
	if (field === userIdField) return [[name, optional(context, name) || ownUser(context.client)]];
	if (type === 'json') return [[name, objectOf(context, name, displayName) as IDataObject]];
	if (type === 'number' || type === 'boolean') return [[name, context.parameter<Value>(name)]];
	return [[name, (required ? mandatory : optional)(context, name, displayName)]];
}

/** The values of the fields that are shown: n8n refuses to give a hidden one, as Limit is while all are returned. */
function shownValues(context: Context, fields: readonly INodeProperties[]): Record<string, Value> {
	const values: Record<string, Value> = {};
	for (const field of fields) {
		// Fields of two versions of the node have one name and one value.
		const conditions = Object.entries(field.displayOptions?.show ?? {}).filter(
			([name]) => !name.startsWith('@'),
		);
		const isShown = conditions.every(([name, wanted]) => wanted?.includes(values[name] as never));
		if (isShown) Object.assign(values, Object.fromEntries(valuesOf(context, field)));
	}
	return values;
}

/** Values in the form that goes over the wire: texts, objects as JSON. */
const written = (values: Readonly<Record<string, Value>>): ControlValues =>
	Object.fromEntries(
		Object.entries(values).map(([name, value]) => [
			name,
			typeof value === 'object' ? JSON.stringify(value) : String(value ?? '').trim(),
		]),
	);

/** What was done: a command that changes something tells little or nothing of it. */
function done(values: Readonly<Record<string, Value>>): IDataObject {
	const told = Object.entries(values).filter(
		([name, value]) => value !== '' && value !== undefined && !BOUNDS.includes(name),
	);
	return { success: true, ...Object.fromEntries(told) };
}

/** Entries of a list that were asked for; undefined for all, and where there is no such field. */
const bound = ({ returnAll, limit }: Readonly<Record<string, Value>>): number | undefined =>
	limit === undefined || returnAll === true ? undefined : wholeLimit(limit);

/** Operations that send one command each and give what it answers, or what was done. */
export const controlOperations = <Name extends string>(
	resource: string,
	controls: Readonly<Record<Name, Control>>,
	rows: ReadonlyArray<DescribedControl<Name>>,
): Array<Operation<XsiClient>> =>
	rows.map(({ control: name, fields, ...words }) => {
		const control = controls[name];
		return {
			...words,
			resource,
			name,
			kind: control.method === 'GET' ? 'read' : 'change',
			fields: [...fields],
			async run(context) {
				const values = shownValues(context, fields);
				const wire = written(values);
				const response = await sendControl(context.client.connection, control, wire);
				const answer = control.read?.(response);
				if (Array.isArray(answer)) return answer.slice(0, bound(values)) as IDataObject[];
				return { ...(control.method === 'GET' ? {} : done(values)), ...(answer as IDataObject) };
			},
		};
	});

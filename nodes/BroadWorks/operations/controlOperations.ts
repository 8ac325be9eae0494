import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { mandatory, optional } from '../../shared/action/parameters';
import type { Operation, OperationContext } from '../../shared/action/operation';
import { TelephonyError } from '../../shared/core/errors';
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

/** Fields that bound a list, and are no values of the command. */
const BOUNDS = ['returnAll', 'limit'];

/** The value of a field as text; of a collection, those that were added. */
function valuesOf(context: Context, field: INodeProperties): Array<[string, string]> {
	const { name, displayName, type, required } = field;
	if (type === 'collection') {
		const added = context.parameter<IDataObject>(name, {});
		return Object.entries(added).map(([member, value]) => [member, String(value ?? '').trim()]);
	}
	if (field === userIdField) return [[name, optional(context, name) || ownUser(context.client)]];
	const value = (required ? mandatory : optional)(context, name, displayName);
	return [[name, value]];
}

/** What was done: a command that changes something tells little or nothing of it. */
function done(values: ControlValues): IDataObject {
	const told = Object.entries(values).filter(([name, value]) => value && !BOUNDS.includes(name));
	return { success: true, ...Object.fromEntries(told) };
}

/** As many entries of a list as were asked for. Throws `badRequest` for a limit below 1. */
function bounded<Entry>(entries: Entry[], { returnAll, limit }: ControlValues): Entry[] {
	if (limit === undefined || returnAll === 'true') return entries;
	const most = Number(limit);
	if (Number.isInteger(most) && most > 0) return entries.slice(0, most);
	throw new TelephonyError('badRequest', `The parameter "Limit" is no number from 1 on: ${limit}`);
}

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
				const values = Object.fromEntries(fields.flatMap((field) => valuesOf(context, field)));
				const response = await sendControl(context.client.connection, control, values);
				const answer = control.read?.(response);
				if (Array.isArray(answer)) return bounded(answer, values) as IDataObject[];
				return { ...(control.method === 'GET' ? {} : done(values)), ...(answer as IDataObject) };
			},
		};
	});

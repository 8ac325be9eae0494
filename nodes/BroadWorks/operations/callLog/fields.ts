import type { INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../../../shared/action/operation';
import type { LogChoice, LogKind } from '../../client/people/callLog';

const LISTS: Array<{ name: string; value: LogKind }> = [
	{ name: 'Missed', value: 'missed' },
	{ name: 'Placed', value: 'placed' },
	{ name: 'Received', value: 'received' },
];

/** One of the three lists. */
export const listField: INodeProperties = {
	displayName: 'Calls',
	name: 'callLogType',
	type: 'options',
	options: LISTS,
	default: 'missed',
	description: 'Which list of the call log: missed, placed or received calls',
};

/** One of the three lists, or all. */
export const listsField: INodeProperties = {
	...listField,
	options: [{ name: 'All', value: 'all' }, ...LISTS],
	default: 'all',
};

export const logField: INodeProperties = {
	displayName: 'Log',
	name: 'log',
	type: 'options',
	options: [
		{
			name: 'Automatic',
			value: 'automatic',
			description: 'The enhanced log where the user has it, otherwise the basic one',
		},
		{
			name: 'Basic',
			value: 'basic',
			description: 'The last 20 or so calls of each list, with number, name and start',
		},
		{
			name: 'Enhanced',
			value: 'enhanced',
			description: 'All calls the server keeps, often with answer and end',
		},
	],
	default: 'automatic',
	description: 'Which of the two call logs of BroadWorks',
};

type Context = Pick<OperationContext<unknown>, 'parameter'>;

export const logOf = ({ parameter }: Context): LogChoice =>
	parameter<LogChoice>('log', 'automatic');

/** The chosen list; undefined for all of them. */
export function kindOf({ parameter }: Context): LogKind | undefined {
	const kind = parameter<LogKind | 'all'>('callLogType', 'missed');
	return kind === 'all' ? undefined : kind;
}

import type { INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../shared/action/operation';
import { mandatory } from '../shared/action/parameters';
import { momentField, utcOf } from '../shared/action/times';
import { TelephonyError } from '../shared/core/errors';
import { zonedTime } from '../shared/core/zone';
import { sinceVersion } from '../shared/newerDefaults';
import type { Period } from './client/calls';
import type { UdeskConnection } from './client/connection';

export const textField = (
	displayName: string,
	name: string,
	more: Partial<INodeProperties> = {},
): INodeProperties => ({ displayName, name, type: 'string', default: '', ...more });

/**
 * A required text that nodes of version 1.1 choose from a live list, and may still enter by hand.
 * @param searchListMethod of the dropdowns
 */
export function listedField(text: INodeProperties, searchListMethod: string): INodeProperties[] {
	const { placeholder, ...rest } = text;
	return sinceVersion(text, {
		...rest,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By Hand', name: 'id', type: 'string', placeholder },
		],
	});
}

/** *Agent Email* under a name of its own. */
export const agentEmailFields = (
	name: string,
	more: Partial<INodeProperties> = {},
): INodeProperties[] =>
	listedField(
		textField('Agent Email', name, {
			required: true,
			placeholder: 'e.g. agent@example.com',
			description: 'E-mail address the agent logs in with; a push has it as agent_email',
			...more,
		}),
		'searchAgentEmails',
	);

export const agentFields = agentEmailFields('agentEmail');

const DEFAULT_PAGE_SIZE = 20;

export const pageField: INodeProperties = {
	displayName: 'Page',
	name: 'page',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description: 'Which page of the list, from 1',
};

export const pageSizeField = (counted: string): INodeProperties => ({
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: DEFAULT_PAGE_SIZE,
	description: `${counted} on a page`,
});

/** From when until when; the server wants both. */
export const periodFields: INodeProperties[] = [
	momentField('From', 'from', 'Start of the period; without a zone in that of the workflow'),
	momentField('Until', 'until', 'End of the period; without a zone in that of the workflow'),
];

type Context = OperationContext<UdeskConnection>;

/** ms of a time that must be there. Throws `badRequest`. */
function timeOf({ parameter, timeZone }: Context, name: string, label: string): number {
	const time = utcOf(parameter<unknown>(name, ''), timeZone, label);
	if (time !== undefined) return Date.parse(time);
	throw new TelephonyError('badRequest', `The parameter "${label}" is empty`);
}

/** The period on the server's clock. Throws `badRequest` for what is no time, and for an end before its start. */
export function periodOf(context: Context): Period {
	const from = timeOf(context, 'from', 'From');
	const until = timeOf(context, 'until', 'Until');
	if (until < from) {
		throw new TelephonyError('badRequest', 'The parameter "Until" is before "From"');
	}
	const onServer = (ms: number) =>
		zonedTime(context.client.timeZone, ms).local.slice(0, 19).replace('T', ' ');
	return { from: onServer(from), until: onServer(until) };
}

/** Counts from 1. */
export const pageOf = ({ parameter }: Context) => Number(parameter('page', 1)) || 1;

export const pageSizeOf = ({ parameter }: Context) =>
	Number(parameter('pageSize', DEFAULT_PAGE_SIZE)) || DEFAULT_PAGE_SIZE;

export const agentEmailOf = (context: Context) => mandatory(context, 'agentEmail', 'Agent Email');

import type { INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../shared/action/operation';
import { mandatory } from '../shared/action/parameters';
import { sinceVersion } from '../shared/newerDefaults';
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
			description: 'E-mail address the agent logs in with',
			...more,
		}),
		'searchAgentEmails',
	);

export const agentFields = agentEmailFields('agentEmail');

export const pageField: INodeProperties = {
	displayName: 'Page',
	name: 'page',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description: 'Which page of the list, from 1',
};

type Context = OperationContext<UdeskConnection>;

/** Counts from 1. */
export const pageOf = ({ parameter }: Context) => Number(parameter('page', 1)) || 1;

export const agentEmailOf = (context: Context) => mandatory(context, 'agentEmail', 'Agent Email');

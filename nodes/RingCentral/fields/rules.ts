import type { INodeProperties } from 'n8n-workflow';

import { mandatory, optional } from '../../shared/action/parameters';
import type { RuleOwner } from '../client/account/rules';
import { extensionOf, locator, ownExtensionField, type Context } from './call';

/** Whose rules and hours; those of the company need an administrator. */
export const ruleOwnerFields: INodeProperties[] = [
	{
		displayName: 'Of',
		name: 'rulesOf',
		type: 'options',
		options: [
			{ name: 'Company', value: 'company', description: 'What all calls from outside meet' },
			{ name: 'User or Queue', value: 'extension', description: 'Calls of one extension' },
		],
		default: 'extension',
		description: 'Whose calls it is about',
	},
	{
		...ownExtensionField('The user or call queue'),
		displayOptions: { show: { rulesOf: ['extension'] } },
	},
];

export const ruleOwnerOf = (context: Context): RuleOwner =>
	optional(context, 'rulesOf') === 'company' ? 'company' : { extensionId: extensionOf(context) };

export const ruleField: INodeProperties = locator({
	displayName: 'Rule',
	name: 'ruleId',
	description:
		'The rule, as Answering Rule, Get Many gives its ID; after-hours-rule and business-hours-rule are there always',
	search: 'searchRules',
	placeholder: 'e.g. after-hours-rule',
	required: true,
});

export const ruleIdOf = (context: Context): string => mandatory(context, 'ruleId', 'Rule');

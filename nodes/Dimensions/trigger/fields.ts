import type { INodeProperties } from 'n8n-workflow';

import { triggerOnField } from '../../shared/trigger/eventCatalogue';
import { outputField } from '../../shared/action/callOutputField';
import { filtersField, optionsField } from '../../shared/trigger/webhook/pushPanel';
import { testWithField } from '../../shared/trigger/sampleEvent';
import { CALL_TYPES, DIRECTIONS } from '../client/cdrFields';
import { DEFAULT_EVENT, events } from './events';

const titled = (text: string) => text[0].toUpperCase() + text.slice(1);

const choices = (values: readonly string[]) =>
	[...values].sort().map((value) => ({ name: titled(value), value }));

/** A filter for something that is so or not. */
const whether = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	options: [
		{ name: 'Any', value: 'any' },
		{ name: 'No', value: 'no' },
		{ name: 'Yes', value: 'yes' },
	],
	default: 'any',
	description,
});

const texts = (
	displayName: string,
	name: string,
	description: string,
	placeholder = '',
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	description,
	...(placeholder === '' ? {} : { placeholder }),
});

const filterFields: INodeProperties[] = [
	whether('Answered', 'answered', 'Only calls that somebody answered, or that nobody did'),
	texts(
		'DID Numbers',
		'dids',
		'Dialed numbers, separated by commas; compared by their digits',
		'e.g. +441610000000',
	),
	{
		displayName: 'Directions',
		name: 'directions',
		type: 'multiOptions',
		options: choices(DIRECTIONS),
		default: [],
		description: 'Only these start the workflow. None chosen means all.',
	},
	whether('Has Recording', 'recorded', 'Only calls with a recording, or without one'),
	{
		displayName: 'Internal or External',
		name: 'types',
		type: 'multiOptions',
		options: choices(CALL_TYPES),
		default: [],
		description: 'Only these start the workflow. None chosen means all.',
	},
	whether('Lost', 'lost', 'Only calls that were lost, or that were not'),
	texts(
		'Tags',
		'tags',
		'Names, or names with values, separated by commas; the call must have all of them',
		'e.g. Support=stage1',
	),
	texts('Tenant IDs', 'tenantIds', 'Only calls of these tenants, separated by commas'),
	texts(
		'Trigger IDs',
		'triggerIds',
		'Only pushes of these webhooks, separated by commas: the GUID at the end of the webhook’s address in the portal',
	),
];

/** n8n's notice keeps no tags but a, ul and li. */
const setUp = [
	'<ul>',
	'<li>In Dimensions, enter the Production URL (under Webhook URLs) as the URL of a webhook, and choose POST and JSON; GET, PUT and form data work too</li>',
	'<li>Add a line to its additional payload data: key secret (or the Additional Payload Field of the credential), value the secret of the credential</li>',
	'<li>Or put the secret behind the URL: ?token=SECRET</li>',
	'<li>A change in Dimensions can take 10 minutes until it is active</li>',
	'</ul>',
].join('');

/** Every parameter of the trigger. */
export const triggerProperties: INodeProperties[] = [
	{ displayName: setUp, name: 'setUpNotice', type: 'notice', default: '' },
	triggerOnField(events, DEFAULT_EVENT),
	filtersField(filterFields),
	outputField({
		callRecord: 'One shape of a call for all backends, with contacts, tags and recordings',
		connector: 'The push under Dimensions’ names, zeros put back, with right types and texts',
		raw: 'The push as it came, without the secret',
	}),
	testWithField,
	optionsField(),
];

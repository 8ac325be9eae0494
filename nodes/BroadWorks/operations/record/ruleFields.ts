import type { INodeProperties } from 'n8n-workflow';

const LEVELS = ['Enterprise', 'Group', 'User'].map((level) => ({ name: level, value: level }));

/** Name and level of a schedule, which belong together. */
const schedule = (label: string, name: string, when: string): INodeProperties[] => [
	{
		displayName: label,
		name,
		type: 'string',
		default: '',
		placeholder: 'e.g. Office Hours',
		description: `Name of the schedule ${when} the rule works, as Schedule > Get Many gives it`,
	},
	{
		displayName: `${label} Level`,
		name: `${name}Level`,
		type: 'options',
		options: LEVELS,
		default: 'User',
		description: `Whose schedule "${label}" is`,
	},
];

/** What a rule of selective forwarding says, each by a field (docs/protocols/broadworks.md#services). */
export const ruleField: INodeProperties = {
	displayName: 'Rule',
	name: 'rule',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description: 'What is not added here stays as it is, or as the server has it for a new rule',
	options: [
		{
			displayName: 'Caller Numbers',
			name: 'phoneNumbers',
			type: 'string',
			default: '',
			placeholder: 'e.g. +12125550100, +12125550101',
			description:
				'Numbers of the callers it is for, with commas between them, where Callers is Specified Only',
		},
		{
			displayName: 'Callers',
			name: 'fromDnCriteriaSelection',
			type: 'options',
			options: [
				{ name: 'Any', value: 'Any' },
				{ name: 'Specified Only', value: 'Specified Only' },
			],
			default: 'Any',
			description: 'Whose calls it is for',
		},
		{
			displayName: 'Forward',
			name: 'forwardToNumberSelection',
			type: 'options',
			options: [
				{ name: 'Do Not Forward', value: 'Do not forward' },
				{ name: 'To the Default Number', value: 'Forward To Default Number' },
				{ name: 'To the Number of the Rule', value: 'Forward To Specified Number' },
			],
			default: 'Forward To Default Number',
			description: 'What becomes of a call to which the rule applies',
		},
		{
			displayName: 'Forward To',
			name: 'forwardToPhoneNumber',
			type: 'string',
			default: '',
			placeholder: 'e.g. +12125550100',
			description: 'The number of the rule: in E.164 or as dialed, an extension, or a SIP address',
		},
		...schedule('Holiday Schedule', 'holidaySchedule', 'on whose holidays'),
		{
			displayName: 'Include Anonymous Callers',
			name: 'includeAnonymousCallers',
			type: 'boolean',
			default: true,
			description: 'Whether it is for callers who hide their number too',
		},
		{
			displayName: 'Include Unavailable Callers',
			name: 'includeUnavailableCallers',
			type: 'boolean',
			default: true,
			description: 'Whether it is for callers whose number is not known too',
		},
		{
			displayName: 'Name',
			name: 'newName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Night',
			description: 'Name of a new rule, or the new name of the rule',
		},
		...schedule('Time Schedule', 'timeSchedule', 'in whose times'),
	],
};

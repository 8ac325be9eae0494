import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from '../shared/action/collections';
import { sinceVersion } from '../shared/newerDefaults';
import { callModes } from './fields';

type More = Partial<INodeProperties>;

/** A line of text. */
export const textField = (
	displayName: string,
	name: string,
	description: string,
	more: More = {},
): INodeProperties => ({ displayName, name, type: 'string', default: '', description, ...more });

interface Chosen {
	displayName: string;
	name: string;
	description: string;
	/** The method that loads the list. */
	search: string;
	/** Shown where nothing is chosen. */
	none: string;
	/** Name of the mode for what is typed, and an example. */
	typed: string;
	placeholder: string;
}

/** Something that is chosen from a live list, or typed. */
export const chosenField = (
	{ displayName, name, description, search, none, typed, placeholder }: Chosen,
	more: More = {},
): INodeProperties => ({
	displayName,
	name,
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: none,
			typeOptions: { searchListMethod: search, searchable: true },
		},
		{ displayName: typed, name: 'id', type: 'string', placeholder },
	],
	...more,
});

const phoneField = (
	displayName: string,
	name: string,
	description: string,
	more: More & { search?: string; none?: string } = {},
) => {
	const { search = 'searchPhones', none = 'Choose a user', ...rest } = more;
	return chosenField(
		{
			displayName,
			name,
			description,
			search,
			none,
			typed: 'By Number',
			placeholder: 'e.g. 1002',
		},
		rest,
	);
};

export const otherCallField: INodeProperties = {
	displayName: 'Other Call',
	name: 'otherCallId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'Another call of the same user: the callId of a call event or of Get User Calls',
	modes: callModes,
};

export const lastCallField: INodeProperties = {
	displayName: 'Call',
	name: 'callId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description:
		'Which call of the user: the callId of a call event or of Get User Calls. Empty means the last one, which may have ended.',
	modes: callModes,
};

export const furtherCallsField = textField(
	'Further Calls',
	'furtherCallIds',
	'IDs of more calls of the user to take into the conference, as Get User Calls gives them, with commas between them. Empty for a conference of the two calls above.',
	{ placeholder: 'e.g. callhalf-29519312843:0' },
);

export const parkPlaceField = (description: string): INodeProperties =>
	phoneField('Park Place', 'parkAddress', description, { none: 'The user’s own place' });

export const userPhoneField = (displayName: string, description: string): INodeProperties =>
	phoneField(displayName, 'userAddress', description, { required: true });

export const agentPhoneField = (description: string): INodeProperties =>
	phoneField('Agent', 'agentAddress', description, {
		required: true,
		search: 'searchAgents',
		none: 'Choose an agent of the supervisor',
	});

export const supervisorPhoneField: INodeProperties = phoneField(
	'Supervisor',
	'supervisorAddress',
	'Extension or number of the supervisor. Empty means one who is available.',
	{ search: 'searchSupervisors', none: 'Any supervisor who is available' },
);

export const executivePhoneField: INodeProperties = phoneField(
	'Executive',
	'executiveAddress',
	'Extension, number or user ID of the executive for whom the assistant calls, as User, Find by Name gives them',
	{ required: true },
);

export const dispositionCodeField: INodeProperties = chosenField(
	{
		displayName: 'Disposition Code',
		name: 'dispositionCode',
		description:
			'How the call ended for the call center: a code of the agent’s queues, as Get Disposition Codes gives them',
		search: 'searchDispositionCodes',
		none: 'Choose a code of the agent’s queues',
		typed: 'By Code',
		placeholder: 'e.g. 01',
	},
	{ required: true },
);

/** Which of the user's telephones rings, of a call that the user seems to dial. */
export const telephoneField: INodeProperties = optionsField([
	{
		displayName: 'Telephone',
		name: 'location',
		type: 'options',
		options: [
			{ name: 'All', value: 'All' },
			{ name: 'BroadWorks Anywhere', value: 'BroadWorksAnywhere' },
			{ name: 'Flexible Seating Guest', value: 'FlexibleSeatingGuest' },
			{ name: 'Mobility', value: 'Mobility' },
			{ name: 'Primary', value: 'Primary' },
			{ name: 'Shared Call Appearance', value: 'SharedCallAppearance' },
		],
		default: 'All',
		description: 'Which of the user’s telephones rings for the new call',
	},
	{
		displayName: 'Telephone Address',
		name: 'locationAddress',
		type: 'string',
		default: '',
		placeholder: 'e.g. +12125550100',
		description:
			'One telephone among several of that kind: its number, or the address of record of a shared one',
	},
]);

/** A queue, by the ID of its virtual user. */
export const queueField: INodeProperties = chosenField(
	{
		displayName: 'Call Center',
		name: 'callCenterId',
		description:
			'The queue, by the ID of its virtual user: the serviceUserID of Directory, Get Call Centers. The list has those of which the credential’s user is an agent or supervisor, or all of the enterprise where there are none.',
		search: 'searchCallCenters',
		none: 'Choose a queue',
		typed: 'By ID',
		placeholder: 'e.g. queue@example.net',
	},
	{ required: true },
);

/** A queue of an agent or supervisor who is chosen beside it. */
export const userQueueField = (description: string, more: More = {}): INodeProperties =>
	chosenField(
		{
			displayName: 'Call Center',
			name: 'callCenterId',
			description,
			search: 'searchUserQueues',
			none: 'Choose a queue of the user',
			typed: 'By ID',
			placeholder: 'e.g. queue@example.net',
		},
		more,
	);

export const queueCallField: INodeProperties = chosenField(
	{
		displayName: 'Waiting Call',
		name: 'queueCallId',
		description: 'Which call of the queue: the callId of a queue event or of Get Waiting Calls',
		search: 'searchQueueCalls',
		none: 'Choose a call that waits',
		typed: 'By ID',
		placeholder: 'e.g. callhalf-29519312843:0',
	},
	{ required: true },
);

export const dnisField: INodeProperties = chosenField(
	{
		displayName: 'DNIS',
		name: 'dnisName',
		description:
			'Name of one of the numbers under which the queue is called, as Get DNIS Numbers gives it',
		search: 'searchDnis',
		none: 'Choose a DNIS of the queue',
		typed: 'By Name',
		placeholder: 'e.g. Sales',
	},
	{ required: true },
);

/** A required ID that nodes of version 1.1 choose from a live list, and may still enter by hand. */
export const listedField = (field: INodeProperties, search: string): INodeProperties[] => {
	const { displayName, name, description = '', placeholder = '', ...more } = field;
	const none = 'Choose from the list';
	const chosen = { displayName, name, description, search, none, typed: 'By ID', placeholder };
	const { type: _text, default: _empty, ...rest } = more;
	return sinceVersion(field, chosenField(chosen, rest));
};

export const routePointFields: INodeProperties[] = listedField(
	textField(
		'Route Point ID',
		'routePointId',
		'ID of the virtual user of the route point, which the operator tells; an event has it as targetId',
		{
			required: true,
			placeholder: 'e.g. routepoint@example.net',
		},
	),
	'searchRoutePoints',
);

export const routePointCallField: INodeProperties = chosenField(
	{
		displayName: 'Call',
		name: 'routePointCallId',
		description: 'Which call of the route point: the callId of a route point event or of Get Calls',
		search: 'searchRoutePointCalls',
		none: 'Choose a call of the route point',
		typed: 'By ID',
		placeholder: 'e.g. callhalf-29519312843:0',
	},
	{ required: true },
);

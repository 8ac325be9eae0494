import type { INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../shared/core/errors';
import type { OperationContext } from '../shared/action/operation';
import type { XsiClient } from './connect';

/** The user an action is for; the same field for every operation. */
export const userIdField: INodeProperties = {
	displayName: 'User',
	name: 'userId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description:
		'Whose phone it is, by user ID: the userId of a call event or of User, Find by Name. Empty means the credential’s own user.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'The credential’s own user',
			typeOptions: { searchListMethod: 'searchUsers', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. alice@example.net',
		},
	],
};

export const callModes: INodeProperties['modes'] = [
	{
		displayName: 'From List',
		name: 'list',
		type: 'list',
		placeholder: 'Choose a call of the user',
		typeOptions: { searchListMethod: 'searchCalls', searchable: false },
	},
	{
		displayName: 'By ID',
		name: 'id',
		type: 'string',
		placeholder: 'e.g. callhalf-29519312843:0',
	},
];

export const callIdField: INodeProperties = {
	displayName: 'Call',
	name: 'callId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'Which call of the user: the callId of a call event or of Get User Calls',
	modes: callModes,
};

export const optionalCallIdField: INodeProperties = {
	...callIdField,
	required: false,
	description:
		'Which call of the user: the callId of a call event or of Get User Calls. Empty means the call that rings now.',
};

export const addressField: INodeProperties = {
	displayName: 'Phone Number',
	name: 'address',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. +12125550100',
	description: 'A number in E.164 or as dialed, an extension, or a SIP address',
};

type Context = OperationContext<XsiClient>;

const text = (value: unknown) => String(value ?? '').trim();

/** The credential's own user. Throws `badRequest` when it has none. */
export function ownUser({ ownUserId }: XsiClient): string {
	if (ownUserId !== '') return ownUserId;
	throw new TelephonyError(
		'badRequest',
		'Choose a User, or enter a User ID in the credential: an access token alone does not name one',
	);
}

/** The chosen user, or the credential's own. Throws `badRequest` when there is neither. */
export const userOf = ({ parameter, client }: Context): string =>
	text(parameter('userId', '')) || ownUser(client);

/** A parameter that must not be empty. Throws `badRequest` with its display name. */
export function mandatory({ parameter }: Context, name: string, label: string): string {
	const value = text(parameter(name, ''));
	if (value === '') {
		throw new TelephonyError('badRequest', `The parameter "${label}" is empty`);
	}
	return value;
}

export const callOf = (context: Context) => mandatory(context, 'callId', 'Call');
export const addressOf = (context: Context) => mandatory(context, 'address', 'Phone Number');

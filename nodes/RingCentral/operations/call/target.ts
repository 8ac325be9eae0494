import type { INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../../../shared/core/errors';
import { mandatory } from '../../../shared/action/parameters';
import { locator, type Context } from '../../fields/call';
import type { ForwardTarget, TransferTarget } from '../../client/calls/partyVerbs';

const PARK = { name: 'Park Location', value: 'parkOrbit' };

const KINDS = [
	{ name: 'Extension', value: 'extensionId' },
	{ name: 'Extension Number', value: 'extensionNumber' },
	PARK,
	{ name: 'Phone Number', value: 'phoneNumber' },
	{ name: 'Voicemail', value: 'voicemail' },
];

/** Shown for the choice *Extension Number* of *To*. */
export const extensionNumberField: INodeProperties = {
	displayName: 'Extension Number',
	name: 'extensionNumber',
	type: 'string',
	default: '',
	description: 'Short number of the user, queue or device',
	required: true,
	placeholder: 'e.g. 102',
	displayOptions: { show: { target: ['extensionNumber'] } },
};

/** Shown for the choice *Phone Number* of *To*. */
export const phoneNumberField: INodeProperties = {
	displayName: 'Phone Number',
	name: 'phoneNumber',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. +16505550190',
	description: 'With country code, such as +16505550190 (E.164)',
	displayOptions: { show: { target: ['phoneNumber'] } },
};

/** The fields that say where a call goes. */
const targetFields = (kinds: typeof KINDS): INodeProperties[] => [
	{
		displayName: 'To',
		name: 'target',
		type: 'options',
		options: kinds,
		default: 'phoneNumber',
		description: 'Where the call goes',
	},
	locator({
		displayName: 'Extension',
		name: 'targetExtensionId',
		description:
			'Who gets the call, or whose voicemail, by the ID that Extension, Search Directory gives',
		search: 'searchExtensions',
		placeholder: 'e.g. 62288330016',
		required: true,
		show: { target: ['extensionId', 'voicemail'] },
	}),
	extensionNumberField,
	phoneNumberField,
];

export const forwardFields: INodeProperties[] = targetFields(KINDS.filter((kind) => kind !== PARK));

export const transferFields: INodeProperties[] = [
	...targetFields(KINDS),
	{
		displayName: 'Park Location ID',
		name: 'parkOrbit',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 62290001016',
		description: 'Extension ID of the park location, as Extension, Get Many gives it',
		displayOptions: { show: { target: ['parkOrbit'] } },
	},
];

/** Where the call goes. Throws `badRequest` for an empty field. */
export function transferTargetOf(context: Context): TransferTarget {
	const target = context.parameter<string>('target', 'phoneNumber');
	switch (target) {
		case 'extensionId':
			return { extensionId: mandatory(context, 'targetExtensionId', 'Extension') };
		case 'voicemail':
			return { voicemail: mandatory(context, 'targetExtensionId', 'Extension') };
		case 'extensionNumber':
			return { extensionNumber: mandatory(context, 'extensionNumber', 'Extension Number') };
		case 'phoneNumber':
			return { phoneNumber: mandatory(context, 'phoneNumber', 'Phone Number') };
		case 'parkOrbit':
			return { parkOrbit: mandatory(context, 'parkOrbit', 'Park Location ID') };
		default:
			throw new TelephonyError('badRequest', `"${target}" is not a place to send a call to`);
	}
}

/** Where a call that still rings goes; it cannot be parked. Throws `badRequest` for a park location. */
export function forwardTargetOf(context: Context): ForwardTarget {
	if (context.parameter<string>('target', 'phoneNumber') === 'parkOrbit') {
		throw new TelephonyError(
			'badRequest',
			'A call that rings cannot be forwarded to a park location',
		);
	}
	return transferTargetOf(context) as ForwardTarget;
}

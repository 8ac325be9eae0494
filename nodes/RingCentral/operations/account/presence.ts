import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { byDisplayName } from '../../../shared/alphabetical';
import { TelephonyError } from '../../../shared/core/errors';
import type { Operation } from '../../../shared/action/operation';
import { collected, extensionOf, ownExtensionField, type Context } from '../../fields/call';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import { text } from '../../client/transport/answers';
import {
	companyPresence,
	getPresence,
	setPresence,
	type Presence,
	type PresenceChange,
} from '../../client/account/presence';
import type { RingCentralClient } from '../../connect';

const ownSample: IDataObject = {
	extensionId: '62288329016',
	extensionNumber: '101',
	presenceStatus: 'Busy',
	telephonyStatus: 'CallConnected',
	userStatus: 'Available',
	dndStatus: 'TakeAllCalls',
	message: 'In the office',
	allowSeeMyPresence: true,
	ringOnMonitoredCall: false,
	pickUpCallsOnHold: false,
};

const sample: IDataObject = {
	...ownSample,
	activeCalls: [
		{
			direction: 'Inbound',
			from: '+16505550190',
			to: '+16505550101',
			telephonyStatus: 'CallConnected',
			telephonySessionId: 's-279e175539444bdc96d16c1e2fe4dbe9',
			partyId: 'p-279e175539444bdc96d16c1e2fe4dbe9-2',
		},
	],
};

/** The extension comes first and as text: it is what other nodes are given. */
function itemOf(presence: Presence): IDataObject {
	const { extension, uri: _uri, ...rest } = presence;
	return {
		extensionId: text(extension?.id),
		extensionNumber: text(extension?.extensionNumber),
		...rest,
	} as IDataObject;
}

const detailFields: INodeProperties[] = [
	{
		displayName: 'Include Calls',
		name: 'detailed',
		type: 'boolean',
		default: true,
		description: 'Whether to include the active calls with their IDs',
	},
	{
		displayName: 'Include SIP Data',
		name: 'sipData',
		type: 'boolean',
		default: false,
		description: 'Whether to include the SIP IDs and addresses of the calls',
		displayOptions: { show: { detailed: [true] } },
	},
];

function detailOf({ parameter }: Context) {
	const detailedTelephonyState = Boolean(parameter('detailed', true));
	const sipData = detailedTelephonyState && Boolean(parameter('sipData', false));
	return { detailedTelephonyState, ...(sipData ? { sipData } : {}) };
}

/** See docs/protocols/ringcentral.md#presence. */
export const getPresenceOperation: Operation<RingCentralClient> = {
	resource: 'presence',
	name: 'get',
	label: 'Get',
	action: 'Get the presence of a user',
	description: 'Get whether a user is available, on the phone or not to be disturbed',
	kind: 'read',
	fields: [ownExtensionField('Whose presence'), ...detailFields],
	sample,
	async run(context) {
		return itemOf(await getPresence(context.client, extensionOf(context), detailOf(context)));
	},
};

/** See docs/protocols/ringcentral.md#presence, all users. */
export const getCompanyPresenceOperation: Operation<RingCentralClient> = {
	resource: 'presence',
	name: 'getCompany',
	label: 'Get for Company',
	action: 'Get the presence of the company',
	description: 'Get the presence of the users of the account, one item per user',
	kind: 'read',
	fields: [returnAllField, limitField, ...detailFields],
	sample,
	async run(context) {
		const pages = companyPresence(context.client, detailOf(context), { limit: limitOf(context) });
		return (await collected(pages)).map((presence) => itemOf(presence));
	},
};

const userStatus: INodeProperties = {
	displayName: 'User Status',
	name: 'userStatus',
	type: 'options',
	options: [
		{ name: 'Available', value: 'Available' },
		{ name: 'Busy', value: 'Busy' },
		{ name: 'Offline', value: 'Offline', description: 'Shown as invisible' },
	],
	default: 'Available',
	description: 'The state that others see',
};

const dndStatus: INodeProperties = {
	displayName: 'Do Not Disturb',
	name: 'dndStatus',
	type: 'options',
	options: [
		{ name: 'Accept No Calls', value: 'DoNotAcceptAnyCalls' },
		{ name: 'Accept No Queue Calls', value: 'DoNotAcceptDepartmentCalls' },
		{ name: 'Accept Queue Calls Only', value: 'TakeDepartmentCallsOnly' },
		{ name: 'Off: Accept All Calls', value: 'TakeAllCalls' },
	],
	default: 'TakeAllCalls',
	description: 'For the user’s own calls and queue calls together',
};

const personalDnd: INodeProperties = {
	displayName: 'Do Not Disturb (Personal Calls)',
	name: 'dndStatusPersonal',
	type: 'options',
	options: [
		{ name: 'Accept No Calls', value: 'DoNotAcceptAnyCalls' },
		{ name: 'Off: Accept All Calls', value: 'TakeAllCalls' },
	],
	default: 'TakeAllCalls',
	description: 'For the user’s own calls only; not together with Do Not Disturb',
};

const switches: INodeProperties[] = [
	{
		displayName: 'Accept Queue Calls',
		name: 'acceptCallQueueCalls',
		type: 'boolean',
		default: true,
		description: 'Whether the user takes calls of queues; not together with Do Not Disturb',
	},
	{
		displayName: 'Allow Others to See Presence',
		name: 'allowSeeMyPresence',
		type: 'boolean',
		default: true,
		description: 'Whether other users can see the presence',
	},
	{
		displayName: 'Pick Up Calls on Hold',
		name: 'pickUpCallsOnHold',
		type: 'boolean',
		default: false,
		description: 'Whether the user can pick up held calls of monitored users',
	},
	{
		displayName: 'Ring on Monitored Call',
		name: 'ringOnMonitoredCall',
		type: 'boolean',
		default: false,
		description: 'Whether the telephone rings when a monitored user is called',
	},
];

const changes: INodeProperties = {
	displayName: 'Changes',
	name: 'changes',
	type: 'collection',
	placeholder: 'Add change',
	default: {},
	description: 'What is set; everything else stays as it is',
	options: [
		...switches,
		{
			displayName: 'Caller ID Visibility',
			name: 'callerIdVisibility',
			type: 'options',
			options: [
				{ name: 'All', value: 'All' },
				{ name: 'None', value: 'None' },
				{ name: 'Permitted Users', value: 'PermittedUsers' },
			],
			default: 'All',
			description: 'Who can see who the user is talking to',
		},
		dndStatus,
		personalDnd,
		{
			displayName: 'Status Message',
			name: 'message',
			type: 'string',
			default: '',
			placeholder: 'e.g. Back at noon',
			description: 'Text that other users see; empty to clear it',
		},
		userStatus,
	].sort(byDisplayName) as INodeProperties[],
};

/** See docs/protocols/ringcentral.md#presence. */
export const setPresenceOperation: Operation<RingCentralClient> = {
	resource: 'presence',
	name: 'set',
	label: 'Set',
	action: 'Set the presence of a user',
	description: 'Set user status, do not disturb or status message of a user',
	kind: 'change',
	fields: [ownExtensionField('Whose presence'), changes],
	sample: ownSample,
	async run(context) {
		const change = context.parameter<PresenceChange>('changes', {});
		if (Object.keys(change).length === 0) {
			throw new TelephonyError('badRequest', 'Choose at least one of the "Changes"');
		}
		if (
			change.dndStatus !== undefined &&
			(change.dndStatusPersonal !== undefined || change.acceptCallQueueCalls !== undefined)
		) {
			throw new TelephonyError(
				'badRequest',
				'"Do Not Disturb" says the same as "Do Not Disturb (Personal Calls)" and "Accept Queue Calls": set either the one or the others',
			);
		}
		const presence = await setPresence(context.client, extensionOf(context), change);
		return itemOf(presence ?? { ...change });
	},
};

/** Every action of the resource Presence. */
export const presenceOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	getPresenceOperation,
	getCompanyPresenceOperation,
	setPresenceOperation,
];

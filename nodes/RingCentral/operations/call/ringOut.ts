import type { IDataObject } from 'n8n-workflow';

import { compact } from '../../../shared/core/callRecord';
import type { Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import { countryField, countryOf, locator, type Context } from '../../fields/call';
import {
	cancelRingOut,
	getRingOut,
	makeRingOut,
	outcomeOf,
	waitForRingOut,
	type RingOutCall,
	type RingOutResult,
} from '../../client/calls/ringOut';
import { text } from '../../client/transport/answers';
import type { RingCentralClient } from '../../connect';

const sample: IDataObject = {
	id: '234343434',
	uri: 'https://platform.ringcentral.com/restapi/v1.0/account/~/extension/~/ring-out/234343434',
	status: { callStatus: 'Success', callerStatus: 'Success', calleeStatus: 'Success' },
	outcome: 'connected',
};

const resultOf = ({ ringOut, outcome, failure }: RingOutResult): IDataObject => ({
	...(ringOut as IDataObject),
	id: text(ringOut.id),
	outcome,
	...(failure ? { statusError: failure.message } : {}),
});

const ringOutIdField = {
	displayName: 'RingOut ID',
	name: 'ringOutId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 234343434',
	description: 'The ID that Make gave',
} as const;

const secondsOf = ({ parameter }: Context) =>
	Math.min(600, Math.max(1, Number(parameter('waitSeconds', 60)) || 0));

function callOf(context: Context): RingOutCall {
	const { parameter } = context;
	const from =
		parameter<string>('fromType', 'phoneNumber') === 'forwardingNumberId'
			? { forwardingNumberId: mandatory(context, 'forwardingNumberId', 'Forwarding Number') }
			: { phoneNumber: mandatory(context, 'fromNumber', 'From') };
	const callerId = optional(context, 'callerId');
	const country = countryOf(context);
	return compact<RingOutCall>({
		from,
		to: { phoneNumber: mandatory(context, 'toNumber', 'To') },
		callerId: callerId === '' ? undefined : { phoneNumber: callerId },
		playPrompt: Boolean(parameter('playPrompt', false)),
		country: country === undefined ? undefined : { id: String(country) },
	});
}

/** See docs/protocols/ringcentral.md#ringout. */
export const makeRingOutOperation: Operation<RingCentralClient> = {
	resource: 'ringOut',
	name: 'make',
	label: 'Make',
	action: 'Make a call with RingOut',
	description: 'Ring one telephone, then another, and connect them',
	kind: 'change',
	fields: [
		{
			displayName: 'Ring First',
			name: 'fromType',
			type: 'options',
			options: [
				{ name: 'Forwarding Number', value: 'forwardingNumberId' },
				{ name: 'Phone Number', value: 'phoneNumber' },
			],
			default: 'phoneNumber',
			description: 'The telephone that rings first',
		},
		{
			displayName: 'From',
			name: 'fromNumber',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. +16505550101',
			description: 'Number of the telephone that rings first, with country code (E.164)',
			displayOptions: { show: { fromType: ['phoneNumber'] } },
		},
		locator({
			displayName: 'Forwarding Number',
			name: 'forwardingNumberId',
			description:
				'One of the user’s telephones, by the ID of its forwarding number, which an administrator sees',
			search: 'searchForwardingNumbers',
			placeholder: 'e.g. 33000000101',
			required: true,
			show: { fromType: ['forwardingNumberId'] },
		}),
		{
			displayName: 'To',
			name: 'toNumber',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. +16505550190',
			description: 'Number that is called then, with country code (E.164)',
		},
		locator({
			displayName: 'Caller ID',
			name: 'callerId',
			description:
				'Number shown to the person called, in E.164: one of the company or the user that an administrator allows. Empty means the default of the user.',
			search: 'searchPhoneNumbers',
			by: 'By Number',
			placeholder: 'e.g. +16505550100',
			none: 'The default of the user',
		}),
		{
			displayName: 'Press 1 to Connect',
			name: 'playPrompt',
			type: 'boolean',
			default: false,
			description: 'Whether the first telephone must press 1 before the other one rings',
		},
		countryField,
		{
			displayName: 'Wait for Result',
			name: 'wait',
			type: 'boolean',
			default: false,
			description:
				'Whether to wait until the telephones are connected or the call has failed. The result says which: outcome is connected, failed, ended or, when the time is up, inProgress.',
		},
		{
			displayName: 'Wait at Most (Seconds)',
			name: 'waitSeconds',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 600 },
			default: 60,
			description: 'After how long the result says inProgress',
			displayOptions: { show: { wait: [true] } },
		},
	],
	sample,
	async run(context) {
		const { client, parameter } = context;
		const call = callOf(context);
		// Read before anybody's telephone rings: what is wrong with a field must not be told after that.
		const waitMs = parameter('wait', false) ? secondsOf(context) * 1000 : 0;
		const ringOut = await makeRingOut(client, call);
		return resultOf(
			waitMs > 0
				? await waitForRingOut(client, ringOut, waitMs)
				: { ringOut, outcome: outcomeOf(ringOut) },
		);
	},
};

/** See docs/protocols/ringcentral.md#ringout. */
export const getRingOutStatusOperation: Operation<RingCentralClient> = {
	resource: 'ringOut',
	name: 'getStatus',
	label: 'Get Status',
	action: 'Get the status of a RingOut',
	description: 'Get the status of a RingOut: outcome is inProgress, connected, failed or ended',
	kind: 'read',
	fields: [ringOutIdField],
	sample,
	async run(context) {
		const id = mandatory(context, 'ringOutId', 'RingOut ID');
		const ringOut = await getRingOut(context.client, id);
		return resultOf({ ringOut, outcome: outcomeOf(ringOut) });
	},
};

/** See docs/protocols/ringcentral.md#ringout. */
export const cancelRingOutOperation: Operation<RingCentralClient> = {
	resource: 'ringOut',
	name: 'cancel',
	label: 'Cancel',
	action: 'Cancel a RingOut',
	description: 'Give up a RingOut before both telephones are connected',
	kind: 'change',
	fields: [ringOutIdField],
	sample: { success: true, id: '234343434' },
	async run(context) {
		const id = mandatory(context, 'ringOutId', 'RingOut ID');
		await cancelRingOut(context.client, id);
		return { success: true, id };
	},
};

/** Every action of the resource RingOut. */
export const ringOutOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	makeRingOutOperation,
	getRingOutStatusOperation,
	cancelRingOutOperation,
];

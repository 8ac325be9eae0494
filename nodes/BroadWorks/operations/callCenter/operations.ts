import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { limitField, returnAllField } from '../../../shared/action/limitFields';
import { QUEUE_CONTROLS } from '../../client/controls/queueControls';
import { dnisField, queueCallField, queueField, textField } from '../../controlFields';
import { addressField } from '../../fields';
import { controlOperations } from '../controlOperations';

const queue: IDataObject = { success: true, callCenterId: 'queue@example.net' };
const waiting = { ...queue, queueCallId: 'callhalf-31139148485:0' };
const paged = [returnAllField, limitField];

const flag = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'boolean',
	default: false,
	description: `Whether ${description}`,
});

const settings = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Settings',
	name: 'settings',
	type: 'collection',
	placeholder: 'Add setting',
	default: {},
	description: 'What to change; all else stays as it is',
	options,
});

/** What can be done with a queue and the calls that wait in it. */
export const callCenterOperations = controlOperations('callCenter', QUEUE_CONTROLS, [
	{
		control: 'getCalls',
		label: 'Get Waiting Calls',
		action: 'Get the calls that wait in a call center',
		description: 'Get the calls that wait in a queue, in their order, one item per call',
		fields: [queueField, ...paged],
		sample: {
			callId: 'callhalf-31139148485:0',
			extTrackingId: '130080177:2',
			remoteParty: {
				name: 'Jordan Smith',
				address: { '#text': 'tel:+15550100', countryCode: '1' },
				callType: 'Network',
			},
			addTime: 1568213984179,
			acdName: 'Demo Queue',
			acdNumber: { '#text': 'tel:+15550180', countryCode: '1' },
			acdPriority: '3-Low',
		},
	},
	{
		control: 'promoteCall',
		label: 'Promote Waiting Call',
		action: 'Promote a call that waits',
		description:
			'Give a waiting call a higher priority than it has. Only for Premium call centers, and calls that have not bounced yet.',
		fields: [
			queueField,
			queueCallField,
			{
				displayName: 'Priority',
				name: 'priority',
				type: 'options',
				options: [
					{ name: 'Highest', value: '0-Highest' },
					{ name: 'High', value: '1-High' },
					{ name: 'Medium', value: '2-Medium' },
				],
				default: '0-Highest',
				description: 'The new priority, which must be higher than the present one',
			},
		],
		sample: { ...waiting, priority: '0-Highest', position: 1 },
	},
	{
		control: 'reorderCall',
		label: 'Reorder Waiting Call',
		action: 'Move a call that waits to another place',
		description:
			'Move a waiting call of the highest priority to another place in the queue. Gives the place that it got.',
		fields: [
			queueField,
			queueCallField,
			{
				displayName: 'Place',
				name: 'index',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description: 'How many calls are served before it: 0 makes it the next one',
			},
		],
		sample: { ...waiting, index: 0, position: 1 },
	},
	{
		control: 'transferCall',
		label: 'Transfer Waiting Call',
		action: 'Transfer a call that waits',
		description: 'Take a waiting call out of the queue and move it to another number',
		fields: [queueField, queueCallField, addressField],
		sample: { ...waiting, address: '+15550177' },
	},
	{
		control: 'endCall',
		label: 'End Waiting Call',
		action: 'End a call that waits',
		description: 'Hang up a call that waits in a queue',
		fields: [queueField, queueCallField],
		sample: waiting,
	},
	{
		control: 'getProfile',
		label: 'Get Profile',
		action: 'Get the profile of a call center',
		description: 'Get name, numbers, type, routing, length and other settings of a queue',
		fields: [queueField],
		sample: {
			serviceInstanceProfile: {
				name: 'Demo Queue',
				callingLineIdLastName: 'Queue',
				callingLineIdFirstName: 'Demo',
				phoneNumber: '+15550180',
				extension: '1080',
			},
			type: 'Premium',
			policy: 'Uniform',
			queueLength: 50,
			allowAgentLogoff: true,
		},
	},
	{
		control: 'getDispositionCodes',
		label: 'Get Disposition Codes',
		action: 'Get the disposition codes of a call center',
		description:
			'Get the codes by which agents say how a call of the queue ended, one item per code (Premium call centers)',
		fields: [queueField, ...paged],
		sample: { code: '01', description: 'Sold', level: 'Queue', isDefault: true },
	},
	{
		control: 'getDnis',
		label: 'Get DNIS Numbers',
		action: 'Get the DNIS numbers of a call center',
		description:
			'Get the numbers under which a queue is called, one item per number (Premium call centers)',
		fields: [queueField, ...paged],
		sample: { name: 'Demo Queue (Primary)', phoneNumber: '+15550180', priority: '3 - Low' },
	},
	{
		control: 'getDnisDetails',
		label: 'Get DNIS Details',
		action: 'Get the details of a DNIS of a call center',
		description: 'Get caller ID, announcements and priority of one number of a queue',
		fields: [queueField, dnisField],
		sample: { extension: '1081', useCustomCLIDSettings: false, priority: '1-High' },
	},
	{
		control: 'getForcedForwarding',
		label: 'Get Forced Forwarding',
		action: 'Get the forced forwarding of a call center',
		description: 'Get whether all calls to a queue are sent elsewhere, and where',
		fields: [queueField],
		sample: { active: false, forwardToPhoneNumber: '+15550177' },
	},
	{
		control: 'setForcedForwarding',
		label: 'Set Forced Forwarding',
		action: 'Set the forced forwarding of a call center',
		description:
			'Send all calls to a queue elsewhere, or end that. Needs the login of a supervisor or administrator.',
		fields: [
			queueField,
			settings([
				flag('Active', 'active', 'all calls are sent elsewhere; needs a number'),
				flag(
					'Allow Feature Code',
					'allowEnableViaFAC',
					'supervisors may switch it by a feature access code',
				),
				textField('Forward To', 'forwardToPhoneNumber', 'Number or SIP address to send calls to', {
					placeholder: 'e.g. +12125550100',
				}),
				flag(
					'Play Announcement',
					'playAnnouncementBeforeForwarding',
					'callers hear an announcement first',
				),
			]),
		],
		sample: { ...queue, active: true, forwardToPhoneNumber: '+15550177' },
	},
	{
		control: 'getNightService',
		label: 'Get Night Service',
		action: 'Get the night service of a call center',
		description: 'Get what happens with calls outside business hours, and whether it is forced now',
		fields: [queueField],
		sample: { action: 'None', forceNightService: false },
	},
	{
		control: 'setNightService',
		label: 'Set Night Service',
		action: 'Set the night service of a call center',
		description:
			'Change what happens with calls outside business hours, or force it now. Needs the login of a supervisor or administrator.',
		fields: [
			queueField,
			settings([
				{
					displayName: 'Action',
					name: 'action',
					type: 'options',
					options: [
						{ name: 'Busy', value: 'Busy' },
						{ name: 'None', value: 'None' },
						{ name: 'Transfer', value: 'Transfer' },
					],
					default: 'None',
					description:
						'What happens with calls outside business hours: callers hear a busy tone or the same as by day, or calls go to another number',
				},
				flag(
					'Allow Feature Code',
					'allowManualOverrideViaFAC',
					'supervisors may switch it by a feature access code',
				),
				textField(
					'Business Hours',
					'businessHours',
					'Name of the schedule outside of which night service applies',
				),
				flag('Force Now', 'forceNightService', 'night service applies now, whatever the hour'),
				{
					displayName: 'Manual Announcement',
					name: 'manualAnnouncementMode',
					type: 'options',
					options: [
						{ name: 'Manual', value: 'Manual Announcement' },
						{ name: 'Normal', value: 'Normal Announcement' },
					],
					default: 'Normal Announcement',
					description: 'Which announcement callers hear while night service is forced',
				},
				flag(
					'Play Announcement',
					'playAnnouncementBeforeAction',
					'callers hear an announcement first',
				),
				textField('Transfer To', 'transferPhoneNumber', 'Number of the action Transfer', {
					placeholder: 'e.g. +12125550100',
				}),
			]),
		],
		sample: { ...queue, forceNightService: true },
	},
]);

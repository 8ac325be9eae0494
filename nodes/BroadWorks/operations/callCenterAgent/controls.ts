import { limitField, returnAllField } from '../../../shared/action/limitFields';
import { AGENT_CONTROLS } from '../../client/controls/agentControls';
import { userQueueField } from '../../controlFields';
import { userIdField } from '../../fields';
import { controlOperations } from '../controlOperations';

const joined = {
	fields: [
		userIdField,
		userQueueField(
			'One of the queues the agent is assigned to, by the ID of its virtual user: a callCenterId of Call Center Agent, Get State',
			{
				required: true,
			},
		),
	],
	sample: { success: true, userId: 'alice@example.net', callCenterId: 'queue@example.net' },
};

/** What can be seen of agents and done with them, beside their state. */
export const agentControlOperations = controlOperations('callCenterAgent', AGENT_CONTROLS, [
	{
		control: 'getState',
		label: 'Get State',
		action: 'Get the state and the queues of an agent',
		description:
			'Get the ACD state of an agent, the agent’s settings, and the queues with whether the agent has joined each (available)',
		fields: [userIdField],
		sample: {
			agentACDState: 'Available',
			guardTimerSeconds: 5,
			callCenters: [
				{
					serviceUserId: 'queue@example.net',
					available: true,
					phoneNumber: '+15550180',
					extension: '1080',
					isLogOffAllowed: true,
				},
			],
		},
	},
	{
		control: 'joinQueue',
		label: 'Join Call Center',
		action: 'Join an agent to a call center',
		description: 'Let an agent get calls of a queue to which the agent is assigned',
		...joined,
	},
	{
		control: 'leaveQueue',
		label: 'Leave Call Center',
		action: 'Make an agent leave a call center',
		description: 'Let an agent get no more calls of one queue; the agent stays assigned to it',
		...joined,
	},
	{
		control: 'getSupervised',
		label: 'Get Supervised',
		action: 'Get the agents of a supervisor',
		description:
			'Get the agents whom a supervisor, who is the user, supervises, one item per agent and queue',
		fields: [
			userIdField,
			userQueueField(
				'Only the agents of this queue, as Directory, Get Call Centers gives its serviceUserID. Empty means those of all queues.',
			),
			returnAllField,
			limitField,
		],
		sample: {
			callCenterId: 'queue@example.net',
			userId: 'bob@example.net',
			firstName: 'Bob',
			lastName: 'Stone',
			number: '+15550102',
			extension: '1002',
		},
	},
]);

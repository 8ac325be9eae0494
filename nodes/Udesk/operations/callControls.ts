import type { INodeProperties } from 'n8n-workflow';

import { listedField, textField } from '../fields';
import { asAgent, type DescribedControl } from './asAgent';

const text = (displayName: string, name: string, more: Partial<INodeProperties> = {}) =>
	textField(displayName, name, { required: true, ...more });

const otherAgent = listedField(
	text('Other Agent’s Number', 'agentNo', {
		placeholder: 'e.g. 3013',
		description: 'Agent number (the agent_no of Agent, Get Many), not the e-mail address',
	}),
	'searchAgents',
);
const outsideNumber = text('Phone Number', 'outlinePhoneNumber', {
	placeholder: 'e.g. 13666666666',
	description: 'External number, as the agent would dial it',
});

/** With one other agent, or with one outside number. */
const withAgent = (described: DescribedControl) => ({ ...described, fields: otherAgent });
const withNumber = (described: DescribedControl) => ({ ...described, fields: [outsideNumber] });

/** What an agent can do with the present call. */
export const callControlOperations = asAgent('call', [
	{
		control: 'makeCall',
		label: 'Call From Softphone',
		action: 'Call a number from the softphone of an agent',
		description:
			'Call a number as the agent’s softphone does, with an ID of your own if you like. Needs no Call Center Secret; where you need the call ID, use Call as Agent.',
		fields: [
			text('Phone Number', 'number', {
				placeholder: 'e.g. 13666666666',
				description: 'Number that is called',
			}),
			text('Business ID', 'bizId', {
				required: false,
				placeholder: 'e.g. order-4711',
				description: 'ID of your own that belongs to the call; may be empty',
			}),
		],
		sample: { code: 1000 },
	},
	{
		control: 'hangUp',
		label: 'Hang Up',
		action: 'Hang up the call of an agent',
		description: 'End the call an agent has now',
	},
	{
		control: 'hold',
		label: 'Hold',
		action: 'Hold the call of an agent',
		description: 'Put the call an agent has now on hold',
	},
	{
		control: 'retrieve',
		label: 'Retrieve',
		action: 'Retrieve the held call of an agent',
		description: 'Take a held call back',
	},
	withAgent({
		control: 'transferToAgent',
		label: 'Transfer to Agent',
		action: 'Transfer the call of an agent to an agent',
		description: 'Move the call an agent has now to another agent',
	}),
	{
		control: 'transferToQueue',
		label: 'Transfer to Queue',
		action: 'Transfer the call of an agent to a queue',
		description: 'Move the call an agent has now to a queue',
		fields: listedField(
			text('Queue', 'queueType', {
				placeholder: 'e.g. 24274',
				description: 'ID of the queue (queue_type), as Queue, Get Many gives it',
			}),
			'searchQueues',
		),
	},
	withNumber({
		control: 'transferToNumber',
		label: 'Transfer to Number',
		action: 'Transfer the call of an agent to a number',
		description: 'Move the call an agent has now to an external number',
	}),
	{
		control: 'transferToIvr',
		label: 'Transfer to IVR',
		action: 'Transfer the call of an agent to an IVR node',
		description: 'Move the call an agent has now to a node of the IVR',
		fields: [
			...listedField(
				text('Node ID', 'nodeId', {
					placeholder: 'e.g. 5',
					description: 'ID of the node, as IVR Node, Get Many gives it',
				}),
				'searchIvrNodes',
			),
			text('Transfer Mode', 'transferMode', {
				placeholder: 'e.g. 1',
				description: 'The transfer_mode of the node, as IVR Node, Get Many gives it',
			}),
		],
	},
	withAgent({
		control: 'consultAgent',
		label: 'Consult Agent',
		action: 'Consult another agent during a call',
		description: 'Call another agent while the customer waits',
	}),
	withNumber({
		control: 'consultNumber',
		label: 'Consult Number',
		action: 'Consult a number during a call',
		description: 'Call an external number while the customer waits',
	}),
	{
		control: 'endConsultation',
		label: 'End Consultation',
		action: 'End the consultation of an agent',
		description: 'End the consultation with another agent and go back to the customer',
	},
	{
		control: 'endNumberConsultation',
		label: 'End Number Consultation',
		action: 'End the consultation of a number',
		description: 'End the consultation with an external number and go back to the customer',
	},
	withAgent({
		control: 'transferAfterConsultation',
		label: 'Transfer After Consultation',
		action: 'Transfer the call to the consulted agent',
		description: 'Connect the customer with the agent who was consulted, and leave',
	}),
	withAgent({
		control: 'addAgent',
		label: 'Add Agent',
		action: 'Add an agent to the call',
		description: 'Make a three-way call with another agent',
	}),
	withNumber({
		control: 'addNumber',
		label: 'Add Number',
		action: 'Add a number to the call',
		description: 'Make a three-way call with an external number',
	}),
	withAgent({
		control: 'addConsultedAgent',
		label: 'Add Consulted Agent',
		action: 'Add the consulted agent to the call',
		description: 'Turn a consultation into a three-way call',
	}),
	withAgent({
		control: 'transferAfterThreeWay',
		label: 'Transfer After Three-Way Call',
		action: 'Leave a three-way call to the other agent',
		description: 'Leave a three-way call: the customer stays with the other agent',
	}),
	withAgent({
		control: 'listen',
		label: 'Listen',
		action: 'Listen to the call of another agent',
		description: 'Let a supervisor hear the call of another agent',
	}),
	withAgent({
		control: 'bargeIn',
		label: 'Barge In',
		action: 'Barge in on the call of another agent',
		description: 'Let a supervisor join the call of another agent',
	}),
	withAgent({
		control: 'takeOver',
		label: 'Take Over',
		action: 'Take over the call of another agent',
		description: 'Let a supervisor take the place of another agent in a call',
	}),
	{
		control: 'getCurrent',
		label: 'Get Current',
		action: 'Get the current call of an agent',
		description: 'Get the call an agent has now',
		sample: { code: 1000, conversation_id: 14583, call_type: '呼入', category: 'normal' },
	},
	{
		control: 'getConversation',
		label: 'Get Conversation',
		action: 'Get a conversation of an agent',
		description: 'Get a leg of a call with its customer, by conversation ID',
		fields: [
			text('Conversation ID', 'conversationId', {
				placeholder: 'e.g. 14583',
				description: 'ID of the leg, as a push or Get Current gives it',
			}),
		],
		sample: {
			code: 1000,
			call_type: '呼入',
			category: 'normal',
			customer_phone: '01056196230',
		},
	},
]);

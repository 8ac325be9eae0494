import { TelephonyError } from '../../../shared/core/errors';
import type { Operation } from '../../../shared/action/operation';
import { setAgentState, type AgentState } from '../../client/calls/users';
import type { XsiClient } from '../../connect';
import { userIdField, userOf } from '../../fields';

const STATES: Array<{ name: string; value: AgentState }> = [
	{ name: 'Available', value: 'Available' },
	{ name: 'Sign-In', value: 'Sign-In' },
	{ name: 'Sign-Out', value: 'Sign-Out' },
	{ name: 'Unavailable', value: 'Unavailable' },
	{ name: 'Wrap-Up', value: 'Wrap-Up' },
];

/** See docs/protocols/broadworks.md#eleven-actions, Toggle agent ACD state. */
export const setAcdStateOperation: Operation<XsiClient> = {
	resource: 'callCenterAgent',
	name: 'setAcdState',
	label: 'Set ACD State',
	action: 'Set the ACD state of an agent',
	description: 'Sign a call center agent in or out, or make the agent available or unavailable',
	kind: 'change',
	fields: [
		userIdField,
		{
			displayName: 'ACD State',
			name: 'agentACDState',
			type: 'options',
			options: STATES,
			default: 'Available',
			description: 'ACD state of the agent from now on',
		},
		{
			displayName: 'Unavailable Code Name or ID',
			name: 'agentUnavailableCode',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getUnavailableCodes', loadOptionsDependsOn: ['userId'] },
			default: '',
			description:
				'Why the agent is unavailable. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			displayOptions: { show: { agentACDState: ['Unavailable'] } },
		},
	],
	sample: { success: true, userId: 'alice@example.net', agentACDState: 'Available' },
	async run(context) {
		const userId = userOf(context);
		const state = context.parameter<AgentState>('agentACDState');
		if (!STATES.some(({ value }) => value === state)) {
			const known = STATES.map(({ value }) => value).join(', ');
			throw new TelephonyError('badRequest', `"${state}" is not an ACD state: use one of ${known}`);
		}
		const code =
			state === 'Unavailable'
				? String(context.parameter('agentUnavailableCode', '') ?? '').trim()
				: '';
		await setAgentState(context.client.connection, userId, state, code);
		return {
			success: true,
			userId,
			agentACDState: state,
			...(code === '' ? {} : { agentUnavailableCode: code }),
		};
	},
};

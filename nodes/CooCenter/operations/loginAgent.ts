import type { Operation } from '../../shared/action/operation';
import { mandatory, optional } from '../../shared/action/parameters';
import { loginAgent, logoutAgent } from '../client/queues';
import type { CooCenterClient } from '../connect';
import { agentField, optionalQueueField } from '../fields';
import { onlyIn } from './onlyIn';

type Login = Pick<Operation<CooCenterClient>, 'name' | 'label' | 'action' | 'description'> & {
	request: typeof loginAgent;
	message: string;
};

function loginOperation({ request, message, ...texts }: Login): Operation<CooCenterClient> {
	return onlyIn(1, texts.label, {
		...texts,
		resource: 'agent',
		kind: 'change',
		fields: [agentField, optionalQueueField],
		sample: { success: true, extension: '800', queue: '630', message },
		async run(context) {
			const extension = mandatory(context, 'extension', 'Agent');
			const queue = optional(context, 'queue') || undefined;
			const answer = await request(context.client.connection, { extension, queue });
			return { success: true, extension, queue: queue ?? null, ...answer };
		},
	});
}

/** See docs/protocols/coocenter.md#requests, login. */
export const loginAgentOperation = loginOperation({
	name: 'login',
	label: 'Log In',
	action: 'Log in an agent',
	description: 'Let an agent take calls of a queue',
	request: loginAgent,
	message: 'login extension success',
});

export const logoutAgentOperation = loginOperation({
	name: 'logout',
	label: 'Log Out',
	action: 'Log out an agent',
	description: 'Take an agent out of a queue',
	request: logoutAgent,
	message: 'logout extension success',
});

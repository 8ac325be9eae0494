import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import { pauseAgent } from '../client/queues';
import type { CooCenterClient } from '../connect';
import { memberField, queueField } from '../fields';
import { onlyIn } from './onlyIn';

type Pause = Pick<Operation<CooCenterClient>, 'name' | 'label' | 'action' | 'description'> & {
	paused: boolean;
	message: string;
};

function pauseOperation({ paused, message, ...texts }: Pause): Operation<CooCenterClient> {
	return onlyIn(1, texts.label, {
		...texts,
		resource: 'agent',
		kind: 'change',
		fields: [queueField, memberField],
		sample: { success: true, queue: '630', member: '808', paused, message },
		async run(context) {
			const queue = mandatory(context, 'queue', 'Queue');
			const member = mandatory(context, 'member', 'Agent');
			const answer = await pauseAgent(context.client.connection, { queue, member }, paused);
			return { success: true, queue, member, paused, ...answer };
		},
	});
}

/** See docs/protocols/coocenter.md#requests, pause. */
export const pauseAgentOperation = pauseOperation({
	name: 'pause',
	label: 'Pause',
	action: 'Pause an agent',
	description: 'Keep the calls of a queue away from an agent',
	paused: true,
	message: 'Interface paused successfully',
});

export const unpauseAgentOperation = pauseOperation({
	name: 'unpause',
	label: 'Unpause',
	action: 'Unpause an agent',
	description: 'Give an agent calls of the queue again',
	paused: false,
	message: 'Interface unpaused successfully',
});

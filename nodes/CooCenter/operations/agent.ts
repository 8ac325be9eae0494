import type { Operation } from '../../shared/action/operation';
import { mandatory, optional } from '../../shared/action/parameters';
import { loginAgent, logoutAgent, pauseAgent } from '../client/queues';
import type { CooCenterClient } from '../connect';
import { agentField, memberField, optionalQueueField, queueField } from '../fields';
import { change } from './change';

type Words = Pick<Operation<CooCenterClient>, 'name' | 'label' | 'action' | 'description'>;

const common = { resource: 'agent', generation: 1 } as const;

const pause = (row: Words & { paused: boolean; message: string }) => {
	const { paused, message, ...words } = row;
	return change({
		...common,
		...words,
		fields: [queueField, memberField],
		sample: { queue: '630', member: '808', paused, message },
		values: (context) => ({
			queue: mandatory(context, 'queue', 'Queue'),
			member: mandatory(context, 'member', 'Agent'),
			paused,
		}),
		send: async (connection, member) => await pauseAgent(connection, member, paused),
	});
};

const login = ({ message, ...row }: Words & { send: typeof loginAgent; message: string }) =>
	change({
		...common,
		...row,
		fields: [agentField, optionalQueueField],
		sample: { extension: '800', queue: '630', message },
		values: (context) => ({
			extension: mandatory(context, 'extension', 'Agent'),
			queue: optional(context, 'queue') || null,
		}),
	});

/** What agents do in queues (docs/protocols/coocenter.md#requests, pause and login). */
export const agentOperations: ReadonlyArray<Operation<CooCenterClient>> = [
	pause({
		name: 'pause',
		label: 'Pause',
		action: 'Pause an agent',
		description: 'Keep the calls of a queue away from an agent',
		paused: true,
		message: 'Interface paused successfully',
	}),
	pause({
		name: 'unpause',
		label: 'Unpause',
		action: 'Unpause an agent',
		description: 'Give an agent calls of the queue again',
		paused: false,
		message: 'Interface unpaused successfully',
	}),
	login({
		name: 'login',
		label: 'Log In',
		action: 'Log in an agent',
		description: 'Let an agent take calls of a queue',
		send: loginAgent,
		message: 'login extension success',
	}),
	login({
		name: 'logout',
		label: 'Log Out',
		action: 'Log out an agent',
		description: 'Take an agent out of a queue',
		send: logoutAgent,
		message: 'logout extension success',
	}),
];

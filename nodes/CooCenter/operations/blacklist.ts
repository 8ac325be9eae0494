import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import { addToBlacklist, blacklist, removeFromBlacklist } from '../client/blacklist';
import type { CooCenterClient } from '../connect';
import { numberField } from '../fields';
import { change } from './change';

/** See docs/protocols/coocenter.md#requests, blacklist. */
const getMany: Operation<CooCenterClient> = {
	resource: 'blacklist',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get the blacklist',
	description: 'Get the numbers whose calls are refused, one item per number',
	kind: 'read',
	fields: [],
	sample: { number: '123456' },
	async run({ client }) {
		return (await blacklist(client.connection)).map((number) => ({ number }));
	},
};

type Words = Pick<Operation<CooCenterClient>, 'name' | 'label' | 'action' | 'description'>;

const entry = ({
	send,
	message,
	...words
}: Words & { send: typeof addToBlacklist; message: string }) =>
	change({
		...words,
		resource: 'blacklist',
		generation: 1,
		what: 'The blacklist',
		fields: [numberField],
		sample: { number: '123123', message },
		values: (context) => ({ number: mandatory(context, 'number', 'Phone Number') }),
		send: async (connection, { number }) => await send(connection, number),
	});

export const blacklistOperations: ReadonlyArray<Operation<CooCenterClient>> = [
	getMany,
	entry({
		name: 'add',
		label: 'Add',
		action: 'Add a number to the blacklist',
		description: 'Refuse the calls of a number',
		send: addToBlacklist,
		message: 'Updated database successfully',
	}),
	entry({
		name: 'remove',
		label: 'Remove',
		action: 'Remove a number from the blacklist',
		description: 'Let the calls of a number in again',
		send: removeFromBlacklist,
		message: 'Key deleted successfully',
	}),
];

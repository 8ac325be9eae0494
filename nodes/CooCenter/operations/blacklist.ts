import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import { addToBlacklist, blacklist, removeFromBlacklist } from '../client/blacklist';
import type { CooCenterClient } from '../connect';
import { numberField } from '../fields';
import { onlyIn } from './onlyIn';

/** See docs/protocols/coocenter.md#requests, blacklist. */
export const getBlacklistOperation: Operation<CooCenterClient> = {
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

type Change = Pick<Operation<CooCenterClient>, 'name' | 'label' | 'action' | 'description'> & {
	request: typeof addToBlacklist;
	message: string;
};

function changeOperation({ request, message, ...texts }: Change): Operation<CooCenterClient> {
	return onlyIn(1, 'The blacklist', {
		...texts,
		resource: 'blacklist',
		kind: 'change',
		fields: [numberField],
		sample: { success: true, number: '123123', message },
		async run(context) {
			const number = mandatory(context, 'number', 'Phone Number');
			return { success: true, number, ...(await request(context.client.connection, number)) };
		},
	});
}

export const addToBlacklistOperation = changeOperation({
	name: 'add',
	label: 'Add',
	action: 'Add a number to the blacklist',
	description: 'Refuse the calls of a number',
	request: addToBlacklist,
	message: 'Updated database successfully',
});

export const removeFromBlacklistOperation = changeOperation({
	name: 'remove',
	label: 'Remove',
	action: 'Remove a number from the blacklist',
	description: 'Let the calls of a number in again',
	request: removeFromBlacklist,
	message: 'Key deleted successfully',
});

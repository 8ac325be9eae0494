import type { Operation } from '../../shared/action/operation';
import { listItems } from '../answerItems';
import { listCalloutNumbers } from '../client/calls';
import type { UdeskConnection } from '../client/connection';

/** See docs/protocols/udesk.md#operations, V2 `callout_number_list`. */
export const listNumbersOperation: Operation<UdeskConnection> = {
	resource: 'number',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get the numbers for outgoing calls',
	description: 'Get the numbers that calls can go out with, one item per number',
	kind: 'read',
	fields: [],
	sample: { number: '01086465040' },
	async run({ client }) {
		return listItems(await listCalloutNumbers(client));
	},
};

import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/operation';
import { listCalloutNumbers } from '../client/calls';
import type { UdeskConnection } from '../client/connection';

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first list of the answer: the protocol page does not show under which name it comes. */
function listOf(answer: Record<string, unknown>): IDataObject[] | undefined {
	const list = Object.values(answer).find((value): value is unknown[] => Array.isArray(value));
	return list?.map((entry) => (isObject(entry) ? entry : { number: entry as string }));
}

/** Protocol page udesk 4, V2 `callout_number_list`. */
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
		const answer = await listCalloutNumbers(client);
		return listOf(answer) ?? (answer as IDataObject);
	},
};

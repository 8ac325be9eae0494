import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import { transfer } from '../client/calls';
import type { CooCenterClient } from '../connect';
import { extensionField } from '../fields';

/** See docs/protocols/coocenter.md#requests, transfer. */
export const transferOperation: Operation<CooCenterClient> = {
	resource: 'call',
	name: 'transfer',
	label: 'Transfer',
	action: 'Transfer a call',
	description: 'Move the call of an extension to another extension or number',
	kind: 'change',
	fields: [
		extensionField({ displayName: 'Extension', name: 'src', description: 'Whose call is moved' }),
		{
			displayName: 'Phone Number',
			name: 'dst',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 801',
			description: 'Where the call goes',
		},
	],
	sample: { success: true, src: '802', dst: '801', message: 'tansfer extension success' },
	async run(context) {
		const ends = {
			src: mandatory(context, 'src', 'Extension'),
			dst: mandatory(context, 'dst', 'Phone Number'),
		};
		return { success: true, ...ends, ...(await transfer(context.client.connection, ends)) };
	},
};

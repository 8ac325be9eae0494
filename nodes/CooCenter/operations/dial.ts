import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import { dial } from '../client/calls';
import type { CooCenterClient } from '../connect';
import { ownExtension, ownExtensionField } from '../fields';

/** See docs/protocols/coocenter.md#requests, click to dial. */
export const dialOperation: Operation<CooCenterClient> = {
	resource: 'call',
	name: 'create',
	label: 'Click-to-Dial',
	action: 'Dial a number',
	description: 'Ring an extension and, when it is picked up, call a number',
	kind: 'change',
	fields: [
		ownExtensionField('The telephone that rings first'),
		{
			displayName: 'Phone Number',
			name: 'dst',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 85322361',
			description: 'A number as dialed from the extension, or another extension',
		},
	],
	sample: { success: true, src: '808', dst: '809', message: 'clickToCall extension success' },
	async run(context) {
		const ends = { src: ownExtension(context), dst: mandatory(context, 'dst', 'Phone Number') };
		return { success: true, ...ends, ...(await dial(context.client.connection, ends)) };
	},
};

import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import { hangUp } from '../client/calls';
import type { CooCenterClient } from '../connect';
import { extensionField } from '../fields';

/** See docs/protocols/coocenter.md#requests, hang up. */
export const hangUpOperation: Operation<CooCenterClient> = {
	resource: 'call',
	name: 'end',
	label: 'Hang Up',
	action: 'Hang up a call',
	description: 'End the call of an extension',
	kind: 'change',
	fields: [
		extensionField({
			displayName: 'Extension',
			name: 'extension',
			description: 'Whose call ends',
		}),
	],
	sample: { success: true, extension: '801', message: 'hangup extension success' },
	async run(context) {
		const extension = mandatory(context, 'extension', 'Extension');
		return { success: true, extension, ...(await hangUp(context.client.connection, extension)) };
	},
};

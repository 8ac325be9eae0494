import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { extensionStates } from '../client/extensions';
import type { CooCenterClient } from '../connect';

/** See docs/protocols/coocenter.md#requests, hints. */
export const getStatesOperation: Operation<CooCenterClient> = {
	resource: 'extension',
	name: 'getStates',
	label: 'Get States',
	action: 'Get the states of extensions',
	description:
		'Get who is idle, in use, busy, offline, ringing or held, as code and as text, one item per extension',
	kind: 'read',
	fields: [],
	sample: {
		agentName: '800',
		extension: '800',
		extenType: 'analogCallCenter',
		status: 0,
		statusText: 'Idle',
	},
	async run({ client }) {
		return (await extensionStates(client.connection)) as IDataObject[];
	},
};

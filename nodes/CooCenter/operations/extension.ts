import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { extensionStates, registrations } from '../client/extensions';
import type { CooCenterClient } from '../connect';

/** What is asked of extensions (docs/protocols/coocenter.md#requests, registrations and hints). */
export const extensionOperations: ReadonlyArray<Operation<CooCenterClient>> = [
	{
		resource: 'extension',
		name: 'getRegistrations',
		label: 'Get Registrations',
		action: 'Get the registrations of extensions',
		description:
			'Get which telephones are registered, from where and how far away (latency in seconds)',
		kind: 'read',
		fields: [],
		sample: {
			Exten: '801',
			Type: 'SIP',
			IPAddr: '192.168.12.4',
			Status: 'OK (45 ms)',
			registered: true,
			latency: 0.045,
		},
		async run({ client }) {
			return (await registrations(client.connection)) as IDataObject[];
		},
	},
	{
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
	},
];

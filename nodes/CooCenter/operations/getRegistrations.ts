import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { registrations } from '../client/extensions';
import type { CooCenterClient } from '../connect';

/** See docs/protocols/coocenter.md#requests, registrations. */
export const getRegistrationsOperation: Operation<CooCenterClient> = {
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
};

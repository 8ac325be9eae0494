import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../../shared/action/operation';
import { objectOf } from '../../../shared/action/parameters';
import { TelephonyError } from '../../../shared/core/errors';
import { getService, listServices, serviceNamed, setService } from '../../client/people/services';
import type { XsiClient } from '../../connect';
import { mandatory, userIdField, userOf } from '../../fields';

const serviceField: INodeProperties = {
	displayName: 'Service',
	name: 'service',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'Which service of the user, as Service, Get Many names them',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a service of the user',
			typeOptions: { searchListMethod: 'searchServices', searchable: true },
		},
		{
			displayName: 'By Path',
			name: 'path',
			type: 'string',
			placeholder: 'e.g. SelectiveCallRejection or VoiceMessaging/Greetings',
		},
	],
};

const resource = 'service';
const userId = 'alice@example.net';

/** See docs/protocols/broadworks.md#services: whatever service the user has. */
export const serviceOperations: ReadonlyArray<Operation<XsiClient>> = [
	{
		resource,
		name: 'getMany',
		label: 'Get Many',
		action: 'Get the services of a user',
		description: 'Get the services that a user has, one item per service',
		kind: 'read',
		fields: [userIdField],
		sample: {
			userId,
			name: 'Do Not Disturb',
			service: 'DoNotDisturb',
			uri: '/v2.0/user/alice@example.net/services/DoNotDisturb',
		},
		async run(context) {
			const user = userOf(context);
			const services = await listServices(context.client.connection, user);
			return services.map((service) => ({ userId: user, ...service }));
		},
	},
	{
		resource,
		name: 'get',
		label: 'Get',
		action: 'Get any service of a user',
		description: 'Get the settings of any service of a user as JSON',
		kind: 'read',
		fields: [userIdField, serviceField],
		sample: { userId, service: 'SilentAlerting', settings: { active: false } },
		async run(context) {
			const user = userOf(context);
			const service = serviceNamed(mandatory(context, 'service', 'Service'));
			const settings = await getService(context.client.connection, user, service);
			return { userId: user, service, settings: settings as IDataObject };
		},
	},
	{
		resource,
		name: 'set',
		label: 'Set',
		action: 'Set any service of a user',
		description: 'Set any service of a user from JSON; what is not given stays as it is',
		kind: 'change',
		fields: [
			userIdField,
			serviceField,
			{
				displayName: 'Settings (JSON)',
				name: 'serviceSettings',
				type: 'json',
				default: '{}',
				required: true,
				description:
					'Settings to change, with the names that Get gives under settings, in any order, such as {"active": true}. Null clears one; a list stands for the whole list.',
			},
		],
		sample: { success: true, userId, service: 'SilentAlerting', settings: { active: true } },
		async run(context) {
			const user = userOf(context);
			const service = serviceNamed(mandatory(context, 'service', 'Service'));
			const settings = objectOf(context, 'serviceSettings', 'Settings (JSON)') ?? {};
			if (Object.keys(settings).length === 0) {
				throw new TelephonyError('badRequest', 'The parameter "Settings (JSON)" is empty');
			}
			await setService(context.client.connection, user, service, settings);
			return { success: true, userId: user, service, settings: settings as IDataObject };
		},
	},
];

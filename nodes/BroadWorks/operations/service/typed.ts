import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/action/operation';
import { getService, setService } from '../../client/people/services';
import type { XsiClient } from '../../connect';
import { userIdField, userOf } from '../../fields';
import { chosenSettings, settingFields } from './settings';
import { SERVICES, type ServiceRow } from './table';

const resource = 'service';
const about = (service: string) => ({ userId: 'alice@example.net', service });

function getOperation(row: ServiceRow): Operation<XsiClient> {
	const { service, label, phrase, does, sample } = row;
	return {
		resource,
		name: `get${service}`,
		label: `Get ${label}`,
		action: `Get ${phrase} of a user`,
		description: `Get how ${label} of a user is set. It ${does}`,
		kind: 'read',
		fields: [userIdField],
		sample: { ...about(service), ...sample },
		async run(context) {
			const userId = userOf(context);
			const settings = await getService(context.client.connection, userId, service);
			return { userId, service, ...(settings as IDataObject) };
		},
	};
}

function setOperation(row: ServiceRow): Operation<XsiClient> {
	const { service, label, phrase, does, example } = row;
	return {
		resource,
		name: `set${service}`,
		label: `Set ${label}`,
		action: `Set ${phrase} of a user`,
		description: `Set ${label} of a user; what is not given stays as it is. It ${does}`,
		kind: 'change',
		fields: [userIdField, ...settingFields(row)],
		sample: {
			success: true,
			...about(service),
			settings: chosenSettings({ parameter: <T>(name: string) => example[name] as T }, row),
		},
		async run(context) {
			const userId = userOf(context);
			const settings = chosenSettings(context, row);
			await setService(context.client.connection, userId, service, settings);
			return { success: true, userId, service, settings };
		},
	};
}

/** Get and Set of each service of the table. */
export const typedServiceOperations: ReadonlyArray<Operation<XsiClient>> = SERVICES.flatMap(
	(row) => [getOperation(row), setOperation(row)],
);

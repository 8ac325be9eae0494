import type { Operation } from '../../../shared/action/operation';
import { getProfile } from '../../client/calls/users';
import type { XsiClient } from '../../connect';
import { userIdField, userOf } from '../../fields';

/** See docs/protocols/broadworks.md#eleven-actions, Get user profile. */
export const getProfileOperation: Operation<XsiClient> = {
	resource: 'user',
	name: 'getProfile',
	label: 'Get User Profile',
	action: 'Get a user profile',
	description: 'Get name, numbers, group and other details of a user',
	kind: 'read',
	fields: [userIdField],
	sample: {
		details: {
			userId: 'alice@example.net',
			firstName: 'Alice',
			lastName: 'Adams',
			hiranganaLastName: 'Adams',
			hiranganaFirstName: 'Alice',
			groupId: 'sales',
			serviceProvider: 'demo',
			isEnterprise: true,
			number: '+15550101',
			extension: '1001',
		},
		additionalDetails: { mobile: '+15550191', emailAddress: 'alice@example.com' },
		passwordExpiresDays: 2147483647,
		countryCode: '1',
	},
	async run(context) {
		return await getProfile(context.client.connection, userOf(context));
	},
};

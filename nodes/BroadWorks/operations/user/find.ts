import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/action/operation';
import { limitField, wholeLimit } from '../../../shared/action/limitFields';
import { mandatory } from '../../../shared/action/parameters';
import { findPeople } from '../../client/people/find';
import type { XsiClient } from '../../connect';
import { textField } from '../../controlFields';
import { userIdField, userOf } from '../../fields';

const { displayOptions: _always, ...mostField } = limitField;

/** One question for a name, as people and AI agents have it: the directories beside it have every filter. */
export const findUserOperation: Operation<XsiClient> = {
	resource: 'user',
	name: 'find',
	label: 'Find by Name',
	action: 'Find a user by name',
	description:
		'Find people of the company by name or extension, one item per person. Use it first when only a name is known: it gives userId for operations on that person, and phone, which Call: New Call dials.',
	kind: 'read',
	fields: [
		{
			...userIdField,
			description:
				'Around whom to look: whose company, by the user ID of anybody in it, as a call event gives it. Empty means the credential’s own user.',
		},
		textField(
			'Name or Extension',
			'personName',
			'What is known of the person: first name, last name or both in any order, or the extension',
			{ required: true, placeholder: 'e.g. Alice Adams' },
		),
		mostField,
	],
	sample: {
		userId: 'alice@example.net',
		name: 'Alice Adams',
		phone: '1001',
		firstName: 'Alice',
		lastName: 'Adams',
		number: '+15550101',
		extension: '1001',
		groupId: 'sales',
	},
	async run(context) {
		const text = mandatory(context, 'personName', 'Name or Extension');
		const limit = wholeLimit(context.parameter('limit', 50));
		const people = await findPeople(context.client.connection, userOf(context), text, limit);
		return people as unknown as IDataObject[];
	},
};

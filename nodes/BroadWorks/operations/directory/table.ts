import type { IDataObject } from 'n8n-workflow';

import type { XsiObject } from '../../client/calls/values';
import { listAt } from '../../client/people/directories';

/** A directory (docs/protocols/broadworks.md#directories-logs-voice-mail). */
export interface DirectoryRow {
	name: string;
	label: string;
	action: string;
	description: string;
	path: string;
	/** Names of `FILTERS` that the server knows for it. */
	filters: readonly string[];
	/** A field of its own. */
	field?: 'role' | 'callCenterId' | 'directoryName';
	paged: boolean;
	entriesOf: (document: XsiObject) => XsiObject[];
	sample: IDataObject;
}

const PEOPLE = [
	'department',
	'emailAddress',
	'extension',
	'firstName',
	'groupId',
	'impId',
	'lastName',
	'mobileNo',
	'number',
	'userId',
];
const PHONE_LIST = ['name', 'number'];

const person: IDataObject = {
	userId: 'bob@example.net',
	firstName: 'Bob',
	lastName: 'Stone',
	groupId: 'sales',
	number: '+15550102',
	extension: '1002',
};
const user = {
	...person,
	additionalDetails: { mobile: '+15550192', emailAddress: 'bob@example.com' },
};
const entry = { name: 'Reception', number: '+15550190' };

/** The members of each queue, with the queue they belong to. */
const membersOf = (list: string, queues: XsiObject[]) =>
	queues.flatMap((queue) =>
		listAt(queue[list], 'userDetails').map((details) => ({
			callCenterId: queue.serviceUserID ?? '',
			...details,
		})),
	);

/** A list of texts as objects with one member. */
const texts = (name: string, lists: XsiObject[], list: string) =>
	lists.flatMap((one) => [one[list] ?? []].flat().map((text) => ({ [name]: text })));

const hosts = (document: XsiObject) =>
	texts('hostUserId', listAt(document.hostUserIdList), 'userID');

/** Every directory there is. */
export const DIRECTORIES: readonly DirectoryRow[] = [
	{
		name: 'getEnterpriseUsers',
		label: 'Get Enterprise Users',
		action: 'Find users of the enterprise',
		description:
			'Find people of the whole company by name, number, department and more, one item per user. Use it to look up a user ID by a name.',
		path: 'Enterprise',
		filters: PEOPLE,
		paged: true,
		entriesOf: (document) => listAt(document.enterpriseDirectory, 'directoryDetails'),
		sample: user,
	},
	{
		name: 'getGroupUsers',
		label: 'Get Group Users',
		action: 'Find users of the group',
		description: 'Find people of the user’s own group, one item per user',
		path: 'Group',
		filters: PEOPLE,
		paged: true,
		entriesOf: (document) => listAt(document.groupDirectory, 'directoryDetails'),
		sample: user,
	},
	{
		name: 'getEnterpriseCommon',
		label: 'Get Enterprise Phone List',
		action: 'Find numbers of the common phone list of the enterprise',
		description: 'Find names and numbers of the phone list that the whole company shares',
		path: 'EnterpriseCommon',
		filters: PHONE_LIST,
		paged: true,
		entriesOf: (document) => listAt(document.commonPhoneEntry),
		sample: entry,
	},
	{
		name: 'getGroupCommon',
		label: 'Get Group Phone List',
		action: 'Find numbers of the common phone list of the group',
		description: 'Find names and numbers of the phone list that the group shares',
		path: 'GroupCommon',
		filters: PHONE_LIST,
		paged: true,
		entriesOf: (document) => listAt(document.commonPhoneEntry),
		sample: entry,
	},
	{
		name: 'getPersonal',
		label: 'Get Personal Phone List',
		action: 'Find numbers of the personal phone list',
		description: 'Find names and numbers of the phone list of one user',
		path: 'Personal',
		filters: PHONE_LIST,
		paged: true,
		entriesOf: (document) => listAt(document.entry),
		sample: entry,
	},
	{
		name: 'getCustomDirectories',
		label: 'Get Custom Directories',
		action: 'Get the names of custom contact directories',
		description: 'Get the names of the contact directories that the operator has set up',
		path: 'CustomContact',
		filters: [],
		paged: false,
		entriesOf: (document) => listAt(document.directory),
		sample: { name: 'Suppliers' },
	},
	{
		name: 'getCustomContacts',
		label: 'Get Custom Contacts',
		action: 'Find contacts of a custom directory',
		description: 'Find people of a contact directory that the operator has set up',
		path: 'CustomContact',
		filters: ['department', 'extension', 'firstName', 'impId', 'lastName', 'number'],
		field: 'directoryName',
		paged: true,
		entriesOf: (document) => listAt(document.contacts, 'contact'),
		sample: person,
	},
	{
		name: 'getCallCenters',
		label: 'Get Call Centers',
		action: 'Get the queues of an agent or supervisor',
		description: 'Get the call centers (queues) in which a user is agent or supervisor',
		path: 'CallCenters',
		filters: [],
		field: 'role',
		paged: false,
		entriesOf: (document) => listAt(document.callCenter),
		sample: { serviceUserID: 'queue@example.net', numberCallsInQueue: 2 },
	},
	{
		name: 'getAgents',
		label: 'Get Agents',
		action: 'Find the agents of a supervisor',
		description: 'Find the agents whom a user supervises, one item per agent and call center',
		path: 'Agents',
		filters: ['extension', 'firstName', 'impId', 'lastName', 'number'],
		field: 'callCenterId',
		paged: false,
		entriesOf: (document) => membersOf('agentList', listAt(document.callCenter)),
		sample: { callCenterId: 'queue@example.net', ...person },
	},
	{
		name: 'getSupervisors',
		label: 'Get Supervisors',
		action: 'Get the supervisors of an agent',
		description: 'Get the supervisors of a user who is agent, one item per supervisor and queue',
		path: 'Supervisors',
		filters: [],
		field: 'callCenterId',
		paged: false,
		entriesOf: (document) =>
			membersOf('supervisorList', [
				...listAt(document.callCenters, 'callCenter'),
				...listAt(document.routePoint),
			]),
		sample: { callCenterId: 'queue@example.net', ...person },
	},
	{
		name: 'getHotelingHosts',
		label: 'Get Hoteling Hosts',
		action: 'Get the hosts that a hoteling guest can use',
		description: 'Get the user IDs of hosts whose telephones a hoteling guest can use',
		path: 'HotelingHosts',
		filters: [],
		paged: false,
		entriesOf: hosts,
		sample: { hostUserId: 'lobby@example.net' },
	},
	{
		name: 'getFlexibleSeatingHosts',
		label: 'Get Flexible Seating Hosts',
		action: 'Get the hosts that a flexible seating guest can use',
		description: 'Get the user IDs of flexible seating hosts that a user can use',
		path: 'FlexibleSeatingHosts',
		filters: [],
		paged: false,
		entriesOf: hosts,
		sample: { hostUserId: 'seat@example.net' },
	},
	{
		name: 'getAnywherePortals',
		label: 'Get Anywhere Portal Numbers',
		action: 'Get the portal numbers of BroadWorks Anywhere',
		description:
			'Get the numbers that users of BroadWorks Anywhere dial to call as from the office',
		path: 'BroadWorksAnywherePortal',
		filters: [],
		paged: false,
		entriesOf: (document) => texts('phoneNumber', listAt(document.phoneNumbers), 'phoneNumber'),
		sample: { phoneNumber: '+15550170' },
	},
];

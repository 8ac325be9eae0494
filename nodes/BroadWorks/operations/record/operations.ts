import type { INodeProperties } from 'n8n-workflow';

import { RECORD_CONTROLS } from '../../client/controls/recordControls';
import { schemaType } from '../../client/documents/schema';
import { textField } from '../../controlFields';
import { userIdField } from '../../fields';
import { controlOperations, type DescribedControl } from '../controlOperations';
import { bridgeField, RECORDS, type RecordName, type RecordRow } from './table';

const userId = 'alice@example.net';

/** What JSON is for where there are fields too. */
const beside = (fields: readonly INodeProperties[]): string =>
	fields.length === 0
		? ''
		: 'What the fields above do not have; where both say something, this counts. ';

/** The settings of something, as JSON with the names of its elements. */
function settingsField(root: string, fields: readonly INodeProperties[]): INodeProperties {
	const names = schemaType(root).fields.map(({ name }) => name);
	return {
		displayName: 'Settings (JSON)',
		name: 'settings',
		type: 'json',
		default: '{}',
		required: fields.length === 0,
		description: `${beside(fields)}Settings in any order, with the names that Get gives; null clears one. There are: ${names.join(', ')}.`,
	};
}

type Verb = 'get' | 'create' | 'set' | 'delete';

/** Get, Create, Set and Delete, in the words that all of them share. */
function verbs({
	phrase,
	does,
	where,
	root,
	at,
	sample,
	made,
	fields = [],
}: RecordRow): Array<DescribedControl<Verb>> {
	const below = where.slice(0, -1);
	const upper = Object.fromEntries(below.map(({ name }) => [name, at[name]]));
	const settings = [...fields, settingsField(root, fields)];
	const done = { success: true, userId };
	return [
		{
			control: 'get',
			label: 'Get',
			action: `Get ${phrase}`,
			description: `Get how ${phrase} is set. It ${does}`,
			fields: [userIdField, ...where],
			sample,
		},
		{
			control: 'create',
			label: 'Create',
			action: `Create ${phrase}`,
			description: `Create ${phrase}. It ${does}`,
			fields: [userIdField, ...below, ...settings],
			sample: { ...done, ...upper, settings: sample, ...made },
		},
		{
			control: 'set',
			label: 'Set',
			action: `Change ${phrase}`,
			description: `Change ${phrase}; what is not given stays as it is. It ${does}`,
			fields: [userIdField, ...where, ...settings],
			sample: { ...done, ...at, settings: sample },
		},
		{
			control: 'delete',
			label: 'Delete',
			action: `Delete ${phrase}`,
			description: `Delete ${phrase} for good. It ${does}`,
			fields: [userIdField, ...where],
			sample: { ...done, ...at },
		},
	];
}

const verbsOf = (name: RecordName) => verbs(RECORDS[name]);

const faxSample = { faxId: '7', faxStatus: 'Successful', faxFileName: 'offer.tif' };

/** What users have several of: each kind is a resource of its own. */
export const recordOperations = [
	...controlOperations(
		'anywhereLocation',
		RECORD_CONTROLS.anywhereLocation,
		verbsOf('anywhereLocation'),
	),
	...controlOperations('schedule', RECORD_CONTROLS.schedule, [
		{
			control: 'getMany',
			label: 'Get Many',
			action: 'Get the schedules of a user',
			description:
				'Get the names of the schedules that a user can choose from, one item per schedule',
			fields: [userIdField],
			sample: { scheduleType: 'Time', level: 'User', name: 'Office Hours' },
		},
		...verbsOf('schedule'),
	]),
	...controlOperations('forwardingRule', RECORD_CONTROLS.forwardingRule, [
		{
			control: 'getMany',
			label: 'Get Many',
			action: 'Get the selective forwarding rules of a user',
			description:
				'Get the names of the rules of Call Forwarding Selective and whether they are on, one item per rule',
			fields: [userIdField],
			sample: { criteriaName: 'Night', active: true },
		},
		...verbsOf('forwardingRule'),
	]),
	...controlOperations('speedDial', RECORD_CONTROLS.speedDial, [
		{
			control: 'getMany',
			label: 'Get Many',
			action: 'Get the speed dials of a user',
			description: 'Get the two-digit speed dials of a user (Speed Dial 100), one item per code',
			fields: [userIdField],
			sample: RECORDS.speedDial.sample,
		},
		...verbsOf('speedDial'),
	]),
	...controlOperations('phoneList', RECORD_CONTROLS.phoneList, [
		{
			control: 'add',
			label: 'Add',
			action: 'Add a number to the personal phone list of a user',
			description: 'Add a name and number to the personal phone list of a user',
			fields: [
				userIdField,
				textField('Name', 'name', 'Name of the entry', { required: true }),
				textField('Number', 'number', 'Telephone number of the entry', { required: true }),
			],
			sample: { success: true, userId, name: 'Dentist', number: '+15550193' },
		},
		{
			control: 'delete',
			label: 'Delete',
			action: 'Delete a number from the personal phone list of a user',
			description: 'Delete an entry of the personal phone list of a user by its name',
			fields: [userIdField, textField('Name', 'name', 'Name of the entry', { required: true })],
			sample: { success: true, userId, name: 'Dentist' },
		},
	]),
	...controlOperations('meetMe', RECORD_CONTROLS.meetMe, [
		{
			control: 'getBridges',
			label: 'Get Bridges',
			action: 'Get the meet-me bridges of a user',
			description: 'Get the bridges on which a user can hold meet-me conferences, one item each',
			fields: [userIdField],
			sample: { bridgeId: 'bridge@example.net', name: 'Main Bridge', phoneNumber: '+15550160' },
		},
		{
			control: 'getMany',
			label: 'Get Many',
			action: 'Get the meet-me conferences of a user',
			description: 'Get the meet-me conferences of a user on one bridge, one item per conference',
			fields: [userIdField, bridgeField],
			sample: { bridgeId: 'bridge@example.net', conferenceId: '123456', title: 'Weekly' },
		},
		...verbsOf('meetMe'),
	]),
	...controlOperations('collaborateRoom', RECORD_CONTROLS.collaborateRoom, [
		{
			control: 'getMany',
			label: 'Get Many',
			action: 'Get the Collaborate rooms of a user',
			description: 'Get the Collaborate rooms of a user, one item per room',
			fields: [userIdField],
			sample: { name: 'Project X', roomType: 'ProjectRoom', roomId: '1000001' },
		},
		...verbsOf('collaborateRoom'),
	]),
	...controlOperations('fax', RECORD_CONTROLS.fax, [
		{
			control: 'getMany',
			label: 'Get Many',
			action: 'Get the faxes of a user',
			description: 'Get what became of the faxes that a user has sent, one item per fax',
			fields: [userIdField],
			sample: faxSample,
		},
		{
			control: 'get',
			label: 'Get',
			action: 'Get a fax of a user',
			description: 'Get what became of one fax that a user has sent',
			fields: [
				userIdField,
				textField('Fax ID', 'faxId', 'The fax, as Get Many gives it', {
					required: true,
					placeholder: 'e.g. 7',
				}),
			],
			sample: faxSample,
		},
	]),
];

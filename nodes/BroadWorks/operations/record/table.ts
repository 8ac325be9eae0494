import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { ruleField } from './ruleFields';
import { textField } from '../../controlFields';
import type { RECORD_CONTROLS } from '../../client/controls/recordControls';

export type RecordName = Exclude<keyof typeof RECORD_CONTROLS, 'phoneList' | 'fax'>;

/** Something of which a user has several, with the operations Get, Create, Set and Delete. */
export interface RecordRow {
	/** With article and possessor, as `a schedule of a user`. */
	phrase: string;
	does: string;
	/** Fields that say where: the last one names one of them, the others what it is below. */
	where: readonly INodeProperties[];
	/** Settings that have fields of their own, beside those by JSON. */
	fields?: readonly INodeProperties[];
	/** Root of the document, whose elements are the settings. */
	root: string;
	/** Values of `where` for the sample. */
	at: IDataObject;
	/** Settings, as Get gives them. */
	sample: IDataObject;
	/** What Create gives besides. */
	made?: IDataObject;
}

const required = { required: true };

export const bridgeField = textField(
	'Bridge ID',
	'bridgeId',
	'The bridge of the conference, as Get Bridges gives it',
	{ ...required, placeholder: 'e.g. bridge@example.net' },
);

const scheduleTypeField: INodeProperties = {
	displayName: 'Type',
	name: 'scheduleType',
	type: 'options',
	options: [
		{ name: 'Holiday', value: 'Holiday' },
		{ name: 'Time', value: 'Time' },
	],
	default: 'Time',
	description: 'Whether the schedule has working times or holidays',
};

/** By the name of their controls (docs/protocols/broadworks.md#services). */
export const RECORDS: Readonly<Record<RecordName, RecordRow>> = {
	anywhereLocation: {
		phrase: 'a BroadWorks Anywhere location of a user',
		does: 'rings as if it were the user’s own telephone, such as a mobile',
		where: [
			textField('Location Number', 'number', 'The telephone number of the location', {
				...required,
				placeholder: 'e.g. +12125550100',
			}),
		],
		root: 'BroadWorksAnywhereLocation',
		at: { number: '+12125550155' },
		sample: { phoneNumber: '+12125550155', description: 'Mobile', active: true },
	},
	schedule: {
		phrase: 'a schedule of a user',
		does: 'says when services such as forwarding by rule work',
		where: [
			scheduleTypeField,
			textField('Schedule Name', 'scheduleName', 'The schedule, as Get Many gives its name', {
				...required,
				placeholder: 'e.g. Office Hours',
			}),
		],
		root: 'ScheduleDetail',
		at: { scheduleType: 'Time', scheduleName: 'Office Hours' },
		sample: { type: 'Time', name: 'Office Hours', level: 'User' },
	},
	forwardingRule: {
		phrase: 'a selective forwarding rule of a user',
		does: 'says which calls are forwarded where; Service > Set Call Forwarding Selective switches rules on and off',
		where: [
			textField('Rule Name', 'criteriaName', 'The rule, as Get Many gives its name', {
				...required,
				placeholder: 'e.g. Night',
			}),
		],
		fields: [ruleField],
		root: 'CallForwardingSelectiveCriteria',
		at: { criteriaName: 'Night' },
		sample: {
			criteria: {
				criteriaName: 'Night',
				criteriaFromDn: {
					fromDnCriteriaSelection: 'Specified Only',
					phoneNumberList: { phoneNumber: ['+12125550100'] },
				},
			},
			forwardToNumberSelection: 'Forward To Specified Number',
			forwardToPhoneNumber: '+12125550155',
		},
	},
	speedDial: {
		phrase: 'a speed dial of a user',
		does: 'dials a number by two digits (Speed Dial 100)',
		where: [
			textField('Speed Code', 'code', 'The two digits that are dialed', {
				...required,
				placeholder: 'e.g. 07',
			}),
		],
		root: 'SpeedDial100Entry',
		at: { code: '07' },
		sample: { speedCode: '07', phoneNumber: '+12125550155', description: 'Warehouse' },
	},
	meetMe: {
		phrase: 'a meet-me conference of a user',
		does: 'lets people call in to a conference with a number and a PIN',
		where: [
			bridgeField,
			textField('Conference ID', 'conferenceId', 'The conference, as Get Many gives it', {
				...required,
				placeholder: 'e.g. 123456',
			}),
		],
		root: 'MeetMeConferencingConference',
		at: { bridgeId: 'bridge@example.net', conferenceId: '123456' },
		sample: { conferenceTitle: 'Weekly', estimatedParticipants: 5, muteAllAttendeesOnEntry: false },
		made: { conferenceId: '123456' },
	},
	collaborateRoom: {
		phrase: 'a Collaborate room of a user',
		does: 'is a place where people meet by telephone, video and chat',
		where: [
			textField('Room ID', 'roomId', 'The room, as Get Many gives it', {
				...required,
				placeholder: 'e.g. 1000001',
			}),
		],
		root: 'CollaborateRoomInfo',
		at: { roomId: '1000001' },
		sample: { name: 'Project X', roomType: 'ProjectRoom', ownerRequired: true },
		made: { roomId: '1000001' },
	},
};

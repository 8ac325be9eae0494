import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import {
	conferenceMembers,
	conferences,
	joinConference,
	steerConference,
} from '../client/dispatch/conferences';
import { onlyGeneration } from '../client/connection';
import type { CooCenterClient } from '../connect';
import { conferenceField, conferenceMemberField, extensionsField } from '../broadcastFields';
import { listOf } from '../fields';
import { change } from './change';

const resource = 'conference';
const number = '1585642185';
const channel = 'SIP/2002-00000007';

type Verb = Pick<Operation<CooCenterClient>, 'name' | 'label' | 'action' | 'description'> & {
	command: Parameters<typeof steerConference>[1];
	message: string;
};

/** A command to a whole conference. */
const toConference = ({ command, message, ...words }: Verb) =>
	change({
		...words,
		resource,
		generation: 2,
		what: 'Conference control',
		fields: [conferenceField],
		sample: { confnum: number, message },
		values: (context) => ({ confnum: mandatory(context, 'conference', 'Conference') }),
		send: async (connection, values) => await steerConference(connection, command, values),
	});

/** A command to one of its members. */
const toMember = ({ command, message, ...words }: Verb) =>
	change({
		...words,
		resource,
		generation: 2,
		what: 'Conference control',
		fields: [conferenceField, conferenceMemberField],
		sample: { confnum: number, channel, message },
		values: (context) => ({
			confnum: mandatory(context, 'conference', 'Conference'),
			channel: mandatory(context, 'channel', 'Member'),
		}),
		send: async (connection, values) => await steerConference(connection, command, values),
	});

/** Conferences of generation 2 (docs/protocols/coocenter.md#requests-of-generation-2). */
export const conferenceOperations: ReadonlyArray<Operation<CooCenterClient>> = [
	{
		resource,
		name: 'getMany',
		label: 'Get Many',
		action: 'Get conferences',
		description:
			'Get the conferences that take place now, one item per conference. API generation 2 only.',
		kind: 'read',
		fields: [],
		sample: { conference: number, parties: 2, marked: 0, locked: false, muted: false, id: number },
		async run({ client }) {
			return (await conferences(client.connection)) as IDataObject[];
		},
	},
	{
		resource,
		name: 'getMembers',
		label: 'Get Members',
		action: 'Get the members of a conference',
		description:
			'Get who takes part in a conference, and for how many seconds, one item per member. API generation 2 only.',
		kind: 'read',
		fields: [conferenceField],
		sample: {
			conference: number,
			admin: false,
			markeduser: false,
			muted: false,
			channel,
			answeredtime: 6834,
			calleridnum: '2002',
			calleridname: 'Meeting',
			id: number,
			exten: '2002',
		},
		async run(context) {
			const confnum = mandatory(context, 'conference', 'Conference');
			return (await conferenceMembers(context.client.connection, confnum)) as IDataObject[];
		},
	},
	{
		resource,
		name: 'addMembers',
		label: 'Add Members',
		action: 'Add members to a conference',
		description:
			'Call extensions into a conference, one item per extension that says whether it was called. API generation 2 only.',
		kind: 'change',
		fields: [conferenceField, extensionsField],
		sample: { confnum: number, exten: '1002', status: 'Success', success: true },
		async run(context) {
			const { connection } = context.client;
			onlyGeneration(connection, 2, 'Conference control');
			const confnum = mandatory(context, 'conference', 'Conference');
			const joined = await joinConference(
				connection,
				confnum,
				listOf(context, 'extensions', 'Extensions'),
			);
			return joined.map((member) => ({ confnum, ...member }));
		},
	},
	toMember({
		name: 'mute',
		label: 'Mute Member',
		action: 'Mute a member of a conference',
		description: 'Keep the others from hearing a member. API generation 2 only.',
		command: 'mute-user',
		message: 'Mute user success',
	}),
	toMember({
		name: 'unmute',
		label: 'Unmute Member',
		action: 'Unmute a member of a conference',
		description: 'Let the others hear a member again. API generation 2 only.',
		command: 'unmute-user',
		message: 'Unmute user success',
	}),
	toMember({
		name: 'remove',
		label: 'Remove Member',
		action: 'Remove a member from a conference',
		description: 'End the call of a member with the conference. API generation 2 only.',
		command: 'kick-user',
		message: 'Kick user success',
	}),
	toConference({
		name: 'lock',
		label: 'Lock',
		action: 'Lock a conference',
		description: 'Let nobody else into a conference. API generation 2 only.',
		command: 'lock-conf',
		message: 'Lock conference success',
	}),
	toConference({
		name: 'unlock',
		label: 'Unlock',
		action: 'Unlock a conference',
		description: 'Let others into a conference again. API generation 2 only.',
		command: 'unlock-conf',
		message: 'Unlock conference success',
	}),
];

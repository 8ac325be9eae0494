import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { optionsField } from '../../../shared/action/collections';
import { TelephonyError } from '../../../shared/core/errors';
import type { Operation } from '../../../shared/action/operation';
import { mandatory } from '../../../shared/action/parameters';
import {
	actOnTeam,
	changeTeamMembers,
	createTeam,
	deleteTeam,
	updateTeam,
	type TeamAction,
	type TeamMember,
} from '../../client/messaging/teams';
import type { RingCentralClient } from '../../connect';
import { listOf, locator, type Context } from '../../fields/call';
import { optionsOf } from '../../fields/messaging';

const resource = 'teamMessaging';

const sample = {
	id: '74241081350',
	type: 'Team',
	name: 'Sales',
	public: false,
	status: 'Active',
	creationTime: '2026-05-31T14:45:16.822Z',
	lastModifiedTime: '2026-05-31T14:45:16.822Z',
};

const teamField: INodeProperties = locator({
	displayName: 'Team',
	name: 'teamId',
	description:
		'A team of the login, as Get Chats gives its ID; a public one that it has not joined by its ID',
	search: 'searchTeams',
	placeholder: 'e.g. 74241081350',
	required: true,
});

const membersField: INodeProperties = {
	displayName: 'Members',
	name: 'members',
	type: 'string',
	default: '',
	placeholder: 'e.g. 62288330016, carol@example.com',
	description: 'Person IDs (those of extensions) or e-mail addresses, separated by commas',
};

const descriptionField: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	description: 'What the team is for, at most 1,000 characters',
};

const publicField: INodeProperties = {
	displayName: 'Public',
	name: 'public',
	type: 'boolean',
	default: false,
	description: 'Whether anybody of the company may find and join the team',
};

const teamOf = (context: Context): string => mandatory(context, 'teamId', 'Team');

const membersOf = (context: Context): TeamMember[] =>
	listOf(context, 'members').map((member) =>
		member.includes('@') ? { email: member } : { id: member },
	);

/** Options that were given, an empty text too: it takes the description away. */
const givenOf = (context: Context) => {
	const { name, description, public: isPublic } = optionsOf(context);
	return {
		...(String(name ?? '').trim() === '' ? {} : { name: String(name).trim() }),
		...(description === undefined ? {} : { description: String(description) }),
		...(isPublic === undefined ? {} : { public: Boolean(isPublic) }),
	};
};

/** See docs/protocols/ringcentral.md#teams. */
const createTeamOperation: Operation<RingCentralClient> = {
	resource,
	name: 'createTeam',
	label: 'Create Team',
	action: 'Create a team',
	description: 'Make a team with members; the login is one of them',
	kind: 'change',
	fields: [
		{
			displayName: 'Name',
			name: 'teamName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Sales',
			description: 'Name of the team, at most 250 characters',
		},
		membersField,
		optionsField([descriptionField, publicField]),
	],
	sample,
	async run(context) {
		const name = mandatory(context, 'teamName', 'Name');
		const members = membersOf(context);
		const team = { ...givenOf(context), name, ...(members.length > 0 ? { members } : {}) };
		return (await createTeam(context.client, team)) as IDataObject;
	},
};

const updateTeamOperation: Operation<RingCentralClient> = {
	resource,
	name: 'updateTeam',
	label: 'Update Team',
	action: 'Update a team',
	description: 'Change name, description or access of a team',
	kind: 'change',
	fields: [
		teamField,
		optionsField([
			descriptionField,
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				description: 'The new name, at most 250 characters',
			},
			publicField,
		]),
	],
	sample,
	async run(context) {
		const changes = givenOf(context);
		if (Object.keys(changes).length === 0) {
			throw new TelephonyError('badRequest', 'Choose in "Options" what to change');
		}
		return (await updateTeam(context.client, teamOf(context), changes)) as IDataObject;
	},
};

/** Members go in and out by the same words. */
function memberOperation(
	action: 'add' | 'remove',
	words: Pick<Operation<RingCentralClient>, 'name' | 'label' | 'action' | 'description'>,
): Operation<RingCentralClient> {
	return {
		resource,
		...words,
		kind: 'change',
		fields: [teamField, { ...membersField, required: true }],
		sample: { success: true, teamId: sample.id },
		async run(context) {
			const members = membersOf(context);
			if (members.length === 0) {
				throw new TelephonyError('badRequest', 'The parameter "Members" is empty');
			}
			const teamId = teamOf(context);
			await changeTeamMembers(context.client, teamId, action, members);
			return { success: true, teamId };
		},
	};
}

/** What needs nothing but the team. */
function plainOperation(
	name: string,
	label: string,
	description: string,
	act: (client: RingCentralClient, teamId: string) => Promise<void>,
): Operation<RingCentralClient> {
	return {
		resource,
		name,
		label,
		action: label.replace(' Team', ' a team'),
		description,
		kind: 'change',
		fields: [teamField],
		sample: { success: true, teamId: sample.id },
		async run(context) {
			const teamId = teamOf(context);
			await act(context.client, teamId);
			return { success: true, teamId };
		},
	};
}

const acting = (action: TeamAction) => async (client: RingCentralClient, teamId: string) =>
	await actOnTeam(client, teamId, action);

export const teamOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	createTeamOperation,
	updateTeamOperation,
	memberOperation('add', {
		name: 'addTeamMembers',
		label: 'Add Team Members',
		action: 'Add members to a team',
		description: 'Add members to a team',
	}),
	memberOperation('remove', {
		name: 'removeTeamMembers',
		label: 'Remove Team Members',
		action: 'Remove members from a team',
		description: 'Remove members from a team',
	}),
	plainOperation('joinTeam', 'Join Team', 'Let the login join a public team', acting('join')),
	plainOperation('leaveTeam', 'Leave Team', 'Let the login leave a team', acting('leave')),
	plainOperation(
		'archiveTeam',
		'Archive Team',
		'Close a team: its posts stay, nobody writes in it',
		acting('archive'),
	),
	plainOperation(
		'unarchiveTeam',
		'Unarchive Team',
		'Open an archived team again',
		acting('unarchive'),
	),
	plainOperation(
		'deleteTeam',
		'Delete Team',
		'Delete a team with all that was written in it',
		deleteTeam,
	),
];

import type { JsonObject } from '../transport/answers';
import { send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { segment } from '../transport/urls';

/*
 * Teams: chats with a name that persons join (docs/protocols/ringcentral.md#teams).
 */

const TEAMS = '/team-messaging/v1/teams';

/** Somebody of a team, by person id or e-mail address. */
export type TeamMember = { id: string } | { email: string };

export interface Team {
	name?: string;
	description?: string;
	/** Whether anybody of the company may join. */
	public?: boolean;
	members?: readonly TeamMember[];
}

const teamPath = (chatId: string) => `${TEAMS}/${segment(chatId, 'The team')}`;

export async function createTeam(
	connection: RingCentralConnection,
	team: Team,
): Promise<JsonObject> {
	return await send(connection, { method: 'POST', path: TEAMS, body: team });
}

/** What is not given stays as it is. */
export async function updateTeam(
	connection: RingCentralConnection,
	chatId: string,
	changes: Omit<Team, 'members'>,
): Promise<JsonObject> {
	return await send(connection, { method: 'PATCH', path: teamPath(chatId), body: changes });
}

export async function deleteTeam(connection: RingCentralConnection, chatId: string): Promise<void> {
	await send(connection, { method: 'DELETE', path: teamPath(chatId) });
}

/** What is done to a team without anything more to say. `join` and `leave` are about the login. */
export type TeamAction = 'join' | 'leave' | 'archive' | 'unarchive';

export async function actOnTeam(
	connection: RingCentralConnection,
	chatId: string,
	action: TeamAction,
): Promise<void> {
	await send(connection, { method: 'POST', path: `${teamPath(chatId)}/${action}` });
}

export async function changeTeamMembers(
	connection: RingCentralConnection,
	chatId: string,
	action: 'add' | 'remove',
	members: readonly TeamMember[],
): Promise<void> {
	const path = `${teamPath(chatId)}/${action}`;
	await send(connection, { method: 'POST', path, body: { members } });
}

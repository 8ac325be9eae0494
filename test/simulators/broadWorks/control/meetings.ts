import { badRequest, notFound } from '../http/errors';
import { BRIDGE, join, leave, startedAt, type MeetingPlace } from '../meetings/meetings';
import { outsideParty } from '../people/dialPlan';
import type { XsiWorld } from '../world';
import type { Json } from './control';

/**
 * Somebody from outside comes into a conference or room, or goes: `{owner}/{id}/join` with `{from, name, moderator}`,
 * `{owner}/{id}/leave` with `{callId}`.
 */
export function actOnMeeting(world: XsiWorld, parts: readonly string[], body: Json): Json {
	const [ownerId = '', id = '', action] = parts;
	if (!world.state.users.has(ownerId)) throw notFound('There is nobody with this address.');
	const place: MeetingPlace = { kind: ownerId === BRIDGE ? 'meetMe' : 'collaborate', ownerId, id };
	switch (action) {
		case 'join': {
			const name = body.name === undefined ? undefined : String(body.name);
			const party = outsideParty(String(body.from ?? '+15550100'), name);
			const moderator = body.moderator === true || undefined;
			return { callId: join(world, place, party, { moderator }).callId };
		}
		case 'leave':
			leave(world, startedAt(world, place), String(body.callId));
			return {};
		default:
			throw badRequest(`"${String(action)}" is not known.`);
	}
}

import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { entryText } from '../../shared/action/dropdowns';
import { TelephonyError } from '../../shared/core/errors';
import { partyOf } from '../client/calls/callRecord';
import type { XsiObject } from '../client/calls/values';
import { sendControl } from '../client/controls/control';
import { MEETING_CONTROLS } from '../client/controls/meetingControls';
import type { XsiClient } from '../connect';
import { chosenIn, chosenUser, matching, withClient } from './loading';

/** Where people meet, as the panel says. Throws `badRequest` where it does not yet. */
function meetingIn(context: ILoadOptionsFunctions, client: XsiClient) {
	const isRoom = chosenIn(context, 'resource') === 'collaborateRoom';
	const names = isRoom ? ['roomId'] : ['bridgeId', 'conferenceId'];
	const place = Object.fromEntries(names.map((name) => [name, chosenIn(context, name)]));
	if (Object.values(place).includes('')) {
		const what = isRoom ? 'a Room ID' : 'a Bridge ID and a Conference ID';
		throw new TelephonyError('badRequest', `Enter ${what} first`);
	}
	return isRoom
		? {
				control: MEETING_CONTROLS.collaborateRoom.getState,
				values: { ...place, userId: chosenUser(context, client) },
			}
		: { control: MEETING_CONTROLS.meetMe.getState, values: place };
}

/** Who is in the conference or room of the panel now. */
export async function searchParticipants(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withClient(this, async (client) => {
		const { control, values } = meetingIn(this, client);
		const { participants } = control.read(await sendControl(client.connection, control, values));
		const entries = (participants as XsiObject[]).map(({ callId, partyInformation }) => {
			const { name, number } = partyOf(partyInformation);
			const party = [name, number].filter(Boolean).join(' ') || 'unknown number';
			return { name: party, value: entryText(callId) };
		});
		return { results: matching(entries, filter) };
	});
}

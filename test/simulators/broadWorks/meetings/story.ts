import type { TestClient } from '../testClient';
import { MEETINGS } from './kinds';
import { BRIDGE } from './meetings';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const ALICE = 'alice@example.net';

const PLACES = [
	{ kind: 'meetMe', owner: BRIDGE, root: 'MeetMeConferencingConference' },
	{ kind: 'collaborate', owner: ALICE, root: 'CollaborateRoomInfo' },
] as const;

/** Everything that can happen in a conference and in a room, told to the channel set `all`. */
export async function runMeetings(admin: TestClient): Promise<void> {
	for (const { kind, owner, root } of PLACES) {
		const path = `/user/${ALICE}/${MEETINGS[kind].records.replace('{bridgeId}', BRIDGE)}`;
		const made = await admin.actions('POST', path, `<${root} ${NAMESPACE}/>`);
		const id = String(made.headers.location).split('/').at(-1);
		const destination = { setId: 'all', applicationId: 'meetings' };
		await admin.subscribe(`/user/${owner}/subId/${id}`, MEETINGS[kind].package, destination);
		const join = async (body: object) =>
			(await admin.control<{ callId: string }>('POST', `meetings/${owner}/${id}/join`, body))
				.callId;
		const [one, two] = [await join({ moderator: true }), await join({})];
		const isRoom = kind === 'collaborate';
		const conference = `/meetmeconference/${BRIDGE}/conference/${id}`;
		const own = isRoom ? `/user/${ALICE}/collaborate/room/${id}` : conference;
		const base = isRoom ? `/collaborate/room/${id}` : conference;
		const recording = ['start', 'pause', 'resume', 'stop'].map((verb) => `${verb}recording`);
		const lines = [
			`GET ${own}`,
			...['lock', 'unlock'].map((verb) => `PUT ${base}/${verb}`),
			...['mute', 'unmute'].map((verb) => `PUT ${base}/calls/${two}/${verb}`),
			...(isRoom
				? []
				: [
						...['hold', 'retrieve'].map((verb) => `PUT ${base}/calls/${two}/${verb}`),
						...[...recording, 'setlecturemode', 'unsetlecturemode'].map(
							(verb) => `PUT ${base}/${verb}`,
						),
					]),
			`PUT ${own}/ClientSessionInfo?info=crm-7`,
			`DELETE ${own}/calls/${two}`,
			`DELETE ${own}/calls/${one}`,
		];
		for (const line of lines) {
			const [method, place] = line.split(' ');
			const { status, text } = await admin.actions(method, place);
			if (status !== 200) throw new Error(`${line}: ${status} ${text}`);
		}
	}
}

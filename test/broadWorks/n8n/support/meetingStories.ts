import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import type { MeetingView, Simulator } from '../../../../demo/simulator';
import { byId } from '../../../support/n8n/workflows';
import type { Step, Story } from './recordStories';
import { bob } from './telephoneSystem';

const BRIDGE = 'bridge@example.net';
const GUEST = { from: '+18185550109', name: 'Jordan Smith', moderator: true };

/** Makes a conference or room of the user; gives its ID. */
async function made(phones: Simulator, userId: string, path: string, root: string) {
	const document = `<${root} xmlns="http://schema.broadsoft.com/xsi"/>`;
	const place = `/v2.0/user/${userId}/services/${path}`;
	const answer = await phones.asAdministrator('POST', place, document);
	return /<(?:conferenceId|roomId)>(\d+)</.exec(answer)?.[1] ?? '';
}

/** Steps of one meeting, which look at it afterwards. */
function stepsIn(phones: Simulator, id: string, parameters: JsonObject) {
	const meeting = async () => await phones.meeting(id);
	return {
		meeting,
		step: (operation: string, is: Partial<MeetingView>, more: JsonObject = {}): Step => ({
			operation,
			parameters: { ...parameters, ...more },
			then: async () =>
				expect({ locked: false, lecture: false, ...(await meeting()) }).toMatchObject(is),
		}),
		/** What is so of the guest, or is so no more. */
		guestStep: (operation: string, is: object, participantId: string): Step => ({
			operation,
			parameters: { ...parameters, participantId: byId(participantId) },
			then: async () => {
				const found = (await meeting())?.participants.find((one) => one.callId === participantId);
				expect({ muted: false, held: false, ...found }).toMatchObject({
					callId: participantId,
					...is,
				});
			},
		}),
	};
}

const conference: Story = {
	name: 'a Meet-Me Conference with people in it',
	resource: 'meetMe',
	async steps(userId, phones): Promise<Step[]> {
		const path = `meetmeconference/${BRIDGE}/conference`;
		const id = await made(phones, userId, path, 'MeetMeConferencingConference');
		const host = await phones.joinMeeting(BRIDGE, id, GUEST);
		const guest = await phones.joinMeeting(BRIDGE, id, { name: 'Guest' });
		const place = { bridgeId: BRIDGE, conferenceId: id };
		const { meeting, step, guestStep } = stepsIn(phones, id, place);
		return [
			{
				operation: 'getState',
				parameters: place,
				then: ([item]) => {
					expect(item).toMatchObject({
						recordingState: 'Not Started',
						lock: false,
						participants: [
							{ callId: host, moderator: true },
							{ callId: guest, muted: false },
						],
					});
				},
			},
			guestStep('muteParticipant', { muted: true }, guest),
			guestStep('unmuteParticipant', { muted: false }, guest),
			guestStep('holdParticipant', { held: true }, guest),
			guestStep('retrieveParticipant', { held: false }, guest),
			step('startLecture', { lecture: true }),
			step('endLecture', { lecture: false }),
			step('startRecording', { recording: 'Recording' }),
			step('pauseRecording', { recording: 'Pause' }),
			step('resumeRecording', { recording: 'Recording' }),
			step('stopRecording', { recording: 'End' }),
			step('setClientSessionInfo', { clientSessionInfo: 'ticket 4711' }, { info: 'ticket 4711' }),
			step('playSecurityClassification', { announcements: 1 }),
			step('lock', { locked: true }),
			{
				operation: 'callOut',
				parameters: { ...place, address: bob, uniqueIdentifier: '0012' },
				then: async () => {
					const [ringing] = await phones.callsOf(bob);
					await phones.steerCall(ringing.callId, 'answer');
					expect((await meeting())?.participants.at(-1)).toMatchObject({
						callId: ringing.callId,
						uniqueIdentifier: '0012',
					});
				},
			},
			step('unlock', { locked: false }),
			{
				operation: 'removeParticipant',
				parameters: { ...place, participantId: byId(guest) },
				then: async () => {
					expect((await meeting())?.participants.map(({ callId }) => callId)).not.toContain(guest);
				},
			},
			{
				operation: 'end',
				parameters: place,
				then: async () => {
					expect(await meeting()).toBeUndefined();
					expect(await phones.callsOf(bob)).toEqual([]);
				},
			},
		];
	},
};

const room: Story = {
	name: 'a Collaborate Room with people in it',
	resource: 'collaborateRoom',
	async steps(userId, phones): Promise<Step[]> {
		const roomId = await made(phones, userId, 'collaborate/room', 'CollaborateRoomInfo');
		const owner = await phones.joinMeeting(userId, roomId, GUEST);
		const guest = await phones.joinMeeting(userId, roomId, { name: 'Guest' });
		const { meeting, step, guestStep } = stepsIn(phones, roomId, { roomId });
		return [
			{
				operation: 'getState',
				parameters: { roomId },
				then: ([item]) => {
					expect(item).toMatchObject({
						roomId,
						locked: false,
						participants: [
							{ callId: owner, owner: true },
							{ callId: guest, owner: false },
						],
					});
				},
			},
			guestStep('muteParticipant', { muted: true }, guest),
			guestStep('unmuteParticipant', { muted: false }, guest),
			step('setClientSessionInfo', { clientSessionInfo: 'ticket 4711' }, { info: 'ticket 4711' }),
			step('lock', { locked: true }),
			step('unlock', { locked: false }),
			{
				operation: 'removeParticipant',
				parameters: { roomId, participantId: byId(guest) },
				then: async () => expect((await meeting())?.participants).toHaveLength(1),
			},
			{
				operation: 'end',
				parameters: { roomId },
				then: async () => expect(await meeting()).toBeUndefined(),
			},
		];
	},
};

/** What is done with people who are in a conference or room. */
export const meetingStories: readonly Story[] = [conference, room];

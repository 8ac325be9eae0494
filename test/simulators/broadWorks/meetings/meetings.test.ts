import { manualClock, type ManualClock } from '../../shared/clock';
import { startXsiSimulator, type XsiSimulator } from '../index';
import { seen, subscription, TestClient, textAt, type TestChannel } from '../testClient';
import { childText } from '../xml/xml';
import { BRIDGE } from './meetings';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const ALICE = 'alice@example.net';

describe('meetings', () => {
	let simulator: XsiSimulator;
	let clock: ManualClock;
	let admin: TestClient;
	let channel: TestChannel;

	beforeEach(async () => {
		clock = manualClock();
		simulator = await startXsiSimulator({ clock, outsideAnswers: 500 });
		admin = new TestClient(simulator);
		channel = await admin.channel('all');
	});
	afterEach(async () => {
		await simulator.close();
		expect(seen.problems).toEqual([]);
	});

	const make = async (path: string, root: string, inside: string) => {
		const body = `<${root} ${NAMESPACE}>${inside}</${root}>`;
		const { headers } = await admin.actions('POST', `/user/${ALICE}/services/${path}`, body);
		return String(headers.location).split('/').at(-1) ?? '';
	};
	const conference = async (inside = '<conferenceTitle>Weekly</conferenceTitle>') =>
		await make(`meetmeconference/${BRIDGE}/conference`, 'MeetMeConferencingConference', inside);
	const join = async (owner: string, id: string, body: object = {}) => {
		const answer = await admin.control('POST', `meetings/${owner}/${id}/join`, body);
		return String((answer as { callId?: string }).callId);
	};
	const listen = async (owner: string, id: string, name: string) => {
		const body = subscription(name, { setId: 'all' });
		const { status } = await admin.events('POST', `/user/${owner}/subId/${id}`, body);
		expect(status).toBe(200);
	};
	const at = (id: string) => `/meetmeconference/${BRIDGE}/conference/${id}`;
	const status = async (method: string, path: string, client = admin) =>
		(await client.actions(method, path)).status;

	test('events of one conference, from its beginning to its end', async () => {
		const [id, other] = [await conference(), await conference()];
		await listen(BRIDGE, id, 'Meet Me Conference');
		await channel.next('MeetMeConferenceSubscriptionEvent');
		expect(await status('GET', at(id))).toBe(404);
		await join(BRIDGE, other);
		const host = await join(BRIDGE, id, { name: 'Host', moderator: true });
		const guest = await join(BRIDGE, id, { from: '+15550111' });
		const whole = await admin.actions('GET', at(id));
		expect(textAt(whole.xml, 'conferenceInfo', 'recordingState')).toBe('Not Started');
		const call = `${at(id)}/calls/${guest}`;
		const verbs = ['startrecording', 'pauserecording', 'resumerecording', 'stoprecording'];
		for (const verb of verbs) expect(await status('PUT', `${at(id)}/${verb}`)).toBe(200);
		for (const verb of ['setlecturemode', 'unsetlecturemode', 'lock', 'unlock']) {
			expect(await status('PUT', `${at(id)}/${verb}`)).toBe(200);
		}
		for (const verb of ['mute', 'mute', 'unmute', 'hold', 'retrieve']) {
			expect(await status('PUT', `${call}/${verb}`)).toBe(200);
		}
		expect(await status('PUT', `${at(id)}/ClientSessionInfo?info=crm-7`)).toBe(200);
		expect(await status('PUT', `${at(id)}/PlaySecurityClassification`)).toBe(200);
		expect(await status('DELETE', call)).toBe(200);
		expect(await status('DELETE', `${at(id)}/calls/${host}`)).toBe(200);
		await channel.next('MeetMeConferenceStoppedEvent');
		expect(channel.types()).toEqual([
			'MeetMeConferenceSubscriptionEvent',
			'MeetMeConferenceStartedEvent',
			'MeetMeParticipantJoinedEvent',
			'MeetMeParticipantJoinedEvent',
			'MeetMeConferenceRecordingStartedEvent',
			'MeetMeConferenceRecordingPausedEvent',
			'MeetMeConferenceRecordingResumedEvent',
			'MeetMeConferenceRecordingStoppedEvent',
			'MeetMeLectureModeStartedEvent',
			'MeetMeLectureModeStoppedEvent',
			'MeetMeConferenceLockedEvent',
			'MeetMeConferenceUnlockedEvent',
			'MeetMeParticipantMutedEvent',
			'MeetMeParticipantUnmutedEvent',
			'MeetMeParticipantHeldEvent',
			'MeetMeParticipantRetrievedEvent',
			'MeetMeConferenceClientSessionInfoUpdatedEvent',
			'MeetMeParticipantLeftEvent',
			'MeetMeConferenceStoppedEvent',
		]);
		const subIds = channel.events.map(({ document }) => childText(document, 'targetSubId'));
		expect(new Set(subIds)).toEqual(new Set([id]));
		expect(await status('DELETE', at(other))).toBe(200);
		expect(simulator.world.state.meetings.size).toBe(0);
	});

	test('a subscription to the bridge has the events of every conference, and no beginning', async () => {
		const id = await conference();
		await admin.subscribe(`/user/${BRIDGE}`, 'Meet Me Conference', { setId: 'all' });
		await join(BRIDGE, id);
		const event = await channel.next('MeetMeParticipantJoinedEvent');
		expect(childText(event.document, 'targetSubId')).toBe(id);
		expect(channel.of('MeetMeConferenceSubscriptionEvent')).toEqual([]);
	});

	test('only packages of meetings know parts of a target, and only parts that are there', async () => {
		const id = await conference();
		const post = async (owner: string, part: string, name: string) => {
			const body = subscription(name, { setId: 'all' });
			return (await admin.events('POST', `/user/${owner}/subId/${part}`, body)).status;
		};
		expect(await post(BRIDGE, id, 'Meet Me Conference')).toBe(200);
		expect(await post(BRIDGE, '1', 'Meet Me Conference')).toBe(404);
		expect(await post(ALICE, id, 'Collaborate Room')).toBe(404);
		expect(await post(ALICE, id, 'Basic Call')).toBe(400);
	});

	test('who is called joins on answering, through a lock, and leaves on hanging up', async () => {
		const id = await conference();
		const host = await join(BRIDGE, id, { moderator: true });
		expect(await status('PUT', `${at(id)}/lock`)).toBe(200);
		await expect(join(BRIDGE, id)).rejects.toThrow('409');
		expect(await status('POST', `${at(id)}/outgoingdial`)).toBe(400);
		expect(await status('POST', `${at(id)}/outgoingdial?address=1&uniqueIdentifier=x`)).toBe(400);
		expect(await status('POST', `${at(`77${id}`)}/outgoingdial?address=1002`)).toBe(200);
		const [ringing] = simulator.world.callsOf('bob@example.net');
		const members = () => simulator.world.state.meetings.get(`${BRIDGE}/${id}`)!.participants;
		expect(members()).toHaveLength(1);
		await admin.control('POST', `calls/${ringing.callId}/answer`);
		expect(members()).toMatchObject([
			{ callId: host },
			{ callId: ringing.callId, moderator: true },
		]);
		const dial = `${at(id)}/outgoingdial?address=%2B15550177&uniqueIdentifier=0012`;
		expect(await status('POST', dial)).toBe(200);
		clock.advance(600);
		expect(members()[2]).toMatchObject({ uniqueIdentifier: '0012' });
		await admin.control('POST', `calls/${ringing.callId}/hangup`);
		expect(members()).toHaveLength(2);
	});

	test('whoever holds it and administrators may steer it; what is not so far is refused', async () => {
		const id = await conference(
			'<endConferenceOnModeratorExit>true</endConferenceOnModeratorExit>',
		);
		const host = await join(BRIDGE, id, { moderator: true });
		await join(BRIDGE, id);
		const alice = new TestClient(simulator, ALICE);
		const bob = new TestClient(simulator, 'bob@example.net');
		expect(await status('PUT', `${at(id)}/lock`, alice)).toBe(200);
		expect(await status('PUT', `${at(id)}/lock`, bob)).toBe(403);
		for (const verb of ['pauserecording', 'resumerecording', 'stoprecording']) {
			expect(await status('PUT', `${at(id)}/${verb}`)).toBe(409);
		}
		expect(await status('PUT', `${at(id)}/calls/x:0/mute`)).toBe(404);
		expect(await status('PUT', `${at(id)}/ClientSessionInfo`)).toBe(400);
		expect(await status('PUT', '/meetmeconference/other@x/conference/1/lock')).toBe(404);
		expect(await status('DELETE', `${at(id)}/calls/${host}`)).toBe(200);
		expect(simulator.world.state.meetings.size).toBe(0);
	});

	test('rooms', async () => {
		const id = await make('collaborate/room', 'CollaborateRoomInfo', '<name>Project</name>');
		await listen(ALICE, id, 'Collaborate Room');
		await channel.next('CollaborateRoomSubscriptionEvent');
		const own = `/user/${ALICE}/collaborate/room/${id}`;
		const room = `/collaborate/room/${id}`;
		const [one, two] = [await join(ALICE, id, { moderator: true }), await join(ALICE, id)];
		expect((await admin.actions('GET', own)).text).toContain(two);
		for (const verb of ['mute', 'unmute']) {
			expect(await status('PUT', `${room}/calls/${two}/${verb}`)).toBe(200);
		}
		expect(await status('PUT', `${own}/clientsessioninfo?info=crm`)).toBe(200);
		expect(await status('PUT', `${room}/lock`)).toBe(200);
		expect(await status('POST', `${room}/outgoingdial?address=1002`)).toBe(409);
		expect(await status('PUT', `${room}/unlock`)).toBe(200);
		expect(await status('POST', `${room}/outgoingdial?address=1002`)).toBe(200);
		expect(await status('DELETE', `${own}/calls/${two}`)).toBe(200);
		expect(await status('DELETE', `${own}/calls/${one}`)).toBe(200);
		await channel.next('CollaborateRoomStoppedEvent');
		expect(channel.types()).toEqual([
			'CollaborateRoomSubscriptionEvent',
			'CollaborateRoomStartedEvent',
			'CollaborateRoomParticipantJoinedEvent',
			'CollaborateRoomParticipantJoinedEvent',
			'CollaborateRoomParticipantMutedEvent',
			'CollaborateRoomParticipantUnmutedEvent',
			'CollaborateRoomLockedEvent',
			'CollaborateRoomUnlockedEvent',
			'CollaborateRoomParticipantLeftEvent',
			'CollaborateRoomStoppedEvent',
		]);
	});
});

import { getCall, listCalls } from '../../../../nodes/BroadWorks/client/calls/calls';
import { CALL_CONTROLS } from '../../../../nodes/BroadWorks/client/controls/callControls';
import { sendControl } from '../../../../nodes/BroadWorks/client/controls/control';
import { getService } from '../../../../nodes/BroadWorks/client/people/services';
import { send } from '../../../../nodes/BroadWorks/client/transport/connection';
import { missingThing } from '../../../../nodes/BroadWorks/client/transport/missing';
import { errorInfo, fakeConnection, telephonyError } from '../support/xsi';

const ALICE = '/v2.0/user/alice@example.net';
const CALL = `${ALICE}/calls/callhalf-1:0`;

describe('what is missing is named', () => {
	it.each([
		[`${CALL}/Hold`, 'The specified call was not found.', /^The call callhalf-1:0 has ended/],
		[`${CALL}/Hold?address=1`, undefined, /has ended, or it is not a call of alice@example\.net$/],
		[`${ALICE}/calls/Conference/callhalf-1%3A0`, 'Unknown callId', /^The call callhalf-1:0 has/],
		[`${CALL}`, 'The user does not exist.', /^There is no user alice@example\.net on this/],
		['/v2.0/user/alice/calls', 'User not found', /^There is no user alice: write it with its dom/],
		[
			'/v2.0/user/0f0e0d0c-1111-2222-3333-444455556666/profile',
			'User not found',
			/^There is no user 0f0e0d0c-1111-2222-3333-444455556666 on this server$/,
		],
		[
			'/v2.0/callcenter/q@a/calls/callhalf-1:0',
			'The call center does not exist.',
			/^There is no call center q@a/,
		],
		[
			'/v2.0/callcenter/q@a/calls/callhalf-1:0',
			'The specified call was not found.',
			/^The call callhalf-1:0 has ended, or it is not a call of q@a$/,
		],
		[
			'/v2.0/routepoint/r@a/calls',
			'The route point does not exist.',
			/^There is no route point r@a on this server$/,
		],
		[
			'/v2.0/routepoint/r@a/calls/callhalf-1:0',
			'The specified call was not found.',
			/^The call callhalf-1:0 has ended, or it is not a call of r@a$/,
		],
		[
			'/v2.0/meetmeconference/b@a/conference/7',
			'The bridge does not exist.',
			/^There is no conference bridge b@a on this server$/,
		],
		[
			`${ALICE}/services/meetmeconference/b@a/conference`,
			'The bridge does not exist.',
			/^There is no conference bridge b@a on this server$/,
		],
		[
			'/v2.0/group/HQ/profile',
			'The group does not exist.',
			/^There is no group HQ on this server$/,
		],
		...[
			['/v2.0/callcenter/q/calls', 'The call center does not exist.', 'call center q'],
			['/v2.0/routepoint/r/calls', 'Unknown route point', 'route point r'],
			[
				'/v2.0/meetmeconference/b/conference/7',
				'The bridge does not exist.',
				'conference bridge b',
			],
		].map(([path, text, what]): [string, string, RegExp] => [
			path,
			text,
			new RegExp(`^There is no ${what}: write it with its domain, such as \\w@example\\.net$`),
		]),
		[
			`${ALICE}/services/RemoteOffice`,
			'The service is not assigned to the user.',
			/^alice@example\.net does not have the service RemoteOffice$/,
		],
		[
			'/v2.0/meetmeconference/b@a/conference/7/lock',
			'The conference does not exist.',
			/^There is no conference 7 of conference bridge b@a$/,
		],
		...[
			['collaborate/room/7/lock', 'The room does not exist.', 'room 7'],
			['services/collaborate/room/7', 'There is no such entry.', 'room 7'],
			['profile/Schedule/Time/Office%20Hours', 'There is no such entry.', 'schedule Office Hours'],
			['profile/schedule/holiday/X/event/Y', 'Event not found', 'event Y'],
			['services/BroadWorksAnywhere/Location/+1555', 'No such location', 'Anywhere location +1555'],
			['services/CallForwardingSelective/criteria/VIP', 'Criteria not found', 'rule VIP'],
			['services/SpeedDial100/12', 'The speed code does not exist.', 'speed dial 12'],
			['profile/device/alice_1@a', 'Unknown device', 'device alice_1@a'],
			['calls/DispositionCode/9', 'The disposition code does not exist.', 'disposition code 9'],
			['fax/17', 'There is no such fax.', 'fax 17'],
			['directories/CustomContact/Friends', 'No such directory', 'contact directory Friends'],
			['directories/Personal/Bob', 'There is no such entry.', 'entry Bob'],
			[
				'directories/EnhancedCallLogs/Missed/5',
				'The log entry does not exist.',
				'call log entry 5',
			],
			[
				'VoiceMessagingMessages/ab/MarkAsRead',
				'The message does not exist.',
				'voicemail message ab',
			],
			['services/VoiceMessaging/Aliases/12', 'The alias does not exist.', 'alias 12'],
		].map(([path, text, what]): [string, string, RegExp] => [
			`${ALICE}/${path}`,
			text,
			new RegExp(`^There is no ${what.replace('+', '\\+')} of (alice@example\\.net|schedule X)$`),
		]),
		[
			`${ALICE}/calls/callhalf-1:0/DispositionCode/9`,
			'The disposition code does not exist.',
			/^There is no disposition code 9 of alice@example\.net$/,
		],
		[
			'/v2.0/callcenter/q@a/profile/Dnis/Sales',
			'The DNIS does not exist.',
			/^There is no DNIS Sales of call center q@a$/,
		],
	])('%s with "%s"', (path, text, message) => {
		expect(missingThing(path, text)).toMatch(message);
	});

	it.each([
		[`${ALICE}/services/CallCenter`, 'The user is not a call center agent.'],
		[`${ALICE}/services/CallCenter`, 'The agent is not assigned to the call center.'],
		[`${ALICE}/calls/ParkRetrieve`, 'No call is parked there.'],
		[`${ALICE}/calls/Conference`, 'The user has no conference.'],
		[`${ALICE}/profile`, undefined],
		[`${ALICE}/profile/Schedule/Time/9:00`, undefined],
		['/v2.0/user/sip:alice@example.net/profile', undefined],
		[`${ALICE}/directories/Group`, 'The group does not exist.'],
		['/v2.0/meetmeconference/b@a/conference/7', 'The conference has not started.'],
		[`${ALICE}/VoiceMessagingMessages/1/transcript`, 'The resource does not exist.'],
		[`${ALICE}/VoiceMessagingMessages/MarkAllAsRead`, 'Unknown'],
		[`${ALICE}/services/SpeedDial100/12`, 'The resource does not exist.'],
		['/v2.0/group/HQ/services/CallCenter/ExternalReporting', 'The call center does not exist.'],
		[`${ALICE}/services/50%`, 'Unknown service'],
	])('nothing is guessed of %s with "%s"', (path, text) => {
		expect(missingThing(path, text)).toBeUndefined();
	});

	it('keeps the kind, the status and the words of the server', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /./, { status: 404, body: errorInfo('User not found', '4') });
		const error = await telephonyError(listCalls(connection, 'alice'), 'notFound');
		expect(error).toMatchObject({ status: 404, vendorText: 'User not found', vendorCode: '4' });
		expect(error.message).toMatch(/^There is no user alice: write it with its domain/);
	});

	it('says whose state does not allow what was asked', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, { status: 409, body: errorInfo('It is Held.', '4') });
		const told = async (path: string) =>
			await telephonyError(send(connection, { method: 'PUT', path }), 'conflict');
		expect(await told(`${CALL}/Hold`)).toMatchObject({
			message: 'The present state of the call callhalf-1:0 does not allow this',
			status: 409,
			vendorText: 'It is Held.',
		});
		expect((await told('/v2.0/meetmeconference/b@a/conference/7/lock')).message).toMatch(
			/^The present state of the conference 7 does/,
		);
		expect((await told(`${ALICE}/calls/Conference`)).message).toMatch(/of the call or service/);
	});

	it('and to whom a login has no right', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /./, { status: 403, body: errorInfo('Itself only.', '4') });
		const told = async (path: string, forbidden?: string) =>
			(await telephonyError(send({ ...connection, forbidden }, { method: 'GET', path }))).message;
		expect(await told(`${ALICE}/profile`)).toBe(
			'The credential has no right to do this with the user alice@example.net, or there is no such user',
		);
		expect(await told('/v2.0/callcenter/q@a/calls')).toMatch(/with the call center q@a, or there/);
		expect(await told('/v2.0/versions')).toMatch(/has no right to do this, or it does not exist/);
		expect(await told(`${ALICE}/profile`, 'Choose another scope')).toBe('Choose another scope');
	});

	it('by the words of the server where it has them, before what an operation guesses', async () => {
		const connection = fakeConnection();
		const guessed = async (text: string) => {
			connection.http.on('GET', /./, { status: 404, body: errorInfo(text, '4') });
			return (await telephonyError(getService(connection, 'alice', 'RemoteOffice'))).message;
		};
		expect(await guessed('User not found')).toMatch(/^There is no user alice: write it with/);
		expect(await guessed('Not assigned')).toMatch(/^alice does not have the service RemoteOffice$/);
		expect(await guessed('Nothing')).toMatch(/does not have the service.*or there is no such user/);
	});

	it.each<[keyof typeof CALL_CONTROLS, string, string]>([
		['retrieveParked', 'No call is parked there.', 'No call is parked at 1002'],
		['pickUp', 'No call rings there.', 'No call rings at 1002'],
		['park', 'There is nobody to park the call against.', 'There is nobody at 1002 to park'],
		['escalate', 'There is no such supervisor', '1002 is not an available supervisor of alice@a'],
		['coach', 'The agent has no call', '1002 is not an agent or queue, or has no call now'],
		['pickUp', 'The service is not assigned to the user.', 'The server does not know this'],
		['pickUp', 'User not found', 'There is no user alice@a on this server'],
		['park', 'The specified call was not found.', 'The call callhalf-1:0 has ended'],
	])('%s with "%s"', async (name, text, message) => {
		const connection = fakeConnection();
		const answer = { status: 404, body: errorInfo(text, '4') };
		connection.http.on('POST', /./, answer).on('PUT', /./, answer);
		const place = ['parkAddress', 'userAddress', 'supervisorAddress', 'agentAddress'];
		const work = sendControl(connection, CALL_CONTROLS[name], {
			userId: 'alice@a',
			callId: 'callhalf-1:0',
			...Object.fromEntries(place.map((field) => [field, '1002'])),
		});
		expect((await telephonyError(work, 'notFound')).message.startsWith(message)).toBe(true);
	});

	it('says nothing of a call in an answer of another kind', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /./, { status: 403, body: errorInfo('User not found', '4') });
		const error = await telephonyError(getCall(connection, 'a', 'callhalf-1:0'), 'forbidden');
		expect(error.message).not.toMatch(/callhalf/);
	});
});

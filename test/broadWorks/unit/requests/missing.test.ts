import { getCall, listCalls } from '../../../../nodes/BroadWorks/client/calls/calls';
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
	])('%s with "%s"', (path, text, message) => {
		expect(missingThing(path, text)).toMatch(message);
	});

	it.each([
		[`${ALICE}/services/RemoteOffice`, 'The service is not assigned to the user.'],
		[`${ALICE}/services/CallCenter`, 'The user is not a call center agent.'],
		[`${ALICE}/calls/ParkRetrieve`, 'No call is parked there.'],
		[`${ALICE}/calls/Conference`, 'The user has no conference.'],
		[`${ALICE}/profile`, undefined],
		[`${ALICE}/directories/Group`, 'The group does not exist.'],
		['/v2.0/meetmeconference/b@a/conference/7', 'The conference does not exist.'],
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

	it('says nothing of a call in an answer of another kind', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /./, { status: 403, body: errorInfo('User not found', '4') });
		const error = await telephonyError(getCall(connection, 'a', 'callhalf-1:0'), 'forbidden');
		expect(error.message).not.toMatch(/callhalf/);
	});
});

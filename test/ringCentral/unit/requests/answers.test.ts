import type { TelephonyError } from '../../../../nodes/shared/core/errors';
import { send, type ApiRequest } from '../../../../nodes/RingCentral/client/transport/api';
import type { Answer } from '../../../support/fakes/fakeHttp';
import { json, refusal, restBench, SERVER } from '../support/restSupport';

const READ: ApiRequest = {
	method: 'GET',
	path: '/restapi/v1.0/account/~/call-log',
	group: 'heavy',
	kind: 'read',
};
const ANY = /./;

describe('what an error says', () => {
	const failure = async (answer: Answer, path = READ.path) => {
		const { connection, http } = restBench();
		http.on('POST', ANY, answer).on('GET', ANY, answer);
		const request: ApiRequest = { ...READ, path, kind: 'change' };
		return await send(connection, request).catch((error: unknown) => error as TelephonyError);
	};

	test.each([
		[
			'the app permission that the text names',
			refusal(
				403,
				'CMN-401',
				'In order to call this API endpoint, application needs to have [ReadCallRecording] permission',
			),
			'The app of the credential lacks the permission "ReadCallRecording"',
		],
		[
			'the app permission of its own member',
			refusal(403, 'CMN-401', 'Insufficient permissions', { permissionName: 'RingOut' }),
			'lacks the permission "RingOut"',
		],
		[
			'the app permission of the catalogue, where the server names none',
			refusal(403, 'CMN-401', 'Insufficient permissions'),
			'lacks the permission "ReadCallLog"',
		],
		[
			'the user permission',
			refusal(
				403,
				'CMN-408',
				'In order to call this API endpoint, user needs to have [FullCompanyCallLog] permission for requested resource.',
			),
			'The user of the credential lacks the permission "FullCompanyCallLog"',
		],
		[
			'no permission of the app for one of the user',
			refusal(403, 'CMN-408', 'Insufficient permissions'),
			'lacks the permission for this',
		],
		['that an administrator is needed', refusal(403, 'CMN-402', 'x'), 'administrator'],
		['that it is another extension', refusal(403, 'CMN-404', 'x'), 'another extension'],
		['that a feature is missing', refusal(403, 'CMN-109', 'x'), 'does not have the feature'],
		[
			'the parameter that is wrong',
			refusal(400, 'CMN-101', 'x', { parameterName: 'dateFrom' }),
			'does not accept the value of "From"',
		],
		[
			'a wrong parameter that is not a field',
			refusal(400, 'CMN-101', 'x', { parameterName: 'request.json' }),
			'does not accept the value of request.json',
		],
		['a wrong value', refusal(400, 'CMN-101', 'x'), 'the value of a field'],
		[
			'the id that is unknown',
			refusal(404, 'CMN-102', 'x', { parameterName: 'callRecordId' }),
			'knows nothing under this "Call Record ID"',
		],
		[
			'the extension that is unknown',
			refusal(404, 'CMN-102', 'x', { parameterName: 'extensionId' }),
			'knows nothing under this "Extension"',
		],
		['an unknown id', refusal(404, 'CMN-102', 'x'), 'knows nothing under this id'],
		['an expired token', refusal(401, 'OAU-128', 'x'), 'has expired'],
		['an address out of reach', refusal(400, 'SUB-525', 'x'), 'webhook address'],
		['a number that is not owned', refusal(400, 'MSG-304', 'x'), 'number to send from'],
		['the status', refusal(409, 'TAS-106', 'x'), 'The state of the call'],
		['an unknown status', { status: 418 }, 'status 418'],
		['a server error', { status: 599, body: '<html>down</html>' }, 'not able to answer'],
		[
			'that the posts of the day are used up',
			refusal(500, 'CMN-211', 'Request exceeded the posts limit'),
			'The posts that one user may send in a day are used up',
		],
	] as Array<[string, Answer, string]>)('%s', async (_name, answer, words) => {
		expect(String(await failure(answer))).toContain(words);
	});

	test('code and text of the vendor, and the id that its support asks for', async () => {
		const answer = refusal(409, 'TAS-106', 'Wrong state', {}, { rcrequestid: 'a1b2' });
		expect(await failure(answer)).toMatchObject({
			kind: 'conflict',
			status: 409,
			vendorCode: 'TAS-106',
			vendorText: 'Wrong state, request a1b2',
		});
	});

	test('the first of several errors, or the one that is known', async () => {
		const errors = [
			{ errorCode: 'XYZ-1', message: 'first' },
			{ errorCode: 'CMN-102', message: 'second', parameterName: 'postId' },
		];
		const error = await failure(json({ errors }, 404));
		expect(error).toMatchObject({ vendorCode: 'CMN-102', vendorText: 'first' });
	});

	test('the catalogue is asked by the path of an absolute address too', async () => {
		const path = `${SERVER}/restapi/v1.0/account/~/recording/1/content`;
		const error = await failure(refusal(403, 'CMN-401', 'no'), path);
		expect(String(error)).toContain('"ReadCallRecording"');
	});

	test.each([['{"errors":"none"}'], ['{}'], ['']])(
		'nothing of an error answer that is %s',
		async (body) => {
			expect(await failure({ status: 404, body })).toMatchObject({
				kind: 'notFound',
				vendorCode: undefined,
				vendorText: undefined,
			});
		},
	);
});

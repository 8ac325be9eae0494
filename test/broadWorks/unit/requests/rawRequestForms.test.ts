import { filledPath, wholePath } from '../../../../nodes/BroadWorks/client/commands/path';
import {
	rawRequest,
	type RawRequest,
} from '../../../../nodes/BroadWorks/client/commands/rawRequest';
import { documentOf } from '../../../../nodes/BroadWorks/client/documents/write';
import { DEFAULT_PATHS } from '../../../../nodes/BroadWorks/client/transport/connection';
import { rawRequestOperation } from '../../../../nodes/BroadWorks/operations/rawRequest/operations';
import { valuesOfCommand } from '../../../../nodes/BroadWorks/operations/rawRequest/values';
import { errorInfo, fakeConnection, telephonyError } from '../support/xsi';

const ALICE = 'alice@example.net';
const USER = `/v2.0/user/${ALICE}`;
const HOST = 'https://xsp.example.net';
const CONTEXT = '/com.broadsoft.xsi-actions';

const server = { url: HOST, ...DEFAULT_PATHS };
const sent = (path: string, at = server) => filledPath(wholePath(path, at), () => ALICE);

describe('a path as people paste it', () => {
	it.each([
		[
			`${HOST}${CONTEXT}/v2.0/user/a@b/services/DoNotDisturb`,
			'/v2.0/user/a@b/services/DoNotDisturb',
		],
		[`${HOST}:443${CONTEXT}/v2.0/user/a%40b/profile/`, '/v2.0/user/a%40b/profile'],
		[`https://XSP.Example.NET${CONTEXT}/v2.0/versions?x=1`, '/v2.0/versions?x=1'],
		[`https://alice:secret@xsp.example.net${CONTEXT}/v2.0/versions`, '/v2.0/versions'],
		['services/DoNotDisturb/', `${USER}/services/DoNotDisturb`],
		['/services//DoNotDisturb', `${USER}/services/DoNotDisturb`],
		['services%2FDoNotDisturb', `${USER}/services/DoNotDisturb`],
		['/v2.0/user/%7BuserId%7D/profile', `${USER}/profile`],
		[`com.broadsoft.xsi-actions/v2.0/user/a@b/profile`, '/v2.0/user/a@b/profile'],
		[`${CONTEXT}/user/a@b/profile`, '/v2.0/user/a@b/profile'],
		[`${CONTEXT}/test/v2.0/user/a@b/profile`, '/v2.0/user/a@b/profile'],
		[`/proxy/xsi/v2.0/callcenter/q@x/calls`, '/v2.0/callcenter/q@x/calls'],
		['/v2.0/notListed/x', '/v2.0/notListed/x'],
		['/v3.0/user/a@b/profile', '/v3.0/user/a@b/profile'],
		['v2.0', '/v2.0'],
		['SERVICES/donotdisturb', `${USER}/SERVICES/donotdisturb`],
		['profile/Schedule/Time/v2.0', `${USER}/profile/Schedule/Time/v2.0`],
		['calls/New?address=+15550100', `${USER}/calls/New?address=%2B15550100`],
		['calls/New?address=tel:+15550100&x=a+b', `${USER}/calls/New?address=tel:%2B15550100&x=a+b`],
		['calls/New?address=*67#', `${USER}/calls/New?address=*67%23`],
		['calls/Park#1', `${USER}/calls/Park%231`],
		['profile/Schedule/Time/Late (get ready)', `${USER}/profile/Schedule/Time/Late (get ready)`],
	])('%s', (path, wanted) => {
		expect(sent(path)).toBe(wanted);
	});

	it('below a context that the operator has renamed, with and without what stands before it', () => {
		const renamed = { ...server, url: `${HOST}/proxy`, actionsPath: '/xsi' };
		for (const path of ['/xsi/v2.0/new/x', 'xsi/v2.0/new/x', `${HOST}/proxy/xsi/v2.0/versions`]) {
			expect(sent(path, renamed)).toMatch(/^\/v2\.0\/(?:new\/x|versions)$/);
		}
	});

	it.each<[string, RegExp]>([
		['https://other.example.net/com.broadsoft.xsi-actions/v2.0/versions', /not a full address/],
		['http://xsp.example.net/com.broadsoft.xsi-actions/v2.0/versions', /not a full address/],
		['GET /v2.0/versions', /path alone.*Method/],
		['services/DoNotDisturb (GET, PUT)', /path alone.*Method/],
		['/com.broadsoft.xsi-events/v2.0/user/a@b', /BroadWorks Trigger/],
		[`${HOST}/com.broadsoft.async/com.broadsoft.xsi-events/v2.0/channel`, /BroadWorks Trigger/],
		['services%2F..%2F..%2Fadmin', /\.\./],
		['calls/{ callId }/Talk', /no value for \{ callId \}/],
		['calls/%7BcallId%7D/Talk', /no value for \{callId\}/],
	])('%s is refused, and the error says what to write', (path, message) => {
		expect(() => sent(path)).toThrow(message);
	});

	it('leads the panel to the same values, which knows no server', () => {
		const path = 'services/DoNotDisturb';
		const wanted = valuesOfCommand(path, 'PUT').map(({ id }) => id);
		expect(wanted).toEqual(['body_active', 'body_ringSplash']);
		for (const written of [
			`${HOST}${CONTEXT}${USER}/${path}`,
			`${path}/`,
			`/v3.0/user/{userId}/${path}`,
			'services%2Fdonotdisturb',
		]) {
			expect(valuesOfCommand(written, 'PUT').map(({ id }) => id)).toEqual(wanted);
		}
	});
});

const DND =
	'<DoNotDisturb xmlns="http://schema.broadsoft.com/xsi"><active>true</active><ringSplash>false</ringSplash></DoNotDisturb>';

const request = (parts: Partial<RawRequest>): RawRequest => ({
	method: 'automatic',
	path: 'services/DoNotDisturb',
	userId: () => ALICE,
	accept: 'application/xml',
	...parts,
});

async function bodyOf(parts: Partial<RawRequest>): Promise<string> {
	const connection = fakeConnection();
	for (const method of ['PUT', 'POST'] as const) connection.http.on(method, /./, {});
	await rawRequest(connection, request(parts));
	return String(connection.http.sent[0].body).replace(/^<\?.*?\?>/, '');
}

describe('a body as people paste it', () => {
	it.each([
		['{"ringSplash":false,"active":true}'],
		['{"ringSplash":"false","active":"true"}'],
		['{"ringSplash":"False","active":"TRUE"}'],
		['\uFEFF {"active":true,"ringSplash":false}\n'],
		['[{"active":true,"ringSplash":false}]'],
		[JSON.stringify('{"active":true,"ringSplash":false}')],
		['{"DoNotDisturb":{"ringSplash":"false","active":"true"}}'],
		[
			'{"DoNotDisturb":{"xmlns":"http://schema.broadsoft.com/xsi","xmlns:xsi":"http://www.w3.org/2001/XMLSchema-instance","active":"true","ringSplash":"false"}}',
		],
	])('%s is the same document', async (payload) => {
		expect(await bodyOf({ payload })).toBe(DND);
	});

	it('as n8n’s XML node makes it of a document: nil, type, and text beside attributes', async () => {
		expect(
			await bodyOf({
				path: 'services/CallForwardingAlways',
				payload: '{"active":"false","forwardToPhoneNumber":{"xsi:nil":"true"}}',
			}),
		).toMatch(/<active>false<\/active><forwardToPhoneNumber xsi:nil="true"\/>/);
		const remoteParty = { address: { _: 'tel:+1555', countryCode: '1' }, callType: 'Network' };
		expect(documentOf('Call', { remoteParty })).toContain(
			'<address countryCode="1">tel:+1555</address><callType>Network</callType>',
		);
		const eventData = { 'xsi:type': 'DoNotDisturbEvent' };
		expect(documentOf('Event', { 'xsi:type': 'SubscriptionEvent', eventData })).toContain(
			'<eventData xsi:type="DoNotDisturbEvent"/>',
		);
	});

	it('lists of one, with and without brackets, and none', async () => {
		const path = 'services/SpeedDial8';
		const entry = '<speedDial8Entry><speedCode>2</speedCode><phoneNumber>1</phoneNumber>';
		for (const list of [
			'[{"phoneNumber":1,"speedCode":2}]',
			'{"phoneNumber":"1","speedCode":"2"}',
		]) {
			expect(await bodyOf({ path, payload: `{"speedDial8Entry":${list}}` })).toContain(entry);
		}
		expect(await bodyOf({ path, payload: '{"speedDial8Entry":[]}' })).toMatch(
			/^<SpeedDial8 [^>]*\/>$/,
		);
	});

	it.each<[string, RegExp]>([
		['active=true', /neither JSON.*nor an XML document/],
		['true', /neither JSON/],
		['[{"active":true},{"active":false}]', /payload is a list: send one object for each item/],
		['[]', /payload is a list/],
		['"yes"', /neither JSON/],
		['{"active":true,}', /not valid JSON/],
		['{"active":"yes"}', /"DoNotDisturb\.active" is true or false, not "yes"/],
		['{"active":null}', /"DoNotDisturb\.active" cannot be cleared by null/],
		['{"active":[true]}', /"DoNotDisturb\.active" is one value, not a list/],
		['{"active":{"value":true}}', /"DoNotDisturb\.active" is one value, not an object/],
		['{"Active":true}', /has no "Active"\. It has: active, ringSplash/],
		['<DoNotDisturb><active>true</DoNotDisturb>', /not a valid document/],
	])('%s is refused before anything is sent', async (payload, message) => {
		const connection = fakeConnection();
		const error = await telephonyError(rawRequest(connection, request({ payload })), 'badRequest');
		expect(error.message).toMatch(message);
		expect(connection.http.sent).toEqual([]);
	});

	it('goes out as JSON where servers write it so, also out of a list or a text', async () => {
		const badgerFish = '{"DoNotDisturb":{"active":{"$":"true"}}}';
		for (const payload of [badgerFish, `[${badgerFish}]`, JSON.stringify(badgerFish)]) {
			expect(await bodyOf({ payload })).toBe(badgerFish);
		}
	});
});

describe('a refusal says what of the request it is about', () => {
	const refused = async (status: number, parts: Partial<RawRequest>) => {
		const connection = fakeConnection();
		for (const method of ['GET', 'PUT', 'POST', 'DELETE'] as const) {
			connection.http.on(method, /./, { status, body: errorInfo('Refused', '1') });
		}
		const work = rawRequest(connection, request(parts));
		return (await work.catch((error: unknown) => error as Error)) as Error;
	};

	it.each<[number, Partial<RawRequest>, RegExp]>([
		[405, { method: 'POST' }, /DoNotDisturb has GET, PUT, not POST: choose another Method/],
		[400, { method: 'DELETE' }, /DoNotDisturb has GET, PUT, not DELETE/],
		[404, { path: '/v3.0/user/a@b/profile' }, /version v3\.0: begin it with \/v2\.0/],
		[404, { path: '/v1.0/something' }, /version v1\.0/],
		[400, { path: 'calls/New' }, /needs "address" here/],
		[405, { method: 'PUT' }, /does not offer this method/],
	])('%d of %j', async (status, parts, message) => {
		const error = await refused(status, parts);
		expect(error.message).toMatch(message);
		expect(error).toMatchObject({ status, vendorText: 'Refused' });
	});
});

describe('a payload that an expression gives', () => {
	const withPayload = async (payload: unknown) => {
		const connection = fakeConnection();
		for (const method of ['GET', 'PUT'] as const) connection.http.on(method, /./, {});
		const parameters: Record<string, unknown> = {
			path: 'services/DoNotDisturb',
			method: 'automatic',
			payload,
		};
		await rawRequestOperation.run({
			client: { connection, ownUserId: ALICE },
			parameter: (name: string, fallback?: unknown) =>
				name in parameters ? parameters[name] : fallback,
		} as never);
		const [{ method, body }] = connection.http.sent;
		return [method, body?.toString().replace(/^<\?.*?\?>/, '')];
	};

	it.each([[{ active: true, ringSplash: false }], [[{ ringSplash: 'false', active: 'true' }]]])(
		'as %j is the document',
		async (payload) => expect(await withPayload(payload)).toEqual(['PUT', DND]),
	);

	it.each([[undefined], [null], ['']])('as %j is none', async (payload) =>
		expect(await withPayload(payload)).toEqual(['GET', undefined]),
	);
});

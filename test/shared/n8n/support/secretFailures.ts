import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import { ids } from '../../../ringCentral/n8n/support/ringCentral';
import { alice } from '../../../broadWorks/n8n/support/telephoneSystem';
import { byId } from '../../../support/n8n/workflows';

/** With characters that look different in a URL, in Base64 and in JSON. */
export const PASSWORD = 'Planted"P4ss+word/with=signs&é~!';
export const WRONG_PASSWORD = 'Planted"Wr0ng+word/with=signs&é~!';
export const TOKEN = 'planted.T0ken-of.alice_for+the/test==';
export const WRONG_TOKEN = 'planted.Wr0ng-of.alice_for+the/test==';

/** What happens to a request, as a fault of the simulator. */
export interface BroadWorksFailure {
	name: string;
	fault?: JsonObject;
	credential?: JsonObject;
	parameters?: JsonObject;
}

export const profile = { resource: 'user', operation: 'getProfile', userId: byId(alice) };
export const everyRequest = { kind: 'status', times: 0 };

/** Every way in which an action of BroadWorks can fail. */
export const broadWorksFailures: BroadWorksFailure[] = [
	{ name: 'a wrong password', credential: { password: WRONG_PASSWORD } },
	{
		name: 'a wrong token',
		credential: { authentication: 'bearer', accessToken: WRONG_TOKEN, userId: alice },
	},
	{
		name: 'a token that the server no longer takes',
		credential: { authentication: 'bearer', accessToken: TOKEN, userId: alice },
		fault: { ...everyRequest, status: 401 },
	},
	...[400, 401, 403, 404, 409, 429, 500, 503].map((status) => ({
		name: `status ${status}`,
		fault: { ...everyRequest, status },
	})),
	{ name: 'a web page instead of a document', fault: { ...everyRequest, status: 200 } },
	{ name: 'no XML', fault: { ...everyRequest, status: 200, body: 'this is not XML at all' } },
	{
		name: 'a redirect to nowhere',
		fault: { ...everyRequest, status: 302, location: 'http://[nowhere' },
	},
	{ name: 'closed connections', fault: { kind: 'refuseConnections', ms: 20_000 } },
	{ name: 'an address where nobody listens', credential: { serverUrl: 'http://127.0.0.1:9' } },
	{ name: 'TLS where there is none', credential: { serverUrl: 'https://127.0.0.1:PORT' } },
	{ name: 'an unknown host', credential: { serverUrl: 'http://nobody.invalid' } },
	{ name: 'an address that is none', credential: { serverUrl: 'http://%' } },
	{
		name: 'an unknown call',
		parameters: {
			resource: 'call',
			operation: 'hold',
			userId: byId(alice),
			callId: byId('callhalf-1:0'),
		},
	},
	{
		name: 'a raw request for nothing',
		parameters: {
			resource: 'rawRequest',
			operation: 'send',
			userId: byId(alice),
			method: 'GET',
			path: { __rl: true, mode: 'path', value: 'services/Nothing' },
			payload: '',
			accept: 'application/json',
		},
	},
];

export const CLIENT_SECRET = 'Planted"S3cret+of/the=app&é~!';
export const WRONG_SECRET = 'Planted"Wr0ng+of/the=app&é~!';
export const WRONG_JWT = 'planted.Wr0ng-jwt.of_alice+for/her==';

export interface RingCentralFailure {
	/** What happens to a request. */
	name: string;
	credential?: JsonObject;
	status?: number;
	parameters?: JsonObject;
}

export const ownExtension = {
	resource: 'extension',
	operation: 'get',
	extensionId: { __rl: true, mode: 'id', value: ids.alice },
};

export const ringCentralFailures: RingCentralFailure[] = [
	{ name: 'a wrong client secret', credential: { clientSecret: WRONG_SECRET } },
	{ name: 'a wrong JWT', credential: { jwt: WRONG_JWT } },
	...[400, 401, 403, 404, 500].map((status) => ({ name: `status ${status}`, status })),
	{ name: 'an address where nobody listens', credential: { serverUrl: 'http://127.0.0.1:9' } },
	{ name: 'an address that is none', credential: { serverUrl: 'http://%' } },
	{
		name: 'a recording of another server',
		parameters: {
			resource: 'teamMessaging',
			operation: 'downloadFile',
			contentUri: 'https://files.example.net/secret-taker',
			binaryPropertyName: 'data',
		},
	},
];

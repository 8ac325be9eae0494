import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import { UDESK_ACCOUNT } from '../../../simulators/udesk';

/** With characters that look different in a URL, in Base64 and in JSON. */
export const PUSH_SECRET = 'Planted"P4sh+secret/of=pushes&é~!';
export const WRONG_PUSH_SECRET = 'Planted"Wr0ng+secret/of=pushes&é~!';
export const WEB_KEY = 'Planted"W3bk3y+of/the=PBX&é~!';
export const PBX_PASSWORD = 'Planted"L0gin+of/the=PBX&é~!';
export const OPEN_API_TOKEN = 'Planted"0penApi+token/of=Udesk&é~!';
export const CALL_CENTER_SECRET = 'Planted"C4llCenter+of/Udesk=&é~!';

/** A system that pushes to an address which is known to it and n8n alone. */
export interface PushingSystem {
	node: string;
	/** Type of the credential with the secret of the address. */
	webhookCredential: string;
	/** Last part of the address. */
	path: string;
	parameters: JsonObject;
	body: JsonObject;
	/** Login of the node, where it has one; no server listens there. */
	login?: { type: string; data: JsonObject };
}

const NOBODY = 'http://127.0.0.1:9';

export const pushingSystems: PushingSystem[] = [
	{
		node: 'cooCenter',
		webhookCredential: 'cooCenterWebhookApi',
		path: 'coocenter',
		parameters: { triggerOn: ['hangup'] },
		body: { event: 'hangup', calleridnum: '808', uniqueid: '1325747409.260' },
		login: { type: 'cooCenterApi', data: { url: NOBODY, generation: 1, webKey: WEB_KEY } },
	},
	{
		node: 'udesk',
		webhookCredential: 'udeskWebhookApi',
		path: 'udesk',
		parameters: {},
		body: { call_id: 'planted-1', nick_name: 'Jörg' },
	},
	{
		node: 'dimensions',
		webhookCredential: 'dimensionsWebhookApi',
		path: 'dimensions',
		parameters: {},
		body: { callRecordId: 'planted-1', other: 'x' },
	},
];

/** An action that fails: the PBX and Udesk put what proves the login into each request. */
export interface SignedFailure {
	name: string;
	node: string;
	credential: string;
	data: JsonObject;
	parameters: JsonObject;
}

const extensions = { resource: 'extension', operation: 'getMany' };

export const signedFailures: SignedFailure[] = [
	{
		name: 'a PBX that cannot be reached, by key',
		node: 'cooCenter',
		credential: 'cooCenterApi',
		data: { url: NOBODY, generation: 1, webKey: WEB_KEY },
		parameters: extensions,
	},
	{
		name: 'a PBX that cannot be reached, by password',
		node: 'cooCenter',
		credential: 'cooCenterApi',
		data: { url: NOBODY, generation: 2, username: 'admin', password: PBX_PASSWORD },
		parameters: extensions,
	},
	{
		name: 'Udesk that cannot be reached, by token',
		node: 'udesk',
		credential: 'udeskApi',
		data: {
			...UDESK_ACCOUNT,
			serverUrl: NOBODY,
			openApiToken: OPEN_API_TOKEN,
			callCenterSecret: CALL_CENTER_SECRET,
		},
		parameters: { resource: 'number', operation: 'getMany' },
	},
];

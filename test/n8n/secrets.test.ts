import { createServer, type Server } from 'node:http';
import { mkdtemp } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';

import { installN8n } from '../../demo/n8n/install';
import { lines } from '../../demo/n8n/lines';
import { stderrProgress } from '../../demo/n8n/progress';
import type { JsonObject, StoredCredential } from '../../demo/n8n/rest-types';
import { removeUserFolder, Workbench } from '../../demo/n8n/workbench';
import { Simulator } from '../../demo/simulator';
import { handedOver } from './support/handedOver';
import { findPlanted, readEverything } from './support/planted';
import { waitForItem } from './support/poll';
import { alice, credentialData } from './support/telephoneSystem';
import {
	actionWorkflow,
	byId,
	credentialType,
	nodeNames,
	triggerWorkflow,
} from './support/workflows';

/** With characters that look different in a URL, in Base64 and in JSON. */
const PASSWORD = 'Planted"P4ss+word/with=signs&é~!';
const WRONG_PASSWORD = 'Planted"Wr0ng+word/with=signs&é~!';
const TOKEN = 'planted.T0ken-of.alice_for+the/test==';
const WRONG_TOKEN = 'planted.Wr0ng-of.alice_for+the/test==';

/** What happens to a request, as a fault of the simulator. */
interface Failure {
	name: string;
	fault?: JsonObject;
	credential?: JsonObject;
	parameters?: JsonObject;
}

const profile = { resource: 'user', operation: 'getProfile', userId: byId(alice) };
const everything = { kind: 'status', times: 0 };

/** Every way in which an action can fail. */
const failures: Failure[] = [
	{ name: 'a wrong password', credential: { password: WRONG_PASSWORD } },
	{
		name: 'a wrong token',
		credential: { authentication: 'bearer', accessToken: WRONG_TOKEN, userId: alice },
	},
	{
		name: 'a token that the server no longer takes',
		credential: { authentication: 'bearer', accessToken: TOKEN, userId: alice },
		fault: { ...everything, status: 401 },
	},
	...[400, 401, 403, 404, 409, 429, 500, 503].map((status) => ({
		name: `status ${status}`,
		fault: { ...everything, status },
	})),
	{ name: 'a web page instead of a document', fault: { ...everything, status: 200 } },
	{ name: 'no XML', fault: { ...everything, status: 200, body: 'this is no XML at all' } },
	{
		name: 'a redirect to nowhere',
		fault: { ...everything, status: 302, location: 'http://[nowhere' },
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

describe('Secrets', () => {
	let folder: string;
	let bench: Workbench;
	let phones: Simulator;
	/** Where no request may ever go. */
	let stranger: Server;
	const strayRequests: string[] = [];
	/** What n8n must not have written anywhere. */
	const planted = new Map<string, string>([
		['the password', PASSWORD],
		['the wrong password', WRONG_PASSWORD],
		['the token', TOKEN],
		['the wrong token', WRONG_TOKEN],
	]);
	/** Everything read over REST. */
	const answers: string[] = [];

	beforeAll(async () => {
		const { line, tarball } = handedOver();
		folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-secrets-'));
		const install = await installN8n(lines[line], stderrProgress());
		const env = { N8N_LOG_LEVEL: 'debug' };
		bench = await Workbench.start({ install, tarball, userFolder: folder, env });
		phones = await Simulator.start({ password: PASSWORD, accessTokens: { [TOKEN]: alice } });
		stranger = createServer((request, response) => {
			strayRequests.push(`${request.method} ${request.url}`);
			response.end();
		});
		await new Promise<void>((ready) => stranger.listen(0, '127.0.0.1', ready));
	});

	afterAll(async () => {
		await bench?.stop();
		await phones?.close();
		stranger?.close();
		if (folder) await removeUserFolder(folder);
	});

	beforeEach(async () => await phones.reset());

	const fault = async (body: JsonObject) =>
		await axios.post(`${phones.url}/control/faults`, body, { proxy: false });
	const createCredential = async (name: string, changes: JsonObject = {}) => {
		const data = credentialData(phones, { password: PASSWORD, ...changes });
		if (typeof data.serverUrl === 'string') {
			data.serverUrl = data.serverUrl.replace('PORT', new URL(phones.url).port);
		}
		const credential = await bench.api.createCredential(name, credentialType, data);
		answers.push(JSON.stringify(await bench.api.testCredential(credential, data)));
		return credential;
	};
	const runAction = async (credential: StoredCredential, parameters: JsonObject) => {
		const { id } = await bench.api.createWorkflow(actionWorkflow(credential, parameters));
		return await bench.api.runManually(id, nodeNames.start, nodeNames.action);
	};
	const trigger = (credential: StoredCredential, more: JsonObject = {}) =>
		triggerWorkflow(credential, {
			triggerOn: 'doNotDisturb',
			targetType: 'user',
			userId: byId(alice),
			options: { connectionItems: true, eventTimeout: 4 },
			...more,
		});

	test.each(failures)('an action fails because of $name', async (failure) => {
		if (failure.fault) await fault(failure.fault);
		const credential = await createCredential(failure.name, failure.credential);
		const { status, error } = await runAction(credential, failure.parameters ?? profile);
		expect({ status, error }).toEqual({ status: 'error', error: expect.any(String) });
	});

	test('an action and a trigger are not led to another host', async () => {
		const { port } = stranger.address() as AddressInfo;
		const location = `http://127.0.0.1:${port}/com.broadsoft.xsi-actions/v2.0/`;
		await fault({ ...everything, status: 302, location });
		const credential = await createCredential('redirected');
		const { error } = await runAction(credential, profile);
		expect(error).toMatch(/redirect/i);
		for (const delivery of ['channel', 'httpContact']) {
			const { id } = await bench.api.createWorkflow(trigger(credential, { delivery }));
			await expect(bench.api.activate(id)).rejects.toThrow(/redirect|server address/i);
			await bench.api.deleteWorkflow(id);
		}
		expect(strayRequests).toEqual([]);
	});

	test.each(['channel', 'httpContact'])('a trigger fails (%s)', async (delivery) => {
		const logins: JsonObject[] = [
			{ password: WRONG_PASSWORD },
			{ authentication: 'bearer', accessToken: WRONG_TOKEN, userId: alice },
		];
		for (const changes of logins) {
			const credential = await createCredential(`trigger ${delivery}`, changes);
			const { id } = await bench.api.createWorkflow(trigger(credential, { delivery }));
			await expect(bench.api.activate(id)).rejects.toThrow();
			await bench.api.deleteWorkflow(id);
		}
	});

	test('a trigger runs, loses its channel, and is refused', async () => {
		const credential = await createCredential('channel', {
			authentication: 'bearer',
			accessToken: TOKEN,
			userId: alice,
		});
		const { id } = await bench.api.createWorkflow(trigger(credential));
		await bench.api.activate(id);
		await phones.waitUntilSubscribed(1);
		await phones.setDoNotDisturb(alice, true);
		await waitForItem(bench.api, id, { type: 'DoNotDisturbEvent', active: true });
		await fault({ kind: 'cut' });
		await fault({ ...everything, status: 401, ms: 3_000 });
		await waitForItem(bench.api, id, { type: 'Connection', state: 'up' });
		await bench.api.deactivate(id);
	});

	test('posted events run, and posts with a wrong secret do not', async () => {
		const credential = await createCredential('contact');
		const { id } = await bench.api.createWorkflow(trigger(credential, { delivery: 'httpContact' }));
		await bench.api.activate(id);
		const { subscriptions } = JSON.parse(await phones.describe()) as {
			subscriptions: Array<{ httpContact: { uri: string } }>;
		};
		const contact = new URL(subscriptions[0].httpContact.uri);
		const secret = contact.searchParams.get('token') ?? '';
		expect(secret.length).toBeGreaterThan(20);
		planted.set('the secret of the webhook', secret);
		await phones.setDoNotDisturb(alice, true);
		await waitForItem(bench.api, id, { type: 'DoNotDisturbEvent', active: true });
		const refused = { proxy: false as const, validateStatus: () => true };
		contact.searchParams.set('token', `${secret.slice(1)}x`);
		expect((await axios.post(contact.href, '<a/>', refused)).status).toBe(401);
		contact.searchParams.set('token', secret);
		expect((await axios.post(contact.href, 'no XML', refused)).status).toBe(400);
		await bench.api.deactivate(id);
	});

	test('nothing of them is in executions, logs or files of n8n', async () => {
		const everything = await readEverything(bench);
		expect(everything.length).toBeGreaterThan(failures.length);
		// Stopped, so that everything is on disk.
		await bench.stop();
		const found = await findPlanted(folder, {
			planted,
			users: ['admin@example.net', alice],
			answers: [...answers, ...everything],
			control: alice,
		});
		expect(planted.has('the secret of the webhook')).toBe(true);
		expect(found).toEqual([]);
	});
});

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';

import { installN8n } from '../../demo/n8n/install';
import { lines } from '../../demo/n8n/lines';
import { stderrProgress } from '../../demo/n8n/progress';
import type { JsonObject } from '../../demo/n8n/rest-types';
import { removeUserFolder, Workbench } from '../../demo/n8n/workbench';
import { startRingCentralSimulator, type RingCentralSimulator } from '../simulators/ringcentral';
import { handedOver } from './support/handedOver';
import { findPlanted, readEverything } from './support/planted';
import { ids, jwtData, ringCentralAction } from './support/ringCentral';
import {
	controlOf,
	customer,
	DELIVERIES,
	itemWhere,
	ringCentralTrigger,
	subscriptionsOf,
	waitForSubscriptions,
} from './support/ringCentralTrigger';
import { nodeNames } from './support/workflows';

/** With characters that look different in a URL, in Base64 and in JSON. */
const CLIENT_SECRET = 'Planted"S3cret+of/the=app&é~!';
const WRONG_SECRET = 'Planted"Wr0ng+of/the=app&é~!';
const WRONG_JWT = 'planted.Wr0ng-jwt.of_alice+for/her==';

/** What happens to a request. */
interface Failure {
	name: string;
	credential?: JsonObject;
	status?: number;
	parameters?: JsonObject;
}

const ownExtension = {
	resource: 'extension',
	operation: 'get',
	extensionId: { __rl: true, mode: 'id', value: ids.alice },
};

const failures: Failure[] = [
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

describe('Secrets of RingCentral', () => {
	let folder: string;
	let bench: Workbench;
	let simulator: RingCentralSimulator;
	/** What n8n must not have written anywhere. */
	const planted = new Map<string, string>([
		['the client secret', CLIENT_SECRET],
		['the wrong client secret', WRONG_SECRET],
		['the JWT', 'jwt-alice'],
		['the wrong JWT', WRONG_JWT],
	]);
	const answers: string[] = [];

	beforeAll(async () => {
		const { line, tarball } = handedOver();
		folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-secrets-'));
		const install = await installN8n(lines[line], stderrProgress());
		const env = { N8N_LOG_LEVEL: 'debug' };
		bench = await Workbench.start({ install, tarball, userFolder: folder, env });
		simulator = await startRingCentralSimulator({
			clientSecret: CLIENT_SECRET,
			rateLimits: { light: 10_000, medium: 10_000, heavy: 10_000, auth: 10_000 },
		});
	});

	afterEach(() => {
		for (const { id, accessToken } of simulator.world.tokens.sessions.values()) {
			planted.set(`the access token of session ${id}`, accessToken);
		}
	});

	afterAll(async () => {
		await bench?.stop();
		await simulator?.close();
		if (folder) await removeUserFolder(folder);
	});

	const createCredential = async (name: string, changes: JsonObject = {}) => {
		const data = jwtData(simulator, { clientSecret: CLIENT_SECRET, ...changes });
		const credential = await bench.api.createCredential(name, 'ringCentralJwtApi', data);
		answers.push(JSON.stringify(await bench.api.testCredential(credential, data)));
		return credential;
	};

	test.each(failures)('an action fails because of $name', async (failure) => {
		const { name, credential, status, parameters = ownExtension } = failure;
		const made = await createCredential(name, credential);
		if (status !== undefined)
			controlOf(simulator).faults.status('/restapi/v1.0/account', status, 9);
		const { id } = await bench.api.createWorkflow(ringCentralAction(made, parameters));
		const run = await bench.api.runManually(id, nodeNames.start, nodeNames.action);
		controlOf(simulator).faults.clear();
		expect(run).toMatchObject({ status: 'error', error: expect.any(String) as string });
	});

	test.each(DELIVERIES)('a trigger runs, and is refused (%s)', async (delivery) => {
		const refused = await createCredential(`refused ${delivery}`, { jwt: WRONG_JWT });
		const parameters = { delivery, triggerOn: 'missedCall', targetType: 'account' };
		const broken = await bench.api.createWorkflow(
			ringCentralTrigger(refused, parameters).definition,
		);
		await expect(bench.api.activate(broken.id)).rejects.toThrow();
		const credential = await createCredential(`trigger ${delivery}`);
		const { id } = await bench.api.createWorkflow(
			ringCentralTrigger(credential, parameters).definition,
		);
		await bench.api.activate(id);
		await waitForSubscriptions(simulator, 1);
		const control = controlOf(simulator);
		const { telephonySessionId } = control.place({ from: customer, to: 'alice' });
		control.hangUp(telephonySessionId, customer);
		await itemWhere(bench.api, id, (item) => item.telephonySessionId === telephonySessionId);
		const { target } = subscriptionsOf(simulator)[0].transport;
		if (target) {
			const { address, verificationToken } = target;
			planted.set('the verification token', verificationToken ?? '');
			const answer = await axios.post(address, '{}{', {
				headers: { 'Verification-Token': `${verificationToken}x` },
				proxy: false,
				validateStatus: () => true,
			});
			expect(answer.status).toBe(401);
		}
		await bench.api.deactivate(id);
	});

	test('nothing of them is in executions, logs or files of n8n', async () => {
		expect((planted.get('the verification token') ?? '').length).toBeGreaterThan(20);
		expect([...planted.keys()].filter((name) => /^the access token/.test(name))).not.toEqual([]);
		const everything = await readEverything(bench);
		expect(everything.length).toBeGreaterThan(failures.length);
		// Stopped, so that everything is on disk.
		await bench.stop();
		const found = await findPlanted(folder, {
			planted,
			users: ['demo-client'],
			answers: [...answers, ...everything],
			control: ids.alice,
		});
		expect(found).toEqual([]);
	});
});

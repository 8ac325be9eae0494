import { mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connectOAuth2 } from '../../../n8n-driver/rest/connect-oauth2';
import { installN8n } from '../../../n8n-driver/install/install';
import { lines } from '../../../n8n-driver/install/lines';
import { stderrProgress } from '../../../n8n-driver/install/progress';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { removeUserFolder, Workbench } from '../../../n8n-driver/workbench';
import { Simulator } from '../../../demo/simulator';
import { startCooCenterSimulator, type CooCenterSimulator } from '../../simulators/cooCenter';
import { tone } from '../../simulators/cooCenter/audio';
import { DIMENSIONS_CLIENT, startDimensionsSimulator } from '../../simulators/dimensions';
import { startRingCentralSimulator } from '../../simulators/ringCentral';
import { startUdeskSimulator, UDESK_ACCOUNT } from '../../simulators/udesk';
import { credentialData as cooCenterData } from '../../cooCenter/n8n/support/cooCenter';
import { handedOver } from '../../support/n8n/handedOver';
import { waitForItem } from '../../support/n8n/poll';
import { actionOf, credentialsFor, whileActive } from '../../support/n8n/pushed';
import { ids, jwtData } from '../../ringCentral/n8n/support/ringCentral';
import {
	controlOf,
	customer,
	itemWhere,
	ringCentralTrigger,
} from '../../ringCentral/n8n/support/ringCentralTrigger';
import { alice, caller, credentialData } from '../../broadWorks/n8n/support/telephoneSystem';
import { byId, nodeNames, triggerWorkflow } from '../../support/n8n/workflows';

/** What each backend is asked for; `data` is its credential for a server. */
interface Backend {
	node: string;
	type: string;
	data(url: string): JsonObject;
	action: JsonObject;
	list: { path: string; methodName: string };
}

/** Only this name is allowed; the address it leads to is not. */
const allowed = (url: string) => url.replace('127.0.0.1', 'localhost');

// n8n 1.x has no such rules.
const onTwo = handedOver().line === 'two' ? describe : describe.skip;

onTwo('n8n whose operator has restricted what it may reach', () => {
	let folder: string;
	let bench: Workbench;
	/** Listens at the restricted address: nobody may ever connect. */
	let trap: Server;
	let trapUrl: string;
	let visitors = 0;
	const ends: Array<() => Promise<unknown>> = [];
	const urls: Record<string, string> = {};
	let phones: Simulator;
	let pbx: CooCenterSimulator;
	let account: Awaited<ReturnType<typeof startRingCentralSimulator>>;
	let backends: Backend[];

	beforeAll(async () => {
		const { line, tarball } = handedOver();
		folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-egress-'));
		const install = await installN8n(lines[line], stderrProgress());
		trap = createServer((socket) => {
			visitors++;
			socket.destroy();
		});
		await new Promise<void>((ready) => trap.listen(0, '127.0.0.1', ready));
		trapUrl = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
		phones = await Simulator.start({ eventTimeout: 4_000 });
		account = await startRingCentralSimulator();
		account.world.baseUrl = allowed(account.url);
		pbx = await startCooCenterSimulator();
		const udesk = await startUdeskSimulator();
		const dimensions = await startDimensionsSimulator();
		ends.push(async () => await phones.close());
		for (const one of [account, pbx, udesk, dimensions]) ends.push(async () => await one.close());
		backends = [
			{
				node: 'broadWorks',
				type: 'broadWorksXsiApi',
				data: (serverUrl) => credentialData(phones, { serverUrl, userId: alice }),
				action: { authentication: 'xsi', resource: 'user', operation: 'getProfile' },
				list: { path: 'parameters.userId', methodName: 'searchUsers' },
			},
			{
				node: 'cooCenter',
				type: 'cooCenterApi',
				data: (url) => cooCenterData(pbx, { url }),
				action: { resource: 'queue', operation: 'getMany' },
				list: { path: 'parameters.queue', methodName: 'searchQueues' },
			},
			{
				node: 'udesk',
				type: 'udeskApi',
				data: (serverUrl) => ({ ...UDESK_ACCOUNT, serverUrl, rateLimit: 0 }),
				action: { resource: 'number', operation: 'getMany' },
				list: { path: '', methodName: '' },
			},
			{
				node: 'dimensions',
				type: 'dimensionsOAuth2Api',
				data: (server) => ({
					region: 'other',
					serverUrl: `${server}/api/v1.0`,
					loginUrl: server,
					scope: 'openid offline_access onboarding',
					...DIMENSIONS_CLIENT,
				}),
				action: { resource: 'directory', operation: 'getMany' },
				list: { path: 'parameters.directoryId', methodName: 'searchDirectories' },
			},
			{
				node: 'ringCentral',
				type: 'ringCentralJwtApi',
				data: (url) => jwtData({ url }),
				action: { authentication: 'jwt', resource: 'extension', operation: 'getMany' },
				list: { path: 'parameters.extensionId', methodName: 'searchExtensions' },
			},
		];
		urls.broadWorks = phones.url;
		urls.cooCenter = pbx.url;
		urls.udesk = udesk.url;
		urls.dimensions = dimensions.url;
		urls.ringCentral = account.url;
		const env = {
			N8N_SSRF_PROTECTION_ENABLED: 'true',
			N8N_SSRF_ALLOWED_HOSTNAMES: 'localhost',
		};
		bench = await Workbench.start({ install, tarball, userFolder: folder, env, lean: true });
	});
	afterAll(async () => {
		await bench?.stop();
		for (const end of ends) await end();
		trap?.close();
		if (folder) await removeUserFolder(folder);
	});

	const create = async ({ node, type, data }: Backend, url: string) =>
		await bench.api.createCredential(`${node} at ${url}`, type, data(url));

	const run = async (
		{ node, action }: Pick<Backend, 'node' | 'action'>,
		credential: StoredCredential,
	) => {
		const { api } = bench;
		return await api.runOnce(actionOf(node, credential, action), nodeNames.start, nodeNames.action);
	};

	const search = async ({ node, list, action }: Backend, credential: StoredCredential) =>
		await bench.api.searchList({
			nodeType: `n8n-nodes-telephony.${node}`,
			typeVersion: 1,
			...list,
			parameters: action,
			credentials: credentialsFor(credential) as never,
		});

	test('tests, actions and lists reach what is allowed, and nothing else', async () => {
		const found: Record<string, unknown> = {};
		const tryOut = async (backend: Backend) => {
			const { node, type, data, list } = backend;
			for (const url of [allowed(urls[node]), trapUrl]) {
				const credential = await create(backend, url);
				const isAllowed = url !== trapUrl;
				const isOAuth2 = type === 'dimensionsOAuth2Api';
				if (isOAuth2 && isAllowed) await connectOAuth2(bench.api, credential);
				const verdict = isOAuth2
					? undefined
					: await bench.api.testCredential(credential, data(url));
				const { status, error } = await run(backend, credential);
				const listed =
					list.methodName === ''
						? undefined
						: await search(backend, credential).then(
								({ results }) => results.length > 0,
								() => false,
							);
				found[`${node} ${isAllowed}`] = { test: verdict?.status, status, listed };
				if (!isAllowed && !isOAuth2) {
					expect(verdict?.message).toMatch(/n8n does not allow requests/);
					expect(error).toMatch(/n8n does not allow requests/);
				}
			}
		};
		await Promise.all(backends.map(tryOut));
		const wanted = (node: string, is: boolean) => [
			`${node} ${is}`,
			{
				test: node === 'dimensions' ? undefined : is ? 'OK' : 'Error',
				status: is ? 'success' : 'error',
				listed: node === 'udesk' ? undefined : is,
			},
		];
		const nodes = backends.flatMap(({ node }) => [wanted(node, true), wanted(node, false)]);
		expect(found).toEqual(Object.fromEntries(nodes));
		expect(visitors).toBe(0);
	});

	test('the credential test of an account that was connected in a browser', async () => {
		const { data, type } = backends[3];
		const url = allowed(urls.dimensions);
		const credential = await bench.api.createCredential('Connected', type, data(url));
		await connectOAuth2(bench.api, credential);
		// What the editor sends: n8n puts the token that it keeps in its place.
		const given = {
			...data(url),
			oauthTokenData: { access_token: 'kept', token_type: 'Bearer' },
		};
		const test = async (changes: JsonObject) =>
			await bench.api.testCredential(credential, { ...given, ...changes });
		expect(await test({})).toMatchObject({ status: 'OK' });
		const refused = await test({ serverUrl: `${trapUrl}/api/v1.0` });
		expect(refused).toMatchObject({ status: 'Error' });
		expect(visitors).toBe(0);
	});

	test('files come from where they may', async () => {
		const [, cooCenter] = backends;
		pbx.world.state.recordings.set('1.wav', { audio: tone(1), from: 0 });
		const recording = {
			node: 'cooCenter',
			action: { resource: 'recording', operation: 'download', filePath: '1.wav', wait: 0 },
		};
		const { id, attachments } = account.world.messages.voicemail({
			to: account.world.people.get(ids.alice),
			from: { phoneNumber: customer },
		});
		const voicemail = {
			node: 'ringCentral',
			action: {
				authentication: 'jwt',
				resource: 'message',
				operation: 'downloadAttachment',
				messageId: id,
			},
		};
		const ofPbx = await create(cooCenter, allowed(urls.cooCenter));
		const ofAccount = await create(backends[4], allowed(account.url));
		const downloads = [await run(recording, ofPbx), await run(voicemail, ofAccount)];
		expect(downloads.map(({ error, output }) => [error, output[nodeNames.action]])).toMatchObject([
			[undefined, [{ fileName: '1.wav', size: tone(1).length }]],
			[undefined, [{ attachments: [{ id: attachments[0].id }] }]],
		]);
		const { error } = await run(recording, await create(cooCenter, trapUrl));
		expect(error).toMatch(/n8n does not allow requests/);
		// A server that is allowed may tell an address that is not: nobody goes there.
		account.world.baseUrl = trapUrl;
		try {
			await run(voicemail, ofAccount);
		} finally {
			account.world.baseUrl = allowed(account.url);
		}
		expect(visitors).toBe(0);
	});

	test('streams, acknowledgements and WebSockets go where they may', async () => {
		const { api } = bench;
		const [broadWorks] = backends;
		const phone = await create(broadWorks, allowed(phones.url));
		const watched: JsonObject = {
			triggerOn: 'callEvent',
			type: ['CallReceivedEvent'],
			targetType: 'user',
			userId: byId(alice),
			options: { eventTimeout: 4 },
		};
		const stream = await api.createWorkflow(triggerWorkflow(phone, watched));
		await api.activate(stream.id);
		const callId = await phones.placeCall({ ...caller, to: alice });
		await waitForItem(api, stream.id, { callId });
		await waitFor(
			async () =>
				(await phones.sent()).find(({ type }) => type === 'CallReceivedEvent')?.acked &&
				(await phones.requests()).some(({ path }) => path.includes('/heartbeat')),
			{ what: 'the event is acknowledged and a heartbeat has come' },
		);
		await api.deleteWorkflow(stream.id);
		const { options: _options, ...subscribed } = watched;
		const contact = await api.createWorkflow(
			triggerWorkflow(phone, { ...subscribed, delivery: 'httpContact' }),
		);
		await api.activate(contact.id);
		const posted = await phones.placeCall({ ...caller, to: alice });
		await waitForItem(api, contact.id, { callId: posted });
		await api.deleteWorkflow(contact.id);
		const ringCentral = await create(backends[4], allowed(account.url));
		const sockets = ringCentralTrigger(ringCentral, {
			triggerOn: 'telephonySession',
			targetType: 'account',
			delivery: 'webSocket',
		});
		await whileActive(api, sockets, async ({ id }) => {
			await waitFor(() => controlOf(account).hub.subscriptions.list().length === 1, {
				what: 'the trigger has subscribed',
			});
			const { telephonySessionId } = controlOf(account).place({ from: customer, to: 'alice' });
			await itemWhere(api, id, (item) => item.telephonySessionId === telephonySessionId);
		});
		expect(visitors).toBe(0);
	});

	test('no trigger leaves for a restricted address, however it is delivered', async () => {
		const { api } = bench;
		const phone = await create(backends[0], trapUrl);
		const ringCentral = await create(backends[4], trapUrl);
		const watched = { triggerOn: 'callEvent', targetType: 'user', userId: byId(alice) };
		const sessions = { triggerOn: 'telephonySession', targetType: 'account' };
		const definitions = [
			triggerWorkflow(phone, { ...watched, delivery: 'channel' }),
			triggerWorkflow(phone, { ...watched, delivery: 'httpContact' }),
			ringCentralTrigger(ringCentral, { ...sessions, delivery: 'webSocket' }).definition,
			ringCentralTrigger(ringCentral, { ...sessions, delivery: 'webhook' }).definition,
		];
		const activated = definitions.map(async (definition) => {
			const { id } = await api.createWorkflow(definition);
			// n8n keeps trying in the background.
			await expect(api.activate(id, 5_000)).rejects.toThrow();
		});
		await Promise.all(activated);
		expect(visitors).toBe(0);
	});
});

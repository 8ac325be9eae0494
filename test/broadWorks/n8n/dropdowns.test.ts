import type { DynamicField, N8nApi } from '../../../n8n-driver/rest/api';
import type {
	JsonObject,
	NodeTypeDescription,
	StoredCredential,
} from '../../../n8n-driver/rest/rest-types';
import { waitForItem } from '../../support/n8n/poll';
import {
	alice,
	bob,
	caller,
	credentialData,
	telephoneSystemForAll,
	whileListening,
	type TelephoneSystem,
} from './support/telephoneSystem';
import {
	actionType,
	actionWorkflow,
	byId,
	credentialType,
	nodeNames,
	triggerType,
	triggerWorkflow,
} from '../../support/n8n/workflows';

const additionalUsers = 120;

interface Property {
	name: string;
	modes?: Array<{ typeOptions?: { searchListMethod?: string } }>;
	typeOptions?: { loadOptionsMethod?: string };
	displayOptions?: { show?: { resource?: string[]; operation?: string[] } };
}

describe('Live dropdowns', () => {
	let api: N8nApi;
	let system: TelephoneSystem;
	let types: NodeTypeDescription[];

	telephoneSystemForAll((given) => ({ api, system } = given), { additionalUsers });
	beforeAll(async () => {
		types = await api.nodeTypes();
	});

	/** The field as n8n's editor would ask for it. */
	const field = (nodeType: string, name: string, parameters: JsonObject): DynamicField => {
		const properties = types.find((type) => type.name === nodeType)?.properties as Property[];
		const { resource, operation } = parameters;
		const isShown = ({ displayOptions: { show = {} } = {} }: Property) =>
			(show.resource?.includes(String(resource)) ?? true) &&
			(show.operation?.includes(String(operation)) ?? true);
		const methods = properties
			.filter((property) => property.name === name && isShown(property))
			.flatMap(({ modes = [], typeOptions }) => [
				typeOptions?.loadOptionsMethod,
				...modes.map((mode) => mode.typeOptions?.searchListMethod),
			])
			.filter((method) => method !== undefined);
		const { id, name: credentialName } = system.own;
		return {
			nodeType,
			typeVersion: 1,
			path: `parameters.${name}`,
			methodName: methods[0],
			// The editor sends every parameter, and by this one n8n finds the credential.
			parameters: { authentication: 'xsi', ...parameters },
			credentials: { [credentialType]: { id, name: credentialName } },
		};
	};
	const values = (entries: Array<{ value: unknown }>) => entries.map(({ value }) => value);

	test.each([
		['action', actionType, { resource: 'call', operation: 'getMany' }],
		['trigger', triggerType, { triggerOn: 'callEvent', targetType: 'user' }],
	])('the %s node finds a user by name', async (_node, nodeType, parameters) => {
		const { results } = await api.searchList(field(nodeType, 'userId', parameters), 'bob');
		expect(results).toEqual([expect.objectContaining({ value: bob })]);
		expect(results[0].name).toContain('Bob');
	});

	test.each([
		['groupId', { targetType: 'group' }, 'demo/sales'],
		['enterpriseId', { targetType: 'enterprise' }, 'demo'],
		['callCenterId', { targetType: 'callCenter' }, 'queue@example.net'],
		['routePointId', { targetType: 'routePoint' }, 'routepoint@example.net'],
	])('the trigger finds %s in a list', async (name, parameters, wanted) => {
		const asked = field(triggerType, name, { triggerOn: 'rawEvent', ...parameters });
		const { results } = await api.searchList({ ...asked, typeVersion: 1.1 });
		expect(values(results)).toEqual([wanted]);
	});

	test('a group of the list needs no enterprise beside it', async () => {
		const definitionFor = ({ administrator }: TelephoneSystem) => {
			const parameters = { targetType: 'group', groupId: byId('demo/sales') };
			const definition = triggerWorkflow(administrator, {
				triggerOn: 'doNotDisturb',
				...parameters,
			});
			definition.nodes[0].typeVersion = 1.1;
			return definition;
		};
		await whileListening(api, definitionFor, async (id, { phones }) => {
			await phones.asAdministrator(
				'PUT',
				`/v2.0/user/${alice}/services/DoNotDisturb`,
				'<DoNotDisturb xmlns="http://schema.broadsoft.com/xsi"><active>true</active></DoNotDisturb>',
			);
			await waitForItem(api, id, { type: 'DoNotDisturbEvent', active: true, targetId: alice });
		});
	});

	describe('of an administrator', () => {
		let plain: StoredCredential;
		let standing: StoredCredential;
		beforeAll(async () => {
			plain = system.administrator;
			standing = await api.createCredential(
				'BroadWorks of an administrator with a default user',
				credentialType,
				credentialData(system.phones, { defaultUserId: bob }),
			);
		});
		afterAll(async () => await api.deleteCredential(standing.id));

		const of = ({ id, name }: StoredCredential, fieldName: string, parameters: JsonObject) => ({
			...field(actionType, fieldName, parameters),
			credentials: { [credentialType]: { id, name } },
		});
		const calls = { resource: 'call', operation: 'getMany' };

		test('users are listed around the default user or the chosen one, sorted and without queues', async () => {
			const lists = [
				await api.searchList(of(standing, 'userId', calls)),
				await api.searchList(of(plain, 'userId', { ...calls, userId: byId(alice) })),
			];
			for (const { results } of lists) {
				expect(values(results).slice(0, 3)).toEqual([alice, bob, 'carol@example.net']);
				expect(values(results)).not.toContain(system.phones.queue);
			}
			await expect(api.searchList(of(plain, 'userId', calls))).rejects.toThrow(/Default User/);
		});

		test('a list of a user says to choose one, where the login is none', async () => {
			const hold = { resource: 'call', operation: 'hold' };
			const message = { resource: 'voicemail', operation: 'get' };
			const advice = /Choose a User: admin@example.net/;
			for (const [name, parameters] of [
				['callId', hold],
				['messageId', message],
			] as const) {
				await expect(api.searchList(of(plain, name, parameters))).rejects.toThrow(advice);
			}
			const { results } = await api.searchList(of(standing, 'callId', hold));
			expect(results).toEqual([]);
		});

		test('queues and codes are listed, and a new node runs', async () => {
			const queues = of(standing, 'callCenterId', {
				resource: 'callCenter',
				operation: 'getCalls',
			});
			expect(values((await api.searchList(queues)).results)).toEqual([system.phones.queue]);
			const state = { resource: 'callCenterAgent', operation: 'setAcdState' };
			const unavailable = { ...state, agentACDState: 'Unavailable' };
			const codes = await api.loadOptions(of(standing, 'agentUnavailableCode', unavailable));
			expect(codes.length).toBeGreaterThan(1);
			const run = async (credential: StoredCredential) =>
				await api.runOnce(actionWorkflow(credential, {}), nodeNames.start, nodeNames.action);
			expect((await run(standing)).error).toBeUndefined();
			expect((await run(plain)).error).toMatch(/Choose a User: admin@example.net/);
		});
	});

	test('who is in a conference is offered by name', async () => {
		const bridgeId = 'bridge@example.net';
		const made = await system.phones.asAdministrator(
			'POST',
			`/v2.0/user/${alice}/services/meetmeconference/${bridgeId}/conference`,
			'<MeetMeConferencingConference xmlns="http://schema.broadsoft.com/xsi"/>',
		);
		const conferenceId = /conferenceId>(\d+)</.exec(made)?.[1] ?? '';
		const guest = await system.phones.joinMeeting(bridgeId, conferenceId, caller);
		const mute = { resource: 'meetMe', operation: 'muteParticipant', bridgeId };
		const asked = field(actionType, 'participantId', { ...mute, conferenceId });
		expect((await api.searchList(asked)).results).toEqual([
			expect.objectContaining({
				value: guest,
				name: expect.stringContaining(caller.name) as string,
			}),
		]);
		const unknown = field(actionType, 'participantId', { ...mute, conferenceId: '' });
		await expect(api.searchList(unknown)).rejects.toThrow(/Enter a Bridge ID and a Conference ID/);
	});

	test('all users are reached page by page', async () => {
		const users = field(actionType, 'userId', { resource: 'call', operation: 'getMany' });
		const found: unknown[] = [];
		let pages = 0;
		let token: string | undefined;
		do {
			const page = await api.searchList(users, undefined, token);
			found.push(...values(page.results));
			token = page.paginationToken;
			pages += 1;
		} while (token && pages < 20);
		expect(pages).toBeGreaterThan(1);
		expect(new Set(found).size).toBe(found.length);
		expect(found).toEqual(
			expect.arrayContaining([alice, bob, `user${additionalUsers}@example.net`]),
		);
	});

	test('messages, logged calls, services and directories of the chosen user are offered', async () => {
		const { phones } = system;
		await phones.steerCall(await phones.placeCall({ ...caller, to: alice }), 'remoteHangup');
		const message = await phones.leaveVoicemail(alice, caller);
		const userId = byId(alice);
		const search = async (name: string, parameters: JsonObject, filter?: string) =>
			(await api.searchList(field(actionType, name, { ...parameters, userId }), filter)).results;
		const messages = { resource: 'voicemail', operation: 'get' };
		expect(await search('messageId', messages, 'jordan')).toEqual([
			{ name: expect.stringMatching(/^Jordan.*new$/) as string, value: message },
		]);
		const missed = { resource: 'callLog', operation: 'delete', callLogType: 'missed' };
		expect(await search('callLogId', missed)).toEqual([
			expect.objectContaining({ name: expect.stringContaining(caller.name) as string }),
		]);
		const services = { resource: 'service', operation: 'get' };
		expect(await search('service', services, 'silent')).toEqual([
			{ name: 'Silent Alerting', value: 'SilentAlerting' },
		]);
		const contacts = { resource: 'directory', operation: 'getCustomContacts', userId };
		const directories = await api.loadOptions(field(actionType, 'directoryName', contacts));
		expect(values(directories)).toEqual(['Suppliers']);
	});

	test('the calls of the chosen user are offered', async () => {
		const callId = await system.phones.placeCall({ ...caller, to: alice });
		const calls = field(actionType, 'callId', {
			resource: 'call',
			operation: 'hold',
			userId: byId(alice),
		});
		const { results } = await api.searchList(calls);
		expect(values(results)).toEqual([callId]);
		expect(results[0].name).toContain(caller.name);
	});

	test('the unavailable codes of the agent are offered', async () => {
		const codes = await api.loadOptions(
			field(actionType, 'agentUnavailableCode', {
				resource: 'callCenterAgent',
				operation: 'setAcdState',
				userId: byId(alice),
				agentACDState: 'Unavailable',
			}),
		);
		expect(values(codes).length).toBeGreaterThan(1);
	});

	test.each([
		['callCenterId', 'callCenter', 'getCalls', 'queue@example.net'],
		['queueCallId', 'callCenter', 'endCall', /^callhalf-/],
		['dnisName', 'callCenter', 'getDnisDetails', 'Sales'],
		['routePointId', 'routePoint', 'getState', 'routepoint@example.net'],
		['agentAddress', 'call', 'silentMonitor', '1002'],
		['dispositionCode', 'call', 'setDispositionCode', '01'],
		['callCenterId', 'callCenterAgent', 'joinQueue', 'queue@example.net'],
		['userAddress', 'call', 'pickUp', '1001', 'alice'],
	])(
		'the list of %s of %s: %s has what the server has',
		async (name, resource, operation, wanted, typed = '') => {
			await system.phones.placeCall({ ...caller, to: system.phones.queue });
			const parameters = {
				resource,
				operation,
				userId: byId(alice),
				callCenterId: byId(system.phones.queue),
			};
			const { results } = await api.searchList(field(actionType, name, parameters), typed);
			const matching = values(results).filter((value) =>
				typeof wanted === 'string' ? value === wanted : wanted.test(String(value)),
			);
			expect(matching).not.toEqual([]);
		},
	);

	test('a raw request shows what its path takes, and runs with it', async () => {
		const raw = { resource: 'rawRequest', operation: 'send', userId: byId(alice) };
		const asked = async (path: string, method = 'automatic') => {
			const parameters = { ...raw, path: { __rl: true, mode: 'list', value: path }, method };
			const node = { ...field(actionType, 'path', parameters), typeVersion: 1.1 };
			const methods = await api.loadOptions({ ...node, methodName: 'getMethods' });
			const { fields } = await api.mapperFields({ ...node, methodName: 'getCommandValues' });
			return { methods: values(methods), fields };
		};
		const forward = await asked('/v2.0/user/{userId}/services/CallForwardingAlways');
		expect(forward.methods).toEqual(['automatic', 'GET', 'PUT']);
		expect(forward.fields.map(({ id }) => id)).toEqual([
			'body_active',
			'body_forwardToPhoneNumber',
			'body_ringSplash',
		]);
		const path = '/v2.0/user/{userId}/calls/{callId}/BlindTransfer';
		const transfer = await asked(path);
		expect(transfer.methods).toEqual(['automatic', 'PUT']);
		expect(transfer.fields.map(({ id, required }) => [id, required])).toEqual([
			['path_callId', true],
			['query_address', true],
			['query_toFront', false],
		]);
		const run = async (chosen: string, value: JsonObject, schema: unknown) => {
			const definition = actionWorkflow(system.own, {
				...raw,
				path: { __rl: true, mode: 'list', value: chosen },
				commandValues: {
					mappingMode: 'defineBelow',
					value,
					matchingColumns: [],
					schema: schema as never,
				},
			});
			for (const node of definition.nodes) {
				if (node.name === nodeNames.action) node.typeVersion = 1.1;
			}
			return await api.runOnce(definition, nodeNames.start, nodeNames.action);
		};
		const callId = await system.phones.placeCall({ ...caller, to: alice });
		await system.phones.steerCall(callId, 'answer');
		const runs = [
			await run(path, { path_callId: callId, query_address: '1002' }, transfer.fields),
			await run(
				'/v2.0/user/{userId}/services/CallForwardingAlways',
				{ body_forwardToPhoneNumber: '+12125550155', body_ringSplash: 'true', body_active: null },
				forward.fields,
			),
		];
		expect(runs.map(({ status, error }) => [status, error])).toEqual([
			['success', undefined],
			['success', undefined],
		]);
		expect(await system.phones.callState(callId)).toBeUndefined();
		const service = `/v2.0/user/${alice}/services/CallForwardingAlways`;
		expect(await system.phones.asAdministrator('GET', service)).toContain(
			'<active>false</active><forwardToPhoneNumber>+12125550155</forwardToPhoneNumber><ringSplash>true</ringSplash>',
		);
		// n8n 1.123 refuses to start a node with an empty value that is marked.
		const told = await run(path, { query_address: '1002' }, transfer.fields).then(
			({ error }) => error,
			(refusal: Error) => refusal.message,
		);
		expect(told).toMatch(/callId|Call ID|has issues/);
	});

	test('an operation of each group runs', async () => {
		const callId = await system.phones.placeCall({ ...caller, to: alice });
		await system.phones.steerCall(callId, 'answer');
		const run = async (parameters: JsonObject) =>
			await api.runOnce(actionWorkflow(system.own, parameters), nodeNames.start, nodeNames.action);
		const user = { userId: byId(alice) };
		const park = { resource: 'call', operation: 'park', ...user, callId: byId(callId) };
		const ofQueue = { callCenterId: byId(system.phones.queue) };
		const runs = [
			await run(park),
			await run({ resource: 'callCenter', operation: 'getProfile', ...ofQueue }),
			await run({ resource: 'callCenterAgent', operation: 'leaveQueue', ...user, ...ofQueue }),
		];
		expect(runs.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
		expect(await system.phones.callState(callId)).toBeUndefined();
		const record = { resource: 'speedDial', operation: 'create', ...user };
		const settings = '{"speedCode": "07", "phoneNumber": "1002"}';
		const made = await run({ ...record, settings });
		const found = await run({ resource: 'user', operation: 'find', ...user, personName: 'bob' });
		expect([made.error, found.error]).toEqual([undefined, undefined]);
		expect(found.output[nodeNames.action]).toMatchObject([{ userId: bob, phone: '1002' }]);
		const speedDials = `/v2.0/user/${alice}/services/SpeedDial100`;
		expect(await system.phones.asAdministrator('GET', speedDials)).toContain(
			'<speedCode>07</speedCode><phoneNumber>1002</phoneNumber>',
		);
		const seats = (await system.phones.queueView())?.agents;
		expect(seats?.find(({ userId }) => userId === alice)?.joined).toBe(false);
		const { error } = await run({ resource: 'conference', operation: 'get', ...user });
		expect(error).toMatch(/no conference/);
	});
});

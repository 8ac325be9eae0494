import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { operations } from '../../../nodes/BroadWorks/operations';
import { sideBySide } from '../../support/n8n/sideBySide';
import {
	actionType,
	actionWorkflow,
	byId,
	credentialsOf,
	nodeNames,
	triggerWorkflow,
} from '../../support/n8n/workflows';
import { PEOPLE } from '../../simulators/webex';
import { alice, bob, telephoneSystemForAll, type TelephoneSystem } from './support/telephoneSystem';
import { routePoint } from './support/triggerCases';
import { startOrganization } from './support/webex';

const queue = 'queue@example.net';
const bridge = 'bridge@example.net';
const strange = 'strange@example.net';
const noCall = 'callhalf-1:0';

const ended = /The call callhalf-1:0 has ended, or it is not a call of /;
const noUser = /There is no user nobody: write it with its domain, such as nobody@example\.net/;
const noQueue = /There is no call center sales: write it with its domain/;
const notBobs = /no right to do this with the user bob@example\.net, or there is no such user/;

interface Missing {
	/** `resource: operation`. */
	of: string;
	parameters: JsonObject;
	says: RegExp;
	login?: 'own' | 'administrator';
}

const ofAlice = (of: string, parameters: JsonObject, what: string): Missing => ({
	of,
	parameters: { userId: alice, ...parameters },
	says: new RegExp(`There is no ${what} of alice@example\\.net`),
});

/** A thing of each kind that is not there, as people choose it in actions. */
const actions: Missing[] = [
	{ of: 'user: getProfile', parameters: { userId: 'nobody' }, says: noUser },
	{ of: 'user: getProfile', parameters: { userId: bob }, says: notBobs, login: 'own' },
	{ of: 'service: getDoNotDisturb', parameters: { userId: 'nobody' }, says: noUser },
	{ of: 'call: hold', parameters: { userId: alice, callId: noCall }, says: ended },
	{ of: 'call: hold', parameters: { userId: 'nobody', callId: noCall }, says: noUser },
	{ of: 'call: hold', parameters: { userId: bob, callId: noCall }, says: notBobs, login: 'own' },
	{
		of: 'call: toggleRecording',
		parameters: { userId: alice, callId: noCall, action: 'toggle' },
		says: ended,
	},
	{
		of: 'call: retrieveParked',
		parameters: { userId: alice, parkAddress: '1002' },
		says: /No call is parked at 1002/,
	},
	{
		of: 'call: pickUp',
		parameters: { userId: alice, userAddress: '1002' },
		says: /No call rings at 1002/,
	},
	{
		of: 'conference: get',
		parameters: { userId: alice },
		says: /alice@example\.net has no conference now/,
	},
	{ of: 'callCenter: getCalls', parameters: { callCenterId: 'sales' }, says: noQueue },
	{
		of: 'callCenter: endCall',
		parameters: { callCenterId: queue, queueCallId: noCall },
		says: ended,
	},
	{
		of: 'callCenter: getDnisDetails',
		parameters: { callCenterId: queue, dnisName: 'Sport' },
		says: /There is no DNIS Sport of call center queue@example\.net/,
	},
	{
		of: 'callCenterAgent: joinQueue',
		parameters: { userId: 'carol@example.net', callCenterId: strange },
		says: /carol@example\.net is not an agent of the call center strange@example\.net/,
	},
	{
		of: 'routePoint: getCalls',
		parameters: { routePointId: strange },
		says: /There is no route point strange@example\.net on this server/,
	},
	{
		of: 'routePoint: endCall',
		parameters: { routePointId: routePoint, routePointCallId: noCall },
		says: ended,
	},
	{
		of: 'meetMe: getMany',
		parameters: { userId: alice, bridgeId: 'conferences' },
		says: /There is no conference bridge conferences: write it with its domain/,
	},
	{
		of: 'meetMe: lock',
		parameters: { bridgeId: bridge, conferenceId: '999' },
		says: /There is no conference 999 of conference bridge bridge@example\.net/,
	},
	ofAlice('collaborateRoom: getState', { roomId: '999' }, 'room 999'),
	ofAlice('voicemail: markAsRead', { messageId: 'x1' }, 'voicemail message x1'),
	ofAlice(
		'callLog: delete',
		{ callLogType: 'missed', callLogId: '999', log: 'enhanced' },
		'call log entry 999',
	),
	ofAlice(
		'schedule: get',
		{ scheduleType: 'Time', scheduleName: 'Office Hours' },
		'schedule Office Hours',
	),
	ofAlice('forwardingRule: get', { criteriaName: 'VIP' }, 'rule VIP'),
	ofAlice('speedDial: delete', { code: '17' }, 'speed dial 17'),
	ofAlice('anywhereLocation: get', { number: '+15550177' }, 'Anywhere location \\+15550177'),
	ofAlice('fax: get', { faxId: '999' }, 'fax 999'),
	ofAlice('phoneList: delete', { name: 'Zoe' }, 'entry Zoe'),
	ofAlice(
		'rawRequest: send',
		{ method: 'GET', path: 'profile/device/other_1@example.net' },
		'device other_1@example\\.net',
	),
	{
		of: 'rawRequest: send',
		parameters: { method: 'GET', path: '/v2.0/callcenter/sales/calls' },
		says: noQueue,
	},
];

const MODES: Record<string, string> = { path: 'path' };

/** As the panel holds them: what may be chosen from a list is a locator. */
function asPanel(of: string, parameters: JsonObject): JsonObject {
	const [resource, name] = of.split(': ');
	const { fields = [] } =
		operations.find((one) => one.resource === resource && one.name === name) ?? {};
	const located = Object.entries(parameters).map(([field, value]): [string, JsonObject[string]] => {
		const { type } = fields.find((one) => one.name === field) ?? {};
		if (type !== 'resourceLocator') return [field, value];
		return [field, { ...byId(String(value)), mode: MODES[field] ?? 'id' }];
	});
	return { resource, operation: name, ...Object.fromEntries(located) };
}

interface Refused {
	target: JsonObject;
	says: RegExp;
	login?: 'own' | 'administrator';
}

/** Targets that are not there, at publishing, where n8n shows the headline only. */
const targets: Refused[] = [
	{ target: { targetType: 'user', userId: byId('nobody') }, says: noUser },
	{ target: { targetType: 'callCenter', callCenterId: 'sales' }, says: noQueue },
	{
		target: { targetType: 'routePoint', routePointId: strange },
		says: /There is no route point strange@example\.net on this server/,
	},
	{
		target: { targetType: 'enterprise', enterpriseId: 'demo-inc' },
		says: /demo-inc is not an enterprise of this server/,
	},
	{
		target: { targetType: 'group', enterpriseId: 'demo', groupId: 'HQ' },
		says: /There is no group HQ in demo/,
	},
	{
		target: { targetType: 'group', enterpriseId: 'demo', groupId: 'sales' },
		says: /no right to events of group sales of demo, or there is none/,
		login: 'own',
	},
];

describe('Errors name what is not there', () => {
	let api: N8nApi;
	let system: TelephoneSystem;
	telephoneSystemForAll((given) => ({ api, system } = given));
	const together = sideBySide();

	together.each(
		actions,
		({ of, login, says }) => `${of} (${login ?? 'administrator'}): ${says.source}`,
		async ({ of, parameters, says, login = 'administrator' }) => {
			const definition = actionWorkflow(system[login], asPanel(of, parameters));
			const { status, error } = await api.runOnce(definition, nodeNames.start, nodeNames.action);
			expect({ status, error }).toEqual({
				status: 'error',
				error: expect.stringMatching(says) as string,
			});
		},
	);

	together.each(
		targets.flatMap((row) =>
			(['channel', 'httpContact'] as const).map((delivery) => ({ ...row, delivery })),
		),
		({ delivery, says }) => `publishing by ${delivery}: ${says.source}`,
		async ({ target, says, login = 'administrator', delivery }) => {
			const { id } = await api.createWorkflow(
				triggerWorkflow(system[login], {
					triggerOn: 'rawEvent',
					event: target.targetType === 'user' ? 'Advanced Call' : 'Call Center Queue',
					delivery,
					...target,
				}),
			);
			try {
				await expect(api.activate(id)).rejects.toThrow(says);
			} finally {
				await api.deleteWorkflow(id);
			}
		},
	);

	const listOf = async (login: StoredCredential, of: string, field: string, given: JsonObject) => {
		const parameters = { authentication: 'xsi', ...asPanel(of, given) };
		const [resource, name] = of.split(': ');
		const { fields = [] } =
			operations.find((one) => one.resource === resource && one.name === name) ?? {};
		const [method] = fields
			.filter((one) => one.name === field)
			.flatMap(({ modes = [] }) => modes.map(({ typeOptions }) => typeOptions?.searchListMethod))
			.filter((one) => one !== undefined);
		return await api.searchList({
			nodeType: actionType,
			typeVersion: 1,
			path: `parameters.${field}`,
			methodName: String(method),
			parameters,
			credentials: credentialsOf(login) as Record<string, { id: string; name: string }>,
		});
	};

	together.test('and so do the lists of the panel', async () => {
		const { administrator, own } = system;
		const rows: Array<[StoredCredential, string, string, JsonObject, RegExp]> = [
			[administrator, 'call: hold', 'callId', { userId: 'nobody' }, noUser],
			[own, 'call: hold', 'callId', { userId: bob }, notBobs],
			[administrator, 'callCenter: endCall', 'queueCallId', { callCenterId: 'sales' }, noQueue],
			[administrator, 'voicemail: get', 'messageId', { userId: 'nobody' }, noUser],
			[
				administrator,
				'meetMe: muteParticipant',
				'participantId',
				{ bridgeId: bridge, conferenceId: '999' },
				/There is no conference 999 of conference bridge bridge@example\.net/,
			],
		];
		for (const [login, of, field, given, says] of rows) {
			await expect(listOf(login, of, field, given)).rejects.toThrow(says);
		}
	});

	together.test('and so does Webex', async () => {
		const organization = await startOrganization(api);
		try {
			const credential = await organization.connected('admin');
			const unknown = '00000000-1111-4222-8333-444444444444';
			const { alice: person } = PEOPLE;
			for (const [of, given, says] of [
				['user: getProfile', { userId: unknown }, `There is no user ${unknown} on this server`],
				['call: hold', { userId: person.id, callId: noCall }, 'The call callhalf-1:0 has ended'],
				[
					'voicemail: markAsRead',
					{ userId: person.id, messageId: 'x1' },
					`There is no voicemail message x1 of ${person.id}`,
				],
			] as const) {
				const { error } = await organization.run(credential, asPanel(of, given));
				expect(error).toContain(says);
			}
		} finally {
			await organization.remove();
		}
	});
});

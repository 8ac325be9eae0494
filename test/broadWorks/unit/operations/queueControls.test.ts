import { AGENT_CONTROLS } from '../../../../nodes/BroadWorks/client/controls/agentControls';
import { QUEUE_CONTROLS } from '../../../../nodes/BroadWorks/client/controls/queueControls';
import { fixture } from '../../../support/fixtures';
import { toActionXml } from '../../../simulators/broadWorks/xml/xml';
import { ALICE, describeControls, runControl, type ControlCase } from '../support/controlCases';
import { ACTIONS, telephonyError } from '../support/xsi';

const QUEUE = 'queue@example.net';
const CALL = 'callhalf-1:0';
const USER = `${ACTIONS}/v2.0/user/${ALICE}`;
const CENTER = `${ACTIONS}/v2.0/callcenter/${QUEUE}`;
const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';

const queue = { callCenterId: QUEUE };
const waiting = { ...queue, queueCallId: CALL };
const done = { success: true };
const composed = (name: string) => ({ body: fixture(`composed/${name}.xml`) });
const position = { body: toActionXml('QueueCallOrder', { position: 2 }) };

const entry = {
	callId: 'callhalf-31139148485:0',
	extTrackingId: '130080177:2',
	remoteParty: {
		name: 'Jordan Smith',
		address: { '#text': 'tel:+18185550109', countryCode: '1', npa: '818', nxx: '555' },
		callType: 'Network',
	},
	addTime: 1568213984179,
	acdName: 'Demo Queue',
	acdNumber: { '#text': 'tel:+17025550181', countryCode: '1', npa: '702', nxx: '555' },
	acdPriority: '3-Low',
	addTimeInPriorityBucket: 1568213984179,
};
const onQueue = (of: string, path: string, more: Partial<ControlCase> = {}): ControlCase => ({
	of: `callCenter: ${of}`,
	given: queue,
	line: `GET ${CENTER}/${path}`,
	gives: undefined,
	...more,
});
const person = (callCenterId: string, userId: string, firstName: string, lastName: string) => ({
	callCenterId,
	userId,
	firstName,
	lastName,
	number: '+15550101',
	extension: '2001',
	groupId: 'HQ',
});

const queueCases: ControlCase[] = [
	onQueue('getCalls', 'calls', { answer: composed('acdqueue'), gives: [entry] }),
	onQueue('getCalls', 'calls', { answer: { body: toActionXml('ACDQueue', {}) }, gives: [] }),
	onQueue('promoteCall', `calls/${CALL}/Promote`, {
		given: { ...waiting, priority: '1-High' },
		line: `PUT ${CENTER}/calls/${CALL}/Promote`,
		body: `<ACDPromote ${NAMESPACE}><priority>1-High</priority></ACDPromote>`,
		answer: position,
		gives: { ...done, ...waiting, priority: '1-High', position: 2 },
	}),
	onQueue('reorderCall', '', {
		given: { ...waiting, index: 0 },
		line: `PUT ${CENTER}/calls/${CALL}/Reorder?index=0`,
		answer: position,
		gives: { ...done, ...waiting, index: 0, position: 2 },
	}),
	onQueue('transferCall', '', {
		given: { ...waiting, address: '+1' },
		line: `PUT ${CENTER}/calls/${CALL}/BlindTransfer?phoneno=%2B1`,
		gives: { ...done, ...waiting, address: '+1' },
	}),
	onQueue('endCall', '', {
		given: waiting,
		line: `DELETE ${CENTER}/calls/${CALL}`,
		gives: { ...done, ...waiting },
	}),
	onQueue('getProfile', 'profile', {
		answer: { body: toActionXml('ACDProfile', { type: 'Premium', queueLength: 50 }) },
		gives: { type: 'Premium', queueLength: 50 },
	}),
	onQueue('getDispositionCodes', 'profile/DispositionCodes', {
		answer: {
			body: toActionXml('ACDCallDispostionCodes', {
				dispositionCodes: {
					dispositionCodeDetail: [
						{ '@isDefault': 'true', code: '01', description: 'Sold', level: 'Queue' },
						{ code: '02', level: 'Group' },
					],
				},
			}),
		},
		gives: [
			{ code: '01', description: 'Sold', level: 'Queue', isDefault: true },
			{ code: '02', level: 'Group', isDefault: false },
		],
	}),
	onQueue('getDnis', 'profile/Dnis', {
		answer: {
			body: toActionXml('ACDDNIS', {
				dnisInfoList: { dnisInfo: [{ name: 'Sales', extension: '0081', priority: '1 - High' }] },
			}),
		},
		gives: [{ name: 'Sales', extension: '0081', priority: '1 - High' }],
	}),
	onQueue('getDnisDetails', 'profile/Dnis/Sales%20(1)', {
		given: { ...queue, dnisName: 'Sales (1)' },
		line: `GET ${CENTER}/profile/Dnis/Sales%20(1)`,
		answer: {
			body: toActionXml('ACDDNISKey', { useCustomCLIDSettings: true, priority: '1-High' }),
		},
		gives: { useCustomCLIDSettings: true, priority: '1-High' },
	}),
	onQueue('getForcedForwarding', 'profile/policies/ForcedForwarding', {
		answer: { body: toActionXml('ACDForcedForwarding', { active: false }) },
		gives: { active: false },
	}),
	onQueue('setForcedForwarding', '', {
		given: { ...queue, settings: { forwardToPhoneNumber: '+1', active: true } },
		line: `PUT ${CENTER}/profile/policies/ForcedForwarding`,
		body: `<ACDForcedForwarding ${NAMESPACE}><active>true</active><forwardToPhoneNumber>+1</forwardToPhoneNumber></ACDForcedForwarding>`,
		gives: { ...done, ...queue, active: true, forwardToPhoneNumber: '+1' },
	}),
	onQueue('getNightService', 'profile/policies/NightService', {
		answer: { body: toActionXml('ACDNightService', { action: 'None' }) },
		gives: { action: 'None' },
	}),
	onQueue('setNightService', '', {
		given: {
			...queue,
			settings: {
				manualAnnouncementMode: 'Manual Announcement',
				forceNightService: false,
				action: 'Transfer',
				transferPhoneNumber: '1002',
			},
		},
		line: `PUT ${CENTER}/profile/policies/NightService`,
		body: `<ACDNightService ${NAMESPACE}><action>Transfer</action><forceNightService>false</forceNightService><transferPhoneNumber>1002</transferPhoneNumber><manualAnnouncementMode>Manual Announcement</manualAnnouncementMode></ACDNightService>`,
		gives: {
			...done,
			...queue,
			manualAnnouncementMode: 'Manual Announcement',
			forceNightService: false,
			action: 'Transfer',
			transferPhoneNumber: '1002',
		},
	}),
];

const joining = (of: string, available: boolean): ControlCase => ({
	of: `callCenterAgent: ${of}`,
	given: queue,
	line: `PUT ${USER}/services/CallCenter`,
	body: `<CallCenter ${NAMESPACE}><callCenterList><callCenterDetails><serviceUserId>${QUEUE}</serviceUserId><available>${String(available)}</available></callCenterDetails></callCenterList></CallCenter>`,
	gives: { ...done, userId: ALICE, ...queue },
});

const agentCases: ControlCase[] = [
	{
		of: 'callCenterAgent: getState',
		line: `GET ${USER}/services/CallCenter`,
		answer: composed('callcenter-agent'),
		gives: {
			agentACDState: 'Available',
			useDefaultGuardTimer: true,
			enableGuardTimer: false,
			guardTimerSeconds: 5,
			useSystemDefaultUnavailableSettings: true,
			forceAgentUnavailableOnDNDActivation: false,
			forceUnavailableOnPersonalCalls: false,
			forceAgentUnavailableOnBouncedCallLimit: false,
			numberConsecutiveBouncedCallsToForceAgentUnavailable: 3,
			makeOutgoingCallsAsCallCenter: false,
			callCenters: [
				{
					serviceUserId: 'ccdemo@example.net',
					available: true,
					phoneNumber: '+17025550181',
					extension: '2900',
					type: 'Premium',
					priority: '0-Highest',
					isLogOffAllowed: true,
				},
			],
		},
	},
	joining('joinQueue', true),
	joining('leaveQueue', false),
	{
		of: 'callCenterAgent: getSupervised',
		given: queue,
		line: `GET ${USER}/directories/Agents?callcenter=queue%40example.net`,
		answer: composed('directory-agents'),
		gives: [
			person('ccdemo@example.net', ALICE, 'Alice', 'Adams'),
			person('ccdemo@example.net', 'bob@example.net', 'Bob', 'Stone'),
		],
	},
	{
		of: 'callCenterAgent: getSupervised',
		given: { limit: 1 },
		line: `GET ${USER}/directories/Agents`,
		answer: composed('directory-agents'),
		gives: [person('ccdemo@example.net', ALICE, 'Alice', 'Adams')],
	},
	{
		of: 'callCenterAgent: getSupervised',
		given: { limit: 1, returnAll: true },
		line: `GET ${USER}/directories/Agents`,
		answer: composed('directory-agents'),
		gives: [
			person('ccdemo@example.net', ALICE, 'Alice', 'Adams'),
			person('ccdemo@example.net', 'bob@example.net', 'Bob', 'Stone'),
		],
	},
];

describe('commands of queues and agents', () => {
	describeControls({ callCenter: QUEUE_CONTROLS, callCenterAgent: AGENT_CONTROLS }, [
		...queueCases,
		...agentCases,
	]);
});

describe('what is refused before anything is sent', () => {
	it.each([
		['callCenter: getCalls', {}, 'The parameter "Call Center" is empty'],
		['callCenter: endCall', queue, 'The parameter "Waiting Call" is empty'],
		['callCenter: reorderCall', { ...waiting, index: -1 }, /"-1" is not a place in the queue/],
		['callCenter: setNightService', queue, 'Add at least one setting to change'],
		['callCenter: setForcedForwarding', queue, 'Add at least one setting to change'],
		['callCenterAgent: joinQueue', {}, 'The parameter "Call Center" is empty'],
	])('%s with %j', async (of, given, message) => {
		const { work, http } = runControl(of, given);
		const error = await telephonyError(work as Promise<unknown>, 'badRequest');
		expect(error.message).toMatch(message);
		expect(http.sent).toEqual([]);
	});

	it('a limit below one is one, as in every other list', async () => {
		const given = { ...queue, limit: 0 };
		const { work } = runControl('callCenter: getCalls', given, composed('acdqueue'));
		expect(await work).toEqual([entry]);
	});
});

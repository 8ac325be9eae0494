import type { HttpRequest } from '../../../../nodes/shared/core/ports';
import { inCall, mine } from '../support/callOperationSupport';
import type { OperationBench } from '../support/operationSupport';
import { json, refusal } from '../support/restSupport';

const PARTY_PATH = '/restapi/v1.0/account/~/telephony/sessions/s-1/parties/p-2';
const ANY = /./;

const changesOf = ({ http }: OperationBench) => http.sent.filter(({ method }) => method !== 'GET');
const lineOf = ({ method, url, body }: HttpRequest) => [
	`${method} ${new URL(url).pathname}`,
	body === undefined ? undefined : (JSON.parse(body as string) as unknown),
];

type Case = [operation: string, parameters: object, line: string, body?: unknown];

/** What each action sends for the own party, which is looked up. */
const cases: Case[] = [
	['answer', {}, `POST ${PARTY_PATH}/answer`, { deviceId: '2' }],
	['answer', { deviceId: '5' }, `POST ${PARTY_PATH}/answer`, { deviceId: '5' }],
	['ignore', {}, `POST ${PARTY_PATH}/ignore`, { deviceId: '2' }],
	['hold', {}, `POST ${PARTY_PATH}/hold`],
	['unhold', {}, `POST ${PARTY_PATH}/unhold`],
	['mute', { muted: false }, `PATCH ${PARTY_PATH}`, { muted: false }],
	['reject', {}, `POST ${PARTY_PATH}/reject`],
	['park', {}, `POST ${PARTY_PATH}/park`],
	['flip', { callFlipId: '3' }, `POST ${PARTY_PATH}/flip`, { callFlipId: '3' }],
	['drop', {}, `DELETE ${PARTY_PATH}`],
	['drop', { keepConferenceAlive: true }, `DELETE ${PARTY_PATH}`, { keepConferenceAlive: true }],
	['end', {}, 'DELETE /restapi/v1.0/account/~/telephony/sessions/s-1'],
	[
		'transfer',
		{ target: 'phoneNumber', phoneNumber: '+1' },
		`POST ${PARTY_PATH}/transfer`,
		{ phoneNumber: '+1' },
	],
	[
		'transfer',
		{ target: 'extensionNumber', extensionNumber: '102' },
		`POST ${PARTY_PATH}/transfer`,
		{ extensionNumber: '102' },
	],
	[
		'transfer',
		{ target: 'extensionId', targetExtensionId: '8' },
		`POST ${PARTY_PATH}/transfer`,
		{ extensionId: '8' },
	],
	[
		'transfer',
		{ target: 'voicemail', targetExtensionId: '8' },
		`POST ${PARTY_PATH}/transfer`,
		{ voicemail: '8' },
	],
	[
		'transfer',
		{ target: 'parkOrbit', parkOrbit: '9' },
		`POST ${PARTY_PATH}/transfer`,
		{ parkOrbit: '9' },
	],
	[
		'forward',
		{ target: 'voicemail', targetExtensionId: '8' },
		`POST ${PARTY_PATH}/forward`,
		{ voicemail: '8' },
	],
	['toVoicemail', {}, `POST ${PARTY_PATH}/transfer`, { voicemail: '7' }],
	['toVoicemail', { mailboxId: '8' }, `POST ${PARTY_PATH}/transfer`, { voicemail: '8' }],
	[
		'warmTransfer',
		{ otherSessionId: 's-2' },
		`POST ${PARTY_PATH}/bridge`,
		{ telephonySessionId: 's-2', partyId: 'p-9' },
	],
	[
		'warmTransfer',
		{ otherSessionId: 's-3', otherPartyId: 'p-3' },
		`POST ${PARTY_PATH}/bridge`,
		{ telephonySessionId: 's-3', partyId: 'p-3' },
	],
	['reply', { text: 'Later' }, `POST ${PARTY_PATH}/reply`, { replyWithText: 'Later' }],
	[
		'reply',
		{ replyType: 'pattern', pattern: 'OnMyWay', time: 5 },
		`POST ${PARTY_PATH}/reply`,
		{ replyWithPattern: { pattern: 'OnMyWay' } },
	],
	[
		'reply',
		{ replyType: 'pattern', pattern: 'CallMeBack', time: 2, timeUnit: 'Hour' },
		`POST ${PARTY_PATH}/reply`,
		{ replyWithPattern: { pattern: 'CallMeBack', time: 2, timeUnit: 'Hour' } },
	],
	['startRecording', {}, `POST ${PARTY_PATH}/recordings`],
	[
		'supervise',
		{ agentExtensionId: '8' },
		'POST /restapi/v1.0/account/~/telephony/sessions/s-1/supervise',
		{ mode: 'Listen', supervisorDeviceId: '2', agentExtensionId: '8' },
	],
	[
		'supervise',
		{
			agentExtensionId: '8',
			partyId: 'p-2',
			deviceId: '5',
			options: { autoAnswer: false, mediaSDP: 'sendRecv' },
		},
		`POST ${PARTY_PATH}/supervise`,
		{
			mode: 'Listen',
			supervisorDeviceId: '5',
			agentExtensionId: '8',
			autoAnswer: false,
			mediaSDP: 'sendRecv',
		},
	],
	[
		'bringIn',
		{ otherSessionId: 's-2' },
		'POST /restapi/v1.0/account/~/telephony/sessions/s-1/parties/bring-in',
		{ sessionId: 's-2', partyId: 'p-9' },
	],
	[
		'callOut',
		{ phoneNumber: '+16505550190' },
		'POST /restapi/v1.0/account/~/telephony/call-out',
		{ from: { deviceId: '2' }, to: { phoneNumber: '+16505550190' } },
	],
	[
		'callOut',
		{ deviceId: '5', target: 'extensionNumber', extensionNumber: '102', countryId: 1 },
		'POST /restapi/v1.0/account/~/telephony/call-out',
		{ from: { deviceId: '5' }, to: { extensionNumber: '102' }, countryId: 1 },
	],
	// As saved when the field was a number: 0 is none.
	...['1', '', 0].map(
		(countryId): Case => [
			'callOut',
			{ phoneNumber: '+16505550190', countryId },
			'POST /restapi/v1.0/account/~/telephony/call-out',
			{
				from: { deviceId: '2' },
				to: { phoneNumber: '+16505550190' },
				...(countryId === '1' ? { countryId: 1 } : {}),
			},
		],
	),
	['conference', {}, 'POST /restapi/v1.0/account/~/telephony/conference'],
];

test.each(cases)('%s %j', async (operation, parameters, line, body = undefined) => {
	const bench = inCall();
	const [item] = await bench.run('call', operation, {
		parameters: { sessionId: 's-1', ...parameters },
	});
	expect(changesOf(bench).map(lineOf)).toEqual([[line, body]]);
	expect(item).toBeDefined();
	expect(bench.http.unexpected).toEqual([]);
});

test('a call that rings is forwarded to voicemail, not transferred', async () => {
	const bench = inCall({ ...mine, status: { code: 'Proceeding' } });
	await bench.run('call', 'toVoicemail', { parameters: { sessionId: 's-1', mailboxId: '8' } });
	expect(changesOf(bench).map(lineOf)).toEqual([
		[`POST ${PARTY_PATH}/forward`, { voicemail: '8' }],
	]);
	// The party was looked up once, with its state.
	expect(bench.http.to('GET', /sessions/)).toHaveLength(1);
});

test('a parked call is picked up whosever it was', async () => {
	const bench = inCall({ ...mine, owner: { extensionId: '8' }, status: { code: 'Parked' } });
	await bench.run('call', 'pickUp', { parameters: { sessionId: 's-1' } });
	expect(changesOf(bench).map(lineOf)).toEqual([[`POST ${PARTY_PATH}/pickup`, { deviceId: '2' }]]);
});

describe('recordings', () => {
	const recorded = { ...mine, recordings: [{ id: 44, active: true }] };

	test.each([
		['pauseRecording', false],
		['resumeRecording', true],
	])('%s finds the recording of the party', async (operation, active) => {
		const bench = inCall(recorded);
		bench.http.on('PATCH', ANY, json({ id: 44, active, mode: 'OnDemand', view: 'Party' }));
		const items = await bench.run('call', operation, { parameters: { sessionId: 's-1' } });
		expect(changesOf(bench).map(lineOf)).toEqual([
			[`PATCH ${PARTY_PATH}/recordings/44`, { active }],
		]);
		expect(items).toEqual([
			{
				success: true,
				telephonySessionId: 's-1',
				partyId: 'p-2',
				recordingId: '44',
				active,
				mode: 'OnDemand',
				view: 'Party',
			},
		]);
	});

	test('by id it reads nothing', async () => {
		const bench = inCall();
		bench.http.on('PATCH', ANY, json({ id: '1', active: false }));
		const parameters = { sessionId: 's-1', partyId: 'p-2', recordingId: '1' };
		await bench.run('call', 'pauseRecording', { parameters });
		expect(bench.http.lines()).toEqual([`PATCH ${PARTY_PATH}/recordings/1`]);
	});
});

describe('what is wrong is told before anything is sent', () => {
	test.each([
		['hold', { sessionId: ' ' }, /"Call" is empty/],
		['transfer', { sessionId: 's-1', phoneNumber: '' }, /"Phone Number" is empty/],
		['transfer', { sessionId: 's-1', target: 'voicemail' }, /"Extension" is empty/],
		['transfer', { sessionId: 's-1', target: 'moon' }, /"moon" is not a place/],
		['forward', { sessionId: 's-1', target: 'parkOrbit', parkOrbit: '1' }, /park location/],
		['flip', { sessionId: 's-1' }, /"Flip To" is empty/],
		['reply', { sessionId: 's-1' }, /"Text" is empty/],
		['supervise', { sessionId: 's-1' }, /"Agent" is empty/],
		['warmTransfer', { sessionId: 's-1' }, /"Other Call" is empty/],
		['warmTransfer', { sessionId: 's-1', otherSessionId: 's-1' }, /are the same call/],
		['callOut', {}, /"Phone Number" is empty/],
	])('%s %j', async (operation, parameters, message) => {
		const bench = inCall();
		await expect(bench.run('call', operation, { parameters })).rejects.toThrow(message);
		expect(bench.http.sent).toEqual([]);
	});
});

test.each([
	[[{ id: 1, name: 'Desk', status: 'Offline' }], 'No telephone of the user is online (Desk)'],
	[[], 'The user of the credential has no telephone'],
])('without a telephone that is online nobody answers', async (records, message) => {
	const bench = inCall();
	bench.http.on('GET', /\/device/, json({ records }));
	const run = bench.run('call', 'answer', { parameters: { sessionId: 's-1' } });
	await expect(run).rejects.toThrow(message);
	expect(changesOf(bench)).toEqual([]);
});

test('a refusal of the server reaches the user in words', async () => {
	const bench = inCall({ ...mine, status: { code: 'Hold' } });
	bench.http.on('POST', ANY, refusal(409, 'TAS-102', 'Incorrect State'));
	await expect(bench.run('call', 'hold', { parameters: { sessionId: 's-1' } })).rejects.toThrow(
		/Cannot hold: the party p-2 is in state Hold. Possible in this state: .*unhold/,
	);
	expect(changesOf(bench)).toHaveLength(1);
});

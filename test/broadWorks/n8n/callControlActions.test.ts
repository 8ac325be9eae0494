import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import type { Simulator } from '../../../demo/simulator';
import { becomes, runCases, type BroadWorksCase } from './support/broadWorksActions';
import {
	active,
	answered,
	bobTalks,
	calls,
	coaching,
	conference,
	conferenceAfter,
	dialled,
	held,
	idOf,
	loggedCall,
	monitoring,
	ofAlice,
	parked,
	ringing,
	two,
} from './support/broadWorksCalls';
import { alice, bob, caller, carol } from './support/telephoneSystem';
import { byId } from '../../support/n8n/workflows';

const FINDME = '1090';

const statesOf = async (phones: Simulator, userId: string) =>
	(await phones.callsOf(userId)).map(({ state }) => state);
const conferenceOf = async (phones: Simulator) => (await phones.user(alice))?.conference;
/** The user has the call that the node gave. */
const made =
	(state: string): BroadWorksCase['then'] =>
	async (phones, [{ callId }]) => {
		expect(await phones.callState(String(callId))).toBe(state);
	};
const supervises =
	(type: string): BroadWorksCase['then'] =>
	async (phones) => {
		expect(await conferenceOf(phones)).toMatchObject({ type });
	};
const participant =
	(is: JsonObject): BroadWorksCase['then'] =>
	async (phones) => {
		expect((await conferenceOf(phones))?.participants[0]).toMatchObject(is);
	};
const callIs =
	(is: JsonObject): BroadWorksCase['then'] =>
	async (phones, _items, given) => {
		expect(await phones.call(idOf(given))).toMatchObject(is);
	};

const agent = { agentAddress: byId('1002') };

const callCases: BroadWorksCase[] = [
	{
		of: 'call: transferAfterConsultation',
		given: two,
		then: async (phones) => expect(await phones.callsOf(alice)).toEqual([]),
	},
	{
		of: 'call: transferWhenRinging',
		given: active,
		parameters: { address: '1002' },
		then: async (phones) => {
			expect(await statesOf(phones, alice)).toEqual([]);
			expect(await statesOf(phones, bob)).toEqual(['Alerting']);
		},
	},
	{
		of: 'call: reconnect',
		given: async (phones) => {
			const given = await active(phones);
			await answered(phones);
			return given;
		},
		then: async (phones, _items, given) => {
			expect(await phones.callsOf(alice)).toMatchObject([{ callId: idOf(given), state: 'Active' }]);
		},
	},
	{
		of: 'call: park',
		and: 'against the own place',
		login: 'own',
		given: active,
		parameters: { userId: byId('') },
		then: async (phones, items) => {
			expect(items).toMatchObject([{ parkedAt: '1001', userId: alice }]);
			expect((await phones.user(alice))?.parked).toMatchObject({ name: caller.name });
		},
	},
	{
		of: 'call: park',
		and: 'against another user',
		given: active,
		parameters: { parkAddress: byId('1003') },
		then: async (phones) => {
			expect((await phones.user(carol))?.parked).toMatchObject({ name: caller.name });
		},
	},
	{
		of: 'call: parkInGroup',
		given: active,
		then: async (phones, items) => {
			expect(items).toMatchObject([{ parkedAt: '1002' }]);
			expect((await phones.user(bob))?.parked).toMatchObject({ name: caller.name });
		},
	},
	{ of: 'call: retrieveParked', given: parked, then: made('Active') },
	{ of: 'call: pullCall', given: active, parameters: { callId: byId('') }, then: made('Active') },
	{
		of: 'call: pickUpInGroup',
		given: async (phones) => {
			await ringing(phones, bob);
			return await ofAlice();
		},
		parameters: { options: { location: 'Primary' } },
		then: made('Active'),
	},
	{
		of: 'call: pickUp',
		given: async (phones) => {
			await ringing(phones, bob);
			return await ofAlice();
		},
		parameters: { userAddress: byId('1002') },
		then: made('Active'),
	},
	{
		of: 'call: bargeIn',
		given: bobTalks,
		parameters: { userAddress: byId('1002') },
		then: supervises('Barge-In'),
	},
	{
		of: 'call: silentMonitor',
		given: bobTalks,
		parameters: agent,
		then: supervises('Silently Monitored'),
	},
	{ of: 'call: silentMonitorNext', given: ofAlice, parameters: agent, then: made('Alerting') },
	{ of: 'call: coach', given: bobTalks, parameters: agent, then: supervises('Supervisor Coached') },
	{ of: 'call: redial', given: dialled, then: made('Alerting') },
	{ of: 'call: returnCall', given: loggedCall, then: made('Alerting') },
	{
		of: 'call: pushToTalk',
		given: ofAlice,
		parameters: { userAddress: byId('1002') },
		then: async (phones) => expect(await statesOf(phones, bob)).toEqual(['Active']),
	},
	{
		of: 'call: escalate',
		given: async () => await Promise.resolve({ userId: byId(bob) }),
		then: async (phones) => {
			await becomes(async () => (await statesOf(phones, alice)).join(), 'Alerting');
		},
	},
	{
		of: 'call: escalateEmergency',
		given: async (phones) => ({
			userId: byId(bob),
			callId: byId(await answered(phones, bob)),
		}),
		parameters: { supervisorAddress: byId('1001') },
		then: async (phones) => {
			const [{ callId }] = await phones.callsOf(alice);
			await phones.steerCall(callId, 'answer');
			expect((await phones.user(bob))?.conference?.participants).toHaveLength(2);
		},
	},
	{
		of: 'call: callForExecutive',
		given: ofAlice,
		parameters: { executiveAddress: byId('1002'), address: '+15550177' },
		then: made('Alerting'),
	},
	{
		of: 'call: callMeNow',
		given: ofAlice,
		parameters: { address: '+15550177' },
		then: async (phones) => {
			await becomes(async () => (await statesOf(phones, alice)).join(), 'Alerting');
		},
	},
	{
		of: 'call: cancelAutomaticCallback',
		given: async (phones) => {
			await phones.awaitCallback(alice, '1002');
			return await ofAlice();
		},
		then: async (phones) => {
			expect((await phones.user(alice))?.automaticCallbacks).toEqual([]);
		},
	},
	{
		of: 'call: pushToExecutive',
		given: async (phones) => {
			const path = `${calls}/ExecutiveAssistantInitiateCall?executive=1002&address=%2B15550177`;
			await phones.asAdministrator('POST', path);
			await becomes(async () => (await statesOf(phones, alice)).join(), 'Active');
			const [{ callId }] = await phones.callsOf(alice);
			return { userId: byId(alice), callId: byId(callId) };
		},
		then: async (phones) => expect(await statesOf(phones, bob)).toEqual(['Alerting']),
	},
	{
		of: 'call: pushToFindMe',
		given: async (phones) => {
			await ringing(phones, FINDME);
			const [{ callId }] = await phones.callsOf(bob);
			await phones.steerCall(callId, 'answer');
			return { userId: byId(bob), callId: byId(callId) };
		},
		then: async (phones) => {
			expect(await statesOf(phones, bob)).toEqual([]);
			expect(await statesOf(phones, carol)).toEqual(['Alerting']);
		},
	},
	{
		of: 'call: playMusicOnHold',
		given: held,
		parameters: { audioUrls: 'https://media.example.com/hold.wav' },
		then: callIs({ musicOnHold: ['https://media.example.com/hold.wav'] }),
	},
	{
		of: 'call: sendDtmf',
		given: active,
		parameters: { digits: '1,23#' },
		then: callIs({ digits: '1,23#' }),
	},
	{
		of: 'call: setClientSessionInfo',
		given: active,
		parameters: { info: 'ticket 4711' },
		then: callIs({ clientSessionInfo: 'ticket 4711' }),
	},
	{
		of: 'call: setDispositionCode',
		given: active,
		parameters: { dispositionCode: byId('01') },
		then: callIs({ dispositionCode: '01' }),
	},
	{
		of: 'call: trace',
		and: 'a present call',
		given: active,
		then: async (phones, _items, given) => {
			expect((await phones.user(alice))?.traces).toEqual([idOf(given)]);
		},
	},
	{
		of: 'call: trace',
		and: 'the last call',
		given: loggedCall,
		then: async (phones) => expect((await phones.user(alice))?.traces).toHaveLength(1),
	},
	{
		of: 'call: createImrn',
		given: ofAlice,
		parameters: { callingAddress: '+15550191', address: '+15550177' },
		then: async (phones) => {
			const imrns = (await phones.user(alice))?.imrns;
			expect(imrns).toMatchObject([{ calling: '+15550191', called: '+15550177' }]);
		},
	},
	{
		of: 'call: getHookStatus',
		given: active,
		parameters: { callId: byId('') },
		then: async (_phones, items) => {
			await Promise.resolve();
			expect(items).toEqual([{ hookStatus: 'Off-Hook' }]);
		},
	},
];

const conferenceCases: BroadWorksCase[] = [
	{
		of: 'conference: get',
		given: conference,
		then: async (phones, items) => {
			const { participants = [] } = (await conferenceOf(phones)) ?? {};
			expect(items).toMatchObject([{ state: 'Active', muted: false, participants }]);
			expect(participants).toHaveLength(2);
		},
	},
	{
		of: 'conference: start',
		given: two,
		then: async (phones) => expect((await conferenceOf(phones))?.participants).toHaveLength(2),
	},
	{
		of: 'conference: addCall',
		given: async (phones) => ({
			...(await conference(phones)),
			callId: byId(await answered(phones)),
		}),
		then: async (phones) => expect((await conferenceOf(phones))?.participants).toHaveLength(3),
	},
	{ of: 'conference: muteParticipant', given: conference, then: participant({ muted: true }) },
	{
		of: 'conference: unmuteParticipant',
		given: conferenceAfter('{callId}/Mute'),
		then: participant({ muted: false }),
	},
	{ of: 'conference: deafenParticipant', given: conference, then: participant({ deaf: true }) },
	{
		of: 'conference: undeafenParticipant',
		given: conferenceAfter('{callId}/Deaf'),
		then: participant({ deaf: false }),
	},
	{
		of: 'conference: removeParticipant',
		given: conference,
		then: async (phones, _items, given) => {
			expect(await phones.callState(idOf(given))).toBeUndefined();
			expect(await phones.callsOf(alice)).toHaveLength(1);
		},
	},
	{
		of: 'conference: hold',
		given: conference,
		then: async (phones) => expect(await conferenceOf(phones)).toMatchObject({ state: 'Held' }),
	},
	{
		of: 'conference: resume',
		given: conferenceAfter('Hold'),
		then: async (phones) => expect(await conferenceOf(phones)).toMatchObject({ state: 'Active' }),
	},
	{
		of: 'conference: mute',
		given: conference,
		then: async (phones) => expect(await conferenceOf(phones)).toMatchObject({ muted: true }),
	},
	{
		of: 'conference: unmute',
		given: conferenceAfter('Mute'),
		then: async (phones) => expect(await conferenceOf(phones)).toMatchObject({ muted: false }),
	},
	{ of: 'conference: bargeIn', given: monitoring, then: supervises('Barge-In') },
	{ of: 'conference: silentMonitor', given: coaching, then: supervises('Silently Monitored') },
	{ of: 'conference: coach', given: monitoring, then: supervises('Supervisor Coached') },
	{
		of: 'conference: end',
		given: conference,
		then: async (phones) => {
			expect(await conferenceOf(phones)).toBeUndefined();
			expect(await phones.callsOf(alice)).toEqual([]);
		},
	},
];

describe('Call control', () => {
	runCases('callControlActions', [...callCases, ...conferenceCases]);
});

import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import type { Simulator } from '../../../../demo/simulator';
import type { BroadWorksCase } from './broadWorksActions';
import { bob, caller } from './telephoneSystem';
import { byId } from '../../../support/n8n/workflows';

const POINT = 'routepoint@example.net';
const path = `/v2.0/routepoint/${POINT}`;

const arrived = async (phones: Simulator): Promise<JsonObject> => ({
	routePointId: POINT,
	routePointCallId: byId(await phones.placeCall({ ...caller, to: POINT })),
});
const idOf = (given: JsonObject) => String((given.routePointCallId as JsonObject).value);
const waiting = async (phones: Simulator) => {
	const given = await arrived(phones);
	await phones.asAdministrator('PUT', `${path}/calls/${idOf(given)}/admit`);
	return given;
};
const ringing = async (phones: Simulator) => {
	const given = await waiting(phones);
	await phones.asAdministrator(
		'PUT',
		`${path}/calls/${idOf(given)}/Distribute`,
		`<RoutePointDistribute xmlns="http://schema.broadsoft.com/xsi"><agentId>${bob}</agentId></RoutePointDistribute>`,
	);
	return given;
};
const point = async () => await Promise.resolve({ routePointId: POINT });

const isGone: BroadWorksCase['then'] = async (phones) => {
	expect((await phones.routePointView())?.calls).toEqual([]);
};
const callIs =
	(is: JsonObject): BroadWorksCase['then'] =>
	async (phones) => {
		expect((await phones.routePointView())?.calls).toMatchObject([is]);
	};
const plays = (of: string, type: string, parameters: JsonObject = {}): BroadWorksCase => ({
	of: `routePoint: ${of}`,
	given: waiting,
	parameters,
	then: async (phones, [{ playCollectId }]) => {
		const [call] = (await phones.routePointView())?.calls ?? [];
		expect(call.playing).toEqual({ id: playCollectId, type });
	},
});

/** Every operation of route points. */
export const routePointCases: BroadWorksCase[] = [
	{
		of: 'routePoint: getCalls',
		login: 'own',
		given: waiting,
		then: async (_phones, items, given) => {
			await Promise.resolve();
			expect(items).toMatchObject([{ callId: idOf(given), routePointName: 'Demo Route Point' }]);
		},
	},
	{
		of: 'routePoint: getState',
		given: point,
		then: async (_phones, items) => {
			await Promise.resolve();
			expect(items).toEqual([{ state: 'Normal' }]);
		},
	},
	{
		of: 'routePoint: setState',
		given: point,
		parameters: { state: 'Failed' },
		then: async (phones) =>
			expect(await phones.routePointView()).toMatchObject({ state: 'Failed' }),
	},
	{
		of: 'routePoint: dial',
		given: point,
		parameters: { address: '+15550177' },
		then: async (phones, [{ callId }]) => {
			await callIs({ callId: String(callId), outgoing: true })(phones, [], {});
		},
	},
	{ of: 'routePoint: admitCall', given: arrived, then: callIs({ admitted: true }) },
	{ of: 'routePoint: rejectCall', given: arrived, then: isGone },
	{
		of: 'routePoint: distributeCall',
		given: waiting,
		parameters: { agentId: byId(bob) },
		then: async (phones) => {
			expect(await phones.callsOf(bob)).toMatchObject([{ state: 'Alerting' }]);
		},
	},
	{ of: 'routePoint: bounceCall', given: ringing, then: callIs({ bounced: true }) },
	{
		of: 'routePoint: failCall',
		given: waiting,
		then: async (phones, _items, given) => {
			expect((await phones.routePointView())?.failed).toEqual([idOf(given)]);
		},
	},
	{
		of: 'routePoint: transferCall',
		given: waiting,
		parameters: { address: '1002' },
		then: async (phones) => {
			expect(await phones.callsOf(bob)).toMatchObject([{ state: 'Alerting' }]);
		},
	},
	{ of: 'routePoint: endCall', given: waiting, then: isGone },
	{
		of: 'routePoint: connectToVoiceXml',
		given: waiting,
		parameters: { voicexmlId: 'voicexml@example.net', scriptUrl: 'https://app.example.com/a.vxml' },
		then: async (phones) => {
			expect((await phones.routePointView())?.scripts).toEqual(['https://app.example.com/a.vxml']);
		},
	},
	plays('playTreatment', 'Treatment', { audioUrls: 'https://media.example.com/welcome.wav' }),
	plays('playMusicOnHold', 'MOH', { duration: '30' }),
	plays('playRingback', 'Ringback'),
	plays('playSilence', 'Silence '),
	plays('playBusy', 'Busy', { busyPattern: 'FastBusy' }),
];

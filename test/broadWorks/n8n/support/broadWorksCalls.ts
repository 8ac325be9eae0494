import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import type { Simulator } from '../../../../demo/simulator';
import { alice, bob, caller } from './telephoneSystem';
import { byId } from '../../../support/n8n/workflows';

/** Path of Alice's calls. */
export const calls = `/v2.0/user/${alice}/calls`;
export const idOf = (given: JsonObject, name = 'callId') =>
	String((given[name] as JsonObject | undefined)?.value);

export const ofAlice = async () => await Promise.resolve({ userId: byId(alice) });
export const ringing = async (phones: Simulator, to = alice) =>
	await phones.placeCall({ ...caller, to });
export const answered = async (phones: Simulator, to = alice) => {
	const callId = await ringing(phones, to);
	await phones.steerCall(callId, 'answer');
	return callId;
};
export const active = async (phones: Simulator): Promise<JsonObject> => ({
	userId: byId(alice),
	callId: byId(await answered(phones)),
});
export const held = async (phones: Simulator) => {
	const given = await active(phones);
	await phones.steerCall(idOf(given), 'hold');
	return given;
};
export const two = async (phones: Simulator): Promise<JsonObject> => ({
	...(await active(phones)),
	otherCallId: byId(await answered(phones)),
});
/** Bob talks, and Alice, who is his supervisor, has done nothing yet. */
export const bobTalks = async (phones: Simulator) => {
	await answered(phones, bob);
	return await ofAlice();
};
export const parked = async (phones: Simulator) => {
	const callId = await answered(phones);
	await phones.asAdministrator('PUT', `${calls}/${callId}/Park`);
	return await ofAlice();
};
export const loggedCall = async (phones: Simulator) => {
	await phones.steerCall(await answered(phones), 'hangup');
	return await ofAlice();
};
export const dialled = async (phones: Simulator) => {
	await phones.asAdministrator('POST', `${calls}/New?address=%2B15550177`);
	const [{ callId }] = await phones.callsOf(alice);
	await phones.steerCall(callId, 'hangup');
	return await ofAlice();
};
export const conference = async (phones: Simulator) => {
	const given = await two(phones);
	const participants = ['callId', 'otherCallId'].map(
		(name) =>
			`<conferenceParticipant><callId>${idOf(given, name)}</callId></conferenceParticipant>`,
	);
	await phones.asAdministrator(
		'POST',
		`${calls}/Conference`,
		`<Conference xmlns="http://schema.broadsoft.com/xsi"><conferenceParticipantList>${participants.join('')}</conferenceParticipantList></Conference>`,
	);
	return { userId: given.userId, callId: given.callId };
};
/** A conference of which a verb has been said. */
export const conferenceAfter = (verb: string) => async (phones: Simulator) => {
	const given = await conference(phones);
	const path = verb.replace('{callId}', idOf(given));
	await phones.asAdministrator('PUT', `${calls}/Conference/${path}`);
	return given;
};
export const monitoring = async (phones: Simulator) => {
	await bobTalks(phones);
	await phones.asAdministrator('POST', `${calls}/SilentMonitor?address=1002`);
	return await ofAlice();
};
export const coaching = async (phones: Simulator) => {
	await bobTalks(phones);
	await phones.asAdministrator('POST', `${calls}/CoachAgent?address=1002`);
	return await ofAlice();
};

import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import type { CallSession, Party } from '../../../simulators/ringCentral/calls/model';
import type { Control } from '../../../simulators/ringCentral/control/control';
import { ids } from './ringCentral';
import { byId } from '../../../support/n8n/workflows';

/** Somebody outside the account. */
export const outside = '+14155550100';

/** A call of the case, and maybe a second one. */
export interface Given {
	sessionId: string;
	otherId?: string;
}

/** An action in a real n8n, and what it does to the calls of the simulator. */
export interface CallCase {
	name: string;
	operation: string;
	given: (control: Control) => Given;
	parameters?: JsonObject | ((given: Given) => JsonObject);
	/** Looks at the calls afterwards; `call` as far as it still is. */
	then: (items: JsonObject[], call: CallSession, control: Control) => void;
}

/** Alice is called. */
export const ringing = (control: Control, to = 'alice'): Given => ({
	sessionId: control.place({ from: outside, to }).telephonySessionId,
});

/** Alice, or somebody else, talks to somebody outside. */
export function talking(control: Control, user = 'alice'): Given {
	const given = ringing(control, user);
	control.answer(given.sessionId, user);
	return given;
}

function held(control: Control): Given {
	const given = talking(control);
	control.hold(given.sessionId, 'alice');
	return given;
}

/** Alice holds somebody outside and talks to Bob. */
function consulting(control: Control): Given {
	const { sessionId } = held(control);
	const other = control.place({ from: 'alice', to: '102' }).telephonySessionId;
	control.answer(other, 'bob');
	return { sessionId, otherId: other };
}

function recorded(control: Control, active: boolean): Given {
	const given = talking(control);
	const party = partyOf(control.calls.find(given.sessionId), 'alice');
	control.calls.change(party, { recordings: [{ id: '77', active }] });
	return given;
}

/** The newest party of a user. */
export function partyOf({ parties }: CallSession, user: keyof typeof ids): Party {
	const found = parties.filter(({ extensionId }) => extensionId === ids[user]).at(-1);
	if (!found) throw new Error(`${user} is not in the call`);
	return found;
}

/** The state of the newest party of a user, with the reason where there is one. */
export const stateOf = (call: CallSession, user: keyof typeof ids): string => {
	const { code, reason } = partyOf(call, user);
	return reason === undefined ? code : `${code}/${reason}`;
};

const done = (items: JsonObject[]) =>
	expect(items).toEqual([
		expect.objectContaining({
			success: true,
			telephonySessionId: expect.stringMatching(/^s-/) as string,
			partyId: expect.stringMatching(/^p-/) as string,
		}),
	]);

const transfer = (target: string, parameters: JsonObject, then: CallCase['then']): CallCase => ({
	name: `transfer to ${target}`,
	operation: 'transfer',
	given: talking,
	parameters: { target, ...parameters },
	then,
});

/** Every action on a call; Alice is the login. */
export const callCases: CallCase[] = [
	{
		name: 'answer, with the telephone that is online',
		operation: 'answer',
		given: ringing,
		then(items, call) {
			expect(items).toMatchObject([{ status: 'Answered', extensionId: ids.alice }]);
			expect(stateOf(call, 'alice')).toBe('Answered');
		},
	},
	{
		name: 'answer, with a chosen telephone and party, as call record',
		operation: 'answer',
		given: ringing,
		parameters: { deviceId: byId('80000000101'), output: 'callRecord' },
		then(items) {
			expect(items).toMatchObject([
				{ backend: 'ringCentral', state: 'active', direction: 'inbound', from: { e164: outside } },
			]);
		},
	},
	{
		name: 'pick up what rings at somebody else',
		operation: 'pickUp',
		given: (control) => ringing(control, 'bob'),
		then(_items, call) {
			expect(stateOf(call, 'alice')).toBe('Answered');
			expect(stateOf(call, 'bob')).toBe('Disconnected/Pickup');
		},
	},
	{
		name: 'pick up a parked call',
		operation: 'pickUp',
		given(control) {
			const given = talking(control, 'bob');
			control.park(given.sessionId, 'bob');
			return given;
		},
		then: (_items, call) => expect(stateOf(call, 'alice')).toBe('Answered'),
	},
	{
		name: 'ignore a queue call',
		operation: 'ignore',
		given: (control) => ringing(control, '200'),
		then(items, call) {
			done(items);
			expect(stateOf(call, 'alice')).toBe('Disconnected/AgentDropped');
			expect(stateOf(call, 'bob')).toBe('Proceeding');
		},
	},
	{
		name: 'reject, to voicemail',
		operation: 'reject',
		given: ringing,
		then(items, call) {
			done(items);
			expect(stateOf(call, 'alice')).toBe('VoiceMail');
		},
	},
	{
		name: 'reply with a text',
		operation: 'reply',
		given: ringing,
		parameters: { text: 'I call you back' },
		then: (items) =>
			expect(items).toMatchObject([{ status: 'Disconnected', reason: 'CallReplied' }]),
	},
	{
		name: 'reply with a prepared message',
		operation: 'reply',
		given: ringing,
		parameters: { replyType: 'pattern', pattern: 'CallMeBack', time: 2, timeUnit: 'Hour' },
		then: (items) => expect(items).toMatchObject([{ reason: 'CallReplied' }]),
	},
	{
		name: 'forward to an extension number',
		operation: 'forward',
		given: ringing,
		parameters: { target: 'extensionNumber', extensionNumber: '102' },
		then(items, call) {
			expect(items).toMatchObject([{ status: 'Disconnected', reason: 'CallRedirected' }]);
			expect(stateOf(call, 'bob')).toBe('Proceeding');
		},
	},
	{
		name: 'forward to voicemail',
		operation: 'forward',
		given: ringing,
		parameters: { target: 'voicemail', targetExtensionId: byId(ids.bob) },
		then: (_items, call) => expect(stateOf(call, 'bob')).toBe('VoiceMail'),
	},
	{
		name: 'hold',
		operation: 'hold',
		given: talking,
		then(items, call) {
			expect(items).toMatchObject([{ status: 'Hold' }]);
			expect(stateOf(call, 'alice')).toBe('Hold');
		},
	},
	{
		name: 'unhold',
		operation: 'unhold',
		given: held,
		then: (_items, call) => expect(stateOf(call, 'alice')).toBe('Answered'),
	},
	{
		name: 'mute',
		operation: 'mute',
		given: talking,
		then(items, call) {
			expect(items).toMatchObject([{ muted: true }]);
			expect(partyOf(call, 'alice').muted).toBe(true);
		},
	},
	{
		name: 'unmute',
		operation: 'mute',
		given(control) {
			const given = talking(control);
			control.calls.change(partyOf(control.calls.find(given.sessionId), 'alice'), { muted: true });
			return given;
		},
		parameters: { muted: false },
		then: (_items, call) => expect(partyOf(call, 'alice').muted).toBe(false),
	},
	transfer('phoneNumber', { phoneNumber: '+16505550103' }, (items, call) => {
		expect(items).toMatchObject([{ status: 'Disconnected', reason: 'BlindTransfer' }]);
		expect(stateOf(call, 'carol')).toBe('Proceeding');
	}),
	transfer('extensionNumber', { extensionNumber: '102' }, (_items, call) =>
		expect(stateOf(call, 'bob')).toBe('Proceeding'),
	),
	transfer('extensionId', { targetExtensionId: byId(ids.carol) }, (_items, call) =>
		expect(stateOf(call, 'carol')).toBe('Proceeding'),
	),
	transfer('voicemail', { targetExtensionId: byId(ids.bob) }, (_items, call) =>
		expect(stateOf(call, 'bob')).toBe('VoiceMail'),
	),
	transfer('parkOrbit', { parkOrbit: '62290001016' }, (items, call) => {
		expect(items).toMatchObject([{ status: 'Parked', parkId: '62290001016' }]);
		expect(stateOf(call, 'alice')).toBe('Parked/ParkLocation');
	}),
	{
		name: 'warm transfer',
		operation: 'warmTransfer',
		given: consulting,
		parameters: ({ otherId = '' }) => ({ otherSessionId: byId(otherId) }),
		then(items, call) {
			expect(items).toMatchObject([{ status: 'Gone', reason: 'AttendedTransfer' }]);
			expect(stateOf(call, 'alice')).toBe('Gone/AttendedTransfer');
			expect(call.parties[0].peer?.extensionId).toBe(ids.bob);
		},
	},
	{
		name: 'to voicemail while it rings',
		operation: 'toVoicemail',
		given: ringing,
		then: (_items, call) => expect(stateOf(call, 'alice')).toBe('VoiceMail'),
	},
	{
		name: 'to the voicemail of somebody else after the answer',
		operation: 'toVoicemail',
		given: talking,
		parameters: { mailboxId: byId(ids.bob) },
		then: (_items, call) => expect(stateOf(call, 'bob')).toBe('VoiceMail'),
	},
	{
		name: 'park',
		operation: 'park',
		given: talking,
		then(items, call) {
			expect(items).toMatchObject([{ status: 'Parked', parkId: '*801' }]);
			expect(stateOf(call, 'alice')).toBe('Parked/CallPark');
		},
	},
	{
		name: 'flip',
		operation: 'flip',
		given: talking,
		parameters: { callFlipId: byId('3') },
		then(items, call) {
			done(items);
			expect(call.parties.filter(({ extensionId }) => extensionId === ids.alice)).toMatchObject([
				{ code: 'Disconnected', reason: 'CallFlip' },
				{ code: 'Answered' },
			]);
		},
	},
	{
		name: 'start recording',
		operation: 'startRecording',
		given: talking,
		then(items, call) {
			const [{ id }] = partyOf(call, 'alice').recordings;
			expect(items).toMatchObject([{ success: true, recordingId: id, active: true }]);
		},
	},
	{
		name: 'pause the recording of the call',
		operation: 'pauseRecording',
		given: (control) => recorded(control, true),
		then(items, call) {
			expect(items).toMatchObject([{ recordingId: '77', active: false }]);
			expect(partyOf(call, 'alice').recordings).toEqual([{ id: '77', active: false }]);
		},
	},
	{
		name: 'resume a recording by its id',
		operation: 'resumeRecording',
		given: (control) => recorded(control, false),
		parameters: { recordingId: '77' },
		then: (_items, call) =>
			expect(partyOf(call, 'alice').recordings).toEqual([{ id: '77', active: true }]),
	},
	{
		name: 'supervise',
		operation: 'supervise',
		given: (control) => talking(control, 'bob'),
		parameters: { agentExtensionId: byId(ids.bob), options: { autoAnswer: true } },
		then(items, call) {
			expect(items).toMatchObject([{ direction: 'Outbound', extensionId: ids.alice }]);
			expect(partyOf(call, 'alice').supervises).toBe(partyOf(call, 'bob'));
		},
	},
	{
		name: 'bring a call into a conference',
		operation: 'bringIn',
		given(control) {
			const { sessionId: otherId } = talking(control);
			const conference = control.calls.newSession('Conference');
			conference.ownerId = ids.alice;
			control.joinConference(conference.id);
			control.unhold(otherId, 'alice');
			return { sessionId: conference.id, otherId };
		},
		parameters: ({ otherId = '' }) => ({ otherSessionId: byId(otherId) }),
		then(items, call) {
			expect(items).toMatchObject([{ conferenceRole: 'Participant' }]);
			expect(call.parties.map(({ conferenceRole }) => conferenceRole)).toContain('Participant');
		},
	},
	{
		name: 'drop',
		operation: 'drop',
		given: consulting,
		parameters: { keepConferenceAlive: true },
		then(items, call, { calls }) {
			done(items);
			expect(calls.sessions.has(call.id)).toBe(false);
			expect(calls.sessions.size).toBe(1);
		},
	},
	{
		name: 'end',
		operation: 'end',
		given: talking,
		then(items, _call, { calls }) {
			expect(items).toEqual([
				{ success: true, telephonySessionId: expect.stringMatching(/^s-/) as string },
			]);
			expect(calls.sessions.size).toBe(0);
		},
	},
];

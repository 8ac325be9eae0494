import type { XsiEvent } from '../../../nodes/BroadWorks/client';
import { InitialStates } from '../../../nodes/BroadWorks/initialState';

let number = 0;

function event(type: string, fields: XsiEvent['fields'], targetId = 'alice@example.net'): XsiEvent {
	number++;
	return {
		type,
		eventId: `e${number}`,
		sequenceNumber: number,
		targetId,
		fields: { type, eventId: `e${number}`, sequenceNumber: number, targetId, ...fields },
		xml: '',
	};
}

const dnd = (active: boolean, user?: string) => event('DoNotDisturbEvent', { active }, user);

describe('the present state a server sends', () => {
	it.each(['CallSubscriptionEvent', 'AgentSubscriptionEvent', 'ACDSubscriptionResyncEvent'])(
		'is told by the type %s',
		(type) => expect(new InitialStates().isInitial(event(type, {}), false)).toBe(true),
	);

	it('is the first event of a service after a subscription', () => {
		const states = new InitialStates();
		expect(states.isInitial(dnd(false), true)).toBe(true);
		expect(states.isInitial(dnd(true), false)).toBe(false);
	});

	it('is never a call', () => {
		const received = event('CallReceivedEvent', { callId: 'callhalf-1:0' });
		expect(new InitialStates().isInitial(received, true)).toBe(false);
	});

	it('is no event of a group, where nothing is expected', () => {
		const states = new InitialStates();
		expect(states.isInitial(dnd(true, 'alice@example.net'), false)).toBe(false);
		expect(states.isInitial(dnd(true, 'bob@example.net'), false)).toBe(false);
	});

	it('after a refresh says what was known', () => {
		const states = new InitialStates();
		states.isInitial(dnd(true), false);
		expect(states.isInitial(dnd(true), true)).toBe(true);
	});

	it('after a refresh tells a change that was missed', () => {
		const states = new InitialStates();
		states.isInitial(dnd(false), false);
		expect(states.isInitial(dnd(true), true)).toBe(false);
	});

	it('does not repeat a change that came just before it', () => {
		const states = new InitialStates();
		states.isInitial(dnd(false), false);
		expect(states.isInitial(dnd(true), true)).toBe(false);
		expect(states.isInitial(dnd(true), false)).toBe(true);
		expect(states.isInitial(dnd(true), false)).toBe(false);
	});

	it('does not repeat the last of several changes that came before it', () => {
		const states = new InitialStates();
		states.isInitial(dnd(false), false);
		expect(states.isInitial(dnd(true), true)).toBe(false);
		expect(states.isInitial(dnd(false), false)).toBe(false);
		expect(states.isInitial(dnd(false), false)).toBe(true);
		expect(states.isInitial(dnd(false), false)).toBe(false);
	});

	it('puts right a change that was taken for it', () => {
		const states = new InitialStates();
		expect(states.isInitial(dnd(true), true)).toBe(true);
		expect(states.isInitial(dnd(true), false)).toBe(false);
	});

	it('keeps users apart', () => {
		const states = new InitialStates();
		states.isInitial(dnd(true, 'alice@example.net'), false);
		expect(states.isInitial(dnd(true, 'bob@example.net'), false)).toBe(false);
	});
});

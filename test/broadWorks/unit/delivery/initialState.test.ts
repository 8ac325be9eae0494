import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readEvent, type XsiEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { InitialStates } from '../../../../nodes/BroadWorks/trigger/memory';
import type { KeptState } from '../../../../nodes/BroadWorks/trigger/staticData';

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

	it('is not an event of a group, where nothing is expected', () => {
		const states = new InitialStates();
		expect(states.isInitial(dnd(true, 'alice@example.net'), false)).toBe(false);
		expect(states.isInitial(dnd(true, 'bob@example.net'), false)).toBe(false);
	});

	it('is known to a trigger that goes on with the subscription of the one before', () => {
		const before = new InitialStates();
		expect(before.isInitial(dnd(true), true)).toBe(true);
		const after = new InitialStates();
		after.recall(JSON.parse(JSON.stringify(before)) as KeptState[]);
		expect(after.isInitial(dnd(true), true)).toBe(true);
		expect(after.isInitial(dnd(false), true)).toBe(false);
		expect(after.isInitial(dnd(false), true)).toBe(true);
		// Of another user nothing was known: what comes after a refresh is its state.
		expect(after.isInitial(dnd(true, 'bob@example.net'), true)).toBe(true);
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

describe('after n8n was killed', () => {
	/** What a run knew, as n8n's static data holds it. */
	const keptOf = (states: InitialStates) =>
		JSON.parse(JSON.stringify(states)) as ReturnType<InitialStates['toJSON']>;

	it('a change that is sent again is none, and the state after it is one', () => {
		const states = new InitialStates();
		states.isInitial(dnd(false), true);
		const on = dnd(true);
		const off = dnd(false);
		const onAgain = dnd(true);
		for (const change of [on, off, onAgain]) {
			expect(states.isInitial(change, false)).toBe(false);
		}
		const after = new InitialStates(keptOf(states));
		expect(after.isInitial(on, true)).toBe(false);
		expect(after.isInitial(off, false)).toBe(false);
		expect(after.isInitial(onAgain, false)).toBe(false);
		expect(after.isInitial(dnd(true), false)).toBe(true);
		expect(after.isInitial(dnd(false), false)).toBe(false);
	});

	it('a change that was not known yet is none, and the state after it is one', () => {
		const states = new InitialStates();
		states.isInitial(dnd(false), true);
		const after = new InitialStates(keptOf(states));
		expect(after.isInitial(dnd(true), true)).toBe(false);
		expect(after.isInitial(dnd(true), false)).toBe(true);
	});

	it('the state that was known is one', () => {
		const states = new InitialStates();
		states.isInitial(dnd(false), true);
		expect(new InitialStates(keptOf(states)).isInitial(dnd(false), true)).toBe(true);
	});

	it('what cannot be told from a change runs, unless it begins a subscription', () => {
		expect(new InitialStates([]).isInitial(dnd(true), true)).toBe(false);
		const first = { ...dnd(true), sequenceNumber: 1 };
		expect(new InitialStates([]).isInitial(first, true)).toBe(true);
	});

	it('little is kept, however many changes there are', () => {
		const states = new InitialStates();
		for (let user = 0; user < 50; user++) {
			for (let n = 0; n < 100; n++) states.isInitial(dnd(n % 2 === 0, `u${user}`), false);
		}
		expect(keptOf(states)).toHaveLength(20);
		expect(JSON.stringify(states).length).toBeLessThan(20_000);
	});
});

const COMPOSED = join(__dirname, '../../fixtures/composed');

/** Events of services and the like, of which every one has the form of a change: no calls, no states by type. */
const serviceEvents = readdirSync(COMPOSED)
	.filter((name) => name.startsWith('event-'))
	.map((name) => [name, readEvent(readFileSync(join(COMPOSED, name), 'utf8'))] as const)
	.filter(([, { type, fields }]) => {
		const isCall = ['callId', 'call', 'queueEntry'].some((name) => fields[name] !== undefined);
		return !isCall && !/Subscription\w*Event$/.test(type);
	});

/** An event under another id and number, and with other content. */
const another = (
	{ fields, ...rest }: XsiEvent,
	id: string,
	more: XsiEvent['fields'] = {},
): XsiEvent => ({
	...rest,
	eventId: id,
	sequenceNumber: ++number + 10,
	fields: { ...fields, eventId: id, sequenceNumber: number + 10, ...more },
});

describe.each(serviceEvents)('after n8n was killed with %s', (_name, event) => {
	const earlier = another(event, 'earlier', { madeUp: 'earlier' });
	const change = another(event, 'change');
	const keptOf = (...seen: XsiEvent[]) => {
		const states = new InitialStates();
		for (const one of seen) states.isInitial(one, false);
		return JSON.parse(JSON.stringify(states)) as KeptState[];
	};

	it.each([
		['and had not saved it', keptOf(earlier)],
		['and had saved it', keptOf(earlier, change)],
		['as the first that ever came', []],
	])('%s, the change that comes again is one, and the state after it is none', (_when, kept) => {
		const states = new InitialStates(kept);
		expect(states.isInitial(change, true)).toBe(false);
		expect(states.isInitial(another(event, 'state'), true)).toBe(true);
		expect(states.isInitial(another(event, 'next', { madeUp: 'next' }), false)).toBe(false);
	});
});

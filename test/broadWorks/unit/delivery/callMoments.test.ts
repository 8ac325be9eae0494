import { momentsIn, stepOf } from '../../../../nodes/BroadWorks/client/calls/callMoments';
import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { momentShape } from '../../../../nodes/BroadWorks/trigger/shapes/moments';
import type { Shaped } from '../../../../nodes/BroadWorks/trigger/shapes/shaped';
import { selection } from '../../../../nodes/BroadWorks/trigger/item';
import type { TriggerSettings } from '../../../../nodes/BroadWorks/trigger/settings';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { eventXml } from '../support/xsi';

interface Half {
	type: string;
	callId?: string;
	personality?: string;
	state?: string;
	/** Elements after the other party, in the order of the schema. */
	more?: string;
	target?: string;
}

let events = 0;

function eventOf({
	type,
	callId = 'c1',
	personality = 'Terminator',
	state = 'Released',
	more = '',
	target,
}: Half) {
	const data = `<xsi:call><xsi:callId>${callId}</xsi:callId><xsi:extTrackingId>t1</xsi:extTrackingId><xsi:personality>${personality}</xsi:personality><xsi:state>${state}</xsi:state><xsi:remoteParty><xsi:address countryCode="1">tel:+15550100</xsi:address></xsi:remoteParty>${more}</xsi:call>`;
	return readEvent(eventXml({ id: `e${++events}`, subscription: 's', type, data, target }));
}

const received = (callId: string) =>
	eventOf({ type: 'CallReceivedEvent', callId, state: 'Alerting' });
const released = (callId: string, more = '') =>
	eventOf({ type: 'CallReleasedEvent', callId, more });
const answered = (callId: string) =>
	eventOf({ type: 'CallAnsweredEvent', callId, state: 'Active', more: ANSWERED });

const ANSWERED = '<xsi:startTime>1000</xsi:startTime><xsi:answerTime>6000</xsi:answerTime>';
const redirected = (reason: string) =>
	`<xsi:redirect><xsi:reason>${reason}</xsi:reason></xsi:redirect>`;

describe('the moments of a call', () => {
	it('are told by one type of event each', () => {
		expect(momentsIn(received('c1'), 'incoming', 'user')).toEqual(['incoming:c1']);
		expect(momentsIn(answered('c1'), 'answered', 'user')).toEqual(['answered:c1']);
		expect(momentsIn(released('c1'), 'ended', 'user')).toEqual(['ended:c1']);
		expect(momentsIn(released('c1'), 'missed', 'user')).toEqual(['missed:c1']);
		expect(momentsIn(received('c1'), 'ended', 'user')).toEqual([]);
		expect(momentsIn(answered('c1'), 'incoming', 'user')).toEqual([]);
	});

	it('a call that goes out is neither incoming nor missed', () => {
		const out = { personality: 'Originator' };
		const began = eventOf({ type: 'CallReceivedEvent', state: 'Alerting', ...out });
		expect(momentsIn(began, 'incoming', 'user')).toEqual([]);
		const over = eventOf({ type: 'CallReleasedEvent', ...out });
		expect(momentsIn(over, 'missed', 'user')).toEqual([]);
		expect(momentsIn(over, 'ended', 'user')).toEqual(['ended:c1']);
	});

	it.each([
		['answered', ANSWERED, false],
		['sent to voicemail', redirected('voicemail'), true],
		['not answered, then forwarded', redirected('no-answer'), true],
		['busy', redirected('user-busy'), true],
		['transferred while it rang', redirected('transfer'), false],
		['forwarded without ringing', redirected('unconditional'), false],
		['passed on in a hunt group', redirected('hunt-group'), false],
		[
			'offered by a queue',
			'<xsi:acdCallInfo><xsi:acdUserId>q@a</xsi:acdUserId></xsi:acdCallInfo>',
			false,
		],
	])('a call that was %s: is it missed?', (_what, more, isMissed) => {
		const names = isMissed ? ['missed:c1'] : [];
		expect(momentsIn(released('c1', more), 'missed', 'user')).toEqual(names);
	});

	it('what rings at others too is known as missed where they are heard only', () => {
		const one = released('c1', '<xsi:huntGroupUserId>hunt@a</xsi:huntGroupUserId>');
		expect(momentsIn(one, 'missed', 'user')).toEqual([]);
		expect(momentsIn(one, 'missed', 'several')).toEqual(['missed:c1']);
	});
});

describe('a call at several telephones', () => {
	const ring = (callId: string) => ({ state: 'ringing' as const, callId });
	const over = (callId: string) => ({ state: 'over' as const, callId });

	it('is unanswered when the last one has stopped to ring', () => {
		const one = stepOf(undefined, ring('a'));
		const two = stepOf(one, ring('b'));
		expect(two).toEqual({ state: 'ringing', ringing: ['a', 'b'], rang: ['a', 'b'] });
		const left = stepOf(two, over('a'));
		expect(left).toEqual({ state: 'ringing', ringing: ['b'], rang: ['a', 'b'] });
		expect(stepOf(left, over('b'))).toEqual({ state: 'unanswered', rang: ['a', 'b'] });
	});

	it('is answered for all by the first who answers', () => {
		const one = stepOf(stepOf(undefined, ring('a')), { state: 'answered', callId: 'b' });
		expect(one).toEqual({ state: 'answered' });
		expect(stepOf(one, over('a'))).toEqual({ state: 'answered' });
	});
});

describe('missed calls of a group', () => {
	function group() {
		const clock = new FakeClock();
		const target = { kind: 'group' as const, enterpriseId: 'e', groupId: 'g' };
		const settings = {
			spec: { target, package: 'Advanced Call' },
			types: new Set(['CallReleasedEvent']),
			output: 'connector',
			moment: 'missed',
		} as unknown as TriggerSettings;
		const shape = momentShape('missed', settings, selection(settings), { clock });
		const told: Shaped[] = [];
		const see = async (event: ReturnType<typeof eventOf>) => {
			const made = await shape(event, false);
			if (made.items.length > 0) told.push(made);
		};
		return { clock, told, see };
	}

	it('are told when nobody has answered, with all telephones they rang at', async () => {
		const { clock, told, see } = group();
		await see(received('a'));
		await see(received('b'));
		await see(released('a'));
		const last = see(released('b'));
		await clock.advance(2_000);
		await last;
		expect(told).toMatchObject([{ names: ['missed:a', 'missed:b'] }]);
		expect(told[0].items).toMatchObject([{ answered: false, from: { e164: '+15550100' } }]);
	});

	it.each([
		['a colleague answers in the same moment', answered('b')],
		['it rings at the next one', received('b')],
	])('are not told when %s', async (_what, then) => {
		const { clock, told, see } = group();
		await see(received('a'));
		const first = see(released('a', redirected('no-answer')));
		await see(then);
		await clock.advance(2_000);
		await first;
		expect(told).toEqual([]);
	});
});

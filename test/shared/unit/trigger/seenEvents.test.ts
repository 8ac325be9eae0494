import { eventKey, SeenEvents } from '../../../../nodes/shared/trigger/seenEvents';

const ringing = eventKey('801 rings');
const idle = eventKey('801 is idle');
const state = { subject: '801', within: 1_000 };

test('an event with an id is new once, also after a restart when its execution has ended', () => {
	const kept = {};
	const before = new SeenEvents(kept);
	expect([before.isNew(ringing), before.isNew(ringing), before.isNew(idle)]).toEqual([
		true,
		false,
		true,
	]);
	before.finish([ringing]);
	before.write(kept);
	const after = new SeenEvents(JSON.parse(JSON.stringify(kept)) as typeof kept);
	expect([after.isNew(ringing), after.isNew(idle)]).toEqual([false, true]);
});

test('a state is repeated only while nothing else came between, and for a while', () => {
	const seen = new SeenEvents({});
	expect(seen.isNew(ringing, state, 0)).toBe(true);
	expect(seen.isNew(ringing, state, 999)).toBe(false);
	expect(seen.isNew(idle, state, 1_000)).toBe(true);
	expect(seen.isNew(ringing, state, 1_001)).toBe(true);
	expect(seen.isNew(ringing, { ...state, subject: '802' }, 1_002)).toBe(true);
	expect(seen.isNew(ringing, state, 2_001)).toBe(true);
});

test('forgets the subjects that were quiet for longest', () => {
	const seen = new SeenEvents({});
	for (let number = 0; number <= 5_000; number++) {
		seen.isNew(idle, { subject: String(number), within: 1_000 }, 0);
	}
	expect(seen.isNew(idle, { subject: '5000', within: 1_000 }, 0)).toBe(false);
	expect(seen.isNew(idle, { subject: '0', within: 1_000 }, 0)).toBe(true);
});

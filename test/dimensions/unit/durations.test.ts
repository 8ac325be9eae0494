import { callRecordOf } from '../../../nodes/Dimensions/client/callRecord';
import { decodePush } from '../../../nodes/Dimensions/client/push';
import { jsonFixture, type Json } from '../../support/jsonFixtures';

/** Answered after 6 s, of 126 s. */
const answered = jsonFixture('dimensions/composed.push.call-session.answered.json').cdr as Json;

const without = (...names: string[]): Json =>
	Object.fromEntries(Object.entries(answered).filter(([name]) => !names.includes(name)));

test.each<[string, Json, number | undefined, number | undefined]>([
	['a caller who waited and heard no ringing', without('ring'), 6, 126],
	['a call whose duration was left out', without('dur'), 6, 126],
	[
		'a caller whom nobody answered, who waited longer than it rang',
		without('ans', 'answer'),
		126,
		126,
	],
	['an answered call without the time of the answer', without('answer'), 6, 126],
	['an answered call without that and without ringing', without('answer', 'ring'), undefined, 126],
	['a call without times', without('start', 'answer', 'end'), 6, 126],
	['a call without times that did not ring', without('start', 'end', 'ring'), undefined, 126],
])('the wait and the duration of %s', (_name, cdr, wait, all) => {
	const { waitDuration, duration } = callRecordOf(decodePush({ cdr }));
	expect([waitDuration, duration]).toEqual([wait, all]);
});

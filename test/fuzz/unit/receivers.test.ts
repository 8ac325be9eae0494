import { LONGEST_POST, receivers, timeReceiver } from '../receivers';

/** A piece of what `npm run fuzz` does. */
const BYTES = 120_000;

test.each(receivers.map((receiver) => [receiver.name, receiver] as const))(
	'%s takes linear time for whatever a stranger posts',
	async (_name, receiver) => {
		expect(await timeReceiver(receiver, BYTES)).toBeLessThan(LONGEST_POST);
	},
	120_000,
);

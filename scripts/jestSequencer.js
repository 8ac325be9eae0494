const TestSequencer = require('@jest/test-sequencer').default;
const { long, ownN8n } = require('../test/support/n8n/parts.json');

/** Its name in that file, such as `shared/restart`. */
const nameOf = ({ path }) =>
	/([^/\\]+)[/\\]n8n[/\\]([^/\\]+)\.test\.ts$/.exec(path)?.slice(1).join('/');

/** Those that take longest first, in the order of that file: the end of a run is then many short ones, and no core waits. */
function longFirst(tests) {
	const order = Object.keys(long);
	const place = (test) => (nameOf(test) in long ? order.indexOf(nameOf(test)) : order.length);
	return [...tests].sort((a, b) => place(a) - place(b));
}

/** Each with its place in the run, from 0 to 1. */
const spread = (tests) =>
	tests.map((test, index) => ({ test, place: (index + 0.5) / tests.length }));

/**
 * The longest files first, with those that start an n8n of their own spread evenly among those that share one: these
 * use one core, and the other is for one or two more n8n all the time, not for four at once.
 */
module.exports = class extends TestSequencer {
	async sort(tests) {
		const sorted = longFirst(await super.sort(tests));
		const own = sorted.filter((test) => nameOf(test) in ownN8n);
		// Two lines side by side would start their clusters together.
		if (process.env.TELEPHONY_N8N === 'one') own.push(...own.splice(0, 1));
		const shared = sorted.filter((test) => !(nameOf(test) in ownN8n));
		return [...spread(own), ...spread(shared)]
			.sort((a, b) => a.place - b.place)
			.map(({ test }) => test);
	}
};

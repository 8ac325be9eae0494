const TestSequencer = require('@jest/test-sequencer').default;
const { ownN8n } = require('../test/support/n8n/parts.json');

/** Its name in that file, such as `shared/restart`. */
const nameOf = (path) =>
	/([^/\\]+)[/\\]n8n[/\\]([^/\\]+)\.test\.ts$/.exec(path)?.slice(1).join('/');

const hasOwnN8n = ({ path }) => nameOf(path) in ownN8n;

/** Each with its place in the run, from 0 to 1. */
const spread = (tests) =>
	tests.map((test, index) => ({ test, place: (index + 0.5) / tests.length }));

/**
 * Jest's order, with the files that start an n8n of their own spread evenly among those that share one: these
 * use one core, and the other is for one or two more n8n all the time, not for four at once.
 */
module.exports = class extends TestSequencer {
	async sort(tests) {
		const sorted = await super.sort(tests);
		const own = sorted.filter(hasOwnN8n);
		const shared = sorted.filter((test) => !hasOwnN8n(test));
		return [...spread(own), ...spread(shared)]
			.sort((a, b) => a.place - b.place)
			.map(({ test }) => test);
	}
};

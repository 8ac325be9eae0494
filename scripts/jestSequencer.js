const { basename } = require('node:path');
const TestSequencer = require('@jest/test-sequencer').default;
const { ownN8n } = require('../test/n8n/parts.json');

const hasOwnN8n = ({ path }) => basename(path, '.test.ts') in ownN8n;

/**
 * Jest's order, with the files that start an n8n of their own taking turns with those that share one: side by
 * side the former would all start n8n at once, and left for the end they would be waited for.
 */
module.exports = class extends TestSequencer {
	async sort(tests) {
		const sorted = await super.sort(tests);
		const own = sorted.filter(hasOwnN8n);
		const shared = sorted.filter((test) => !hasOwnN8n(test));
		const turns = Math.max(own.length, shared.length);
		return Array.from({ length: turns }, (_, turn) => [own[turn], shared[turn]])
			.flat()
			.filter(Boolean);
	}
};

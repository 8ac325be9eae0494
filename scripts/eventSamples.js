const { readFileSync } = require('node:fs');
const { writeFile } = require('node:fs/promises');
const { dirname, join } = require('node:path');

const OUTPUTS = ['connector', 'callRecord', 'raw'];

/**
 * Writes what every event of a backend gives, under each output, beside its nodes: for test runs with a sample.
 * @param root the folder of the built package
 * @param nodes files of nodes, as package.json names them
 * @returns how many events there are
 */
async function writeEventSamples(root, nodes) {
	let count = 0;
	const folders = new Set(nodes.map((file) => join(root, dirname(file))));
	for (const folder of folders) {
		const { events, sampleItems } = require(join(folder, 'backend')).backend;
		const samples = {};
		for (const event of events) {
			const [backend, ...path] = event.fixture.split('/');
			const fixture = readFileSync(join(root, 'test', backend, 'fixtures', ...path), 'utf8');
			samples[event.name] = Object.fromEntries(
				OUTPUTS.map((output) => [output, sampleItems(event, fixture, output)]),
			);
			count++;
		}
		await writeFile(join(folder, 'samples.json'), `${JSON.stringify(samples)}\n`);
	}
	return count;
}

module.exports = { writeEventSamples };

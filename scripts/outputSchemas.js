const { mkdir, writeFile } = require('node:fs/promises');
const { dirname, join } = require('node:path');

/** Joins what several elements of a list look like, so that a field that only one of them has is there too. */
function merged(one, other) {
	if (one === undefined || one.type === 'null') return other;
	if (one.type !== other.type || one.type !== 'object') return one;
	const properties = { ...one.properties };
	for (const [name, schema] of Object.entries(other.properties)) {
		properties[name] = merged(properties[name], schema);
	}
	return { type: 'object', properties };
}

/** JSON schema of a value as it comes out of a node. */
function schemaOf(value) {
	if (value === null) return { type: 'null' };
	if (Array.isArray(value)) {
		const items = value.map(schemaOf).reduce(merged, undefined);
		return { type: 'array', ...(items && { items }) };
	}
	if (typeof value === 'object') {
		const members = Object.entries(value).filter(([, member]) => member !== undefined);
		const properties = Object.fromEntries(
			members.map(([name, member]) => [name, schemaOf(member)]),
		);
		return { type: 'object', properties };
	}
	if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
	return { type: typeof value };
}

/** As n8n names the folder of a version: 1.1 is `v1.1.0`. */
const versionFolder = (version) =>
	`v${[...String(version).split('.'), '0', '0'].slice(0, 3).join('.')}`;

/**
 * Writes one file per operation, from its sample, where n8n looks for the fields that the editor shows of a node
 * that has not run yet (docs/n8n.md#schema-previews).
 * @param root the folder of the built package
 * @param nodes files of nodes, as package.json names them
 * @returns how many were written
 */
async function writeOutputSchemas(root, nodes) {
	let count = 0;
	for (const file of nodes) {
		const folder = dirname(join(root, file));
		const [NodeClass] = Object.values(require(join(root, file)));
		const { version, group } = new NodeClass().description;
		// n8n shows none of triggers.
		if (group.includes('trigger')) continue;
		const { operations } = require(join(folder, 'backend')).backend;
		for (const one of [version].flat()) {
			for (const { resource, name, sample } of operations) {
				const target = join(folder, '__schema__', versionFolder(one), resource, `${name}.json`);
				await mkdir(dirname(target), { recursive: true });
				await writeFile(target, `${JSON.stringify(schemaOf(sample))}\n`);
				count++;
			}
		}
	}
	return count;
}

module.exports = { writeOutputSchemas };

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { loadPackage, root } from './loaded';

const OUTPUTS = ['connector', 'callRecord', 'raw'];

type Samples = Record<string, Record<string, IDataObject[]>>;

const triggers = readdirSync(join(root, 'nodes')).filter((name) =>
	readdirSync(join(root, 'nodes', name)).includes(`${name}Trigger.node.ts`),
);

it.each(triggers)(
	'the build has a sample of each event of %s, under each output',
	async (backend) => {
		const file = join(root, 'dist/nodes', backend, 'samples.json');
		const samples = JSON.parse(readFileSync(file, 'utf8')) as Samples;
		const { nodes } = await loadPackage();
		const name = `${backend[0].toLowerCase()}${backend.slice(1)}Trigger`;
		const { properties } = nodes[name].description;
		const field = properties.find((property) => property.name === 'triggerOn');
		const offered = ((field?.options ?? []) as INodePropertyOptions[]).map(({ value }) => value);
		if (field) expect(Object.keys(samples).sort()).toEqual(offered.sort());
		expect(Object.keys(samples)).not.toEqual([]);
		for (const [event, given] of Object.entries(samples)) {
			expect([event, Object.keys(given)]).toEqual([event, OUTPUTS]);
			for (const items of Object.values(given)) {
				expect([event, items]).not.toEqual([event, []]);
				for (const item of items) expect(item).not.toHaveProperty('sample');
			}
		}
	},
);

it.each(triggers)('%s lets people choose what a test run gives', async (backend) => {
	const { nodes } = await loadPackage();
	const name = `${backend[0].toLowerCase()}${backend.slice(1)}Trigger`;
	const { properties, webhooks = [] } = nodes[name].description;
	const field = properties.find((property) => property.name === 'testWith');
	expect(field).toMatchObject({ displayName: 'Test With', default: 'realEvent' });
	for (const { httpMethod } of webhooks) {
		expect(httpMethod).toContain('$parameter["testWith"] === "sampleEvent" && !$workflow.active');
	}
});

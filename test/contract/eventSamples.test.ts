import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { backends } from '../../scripts/backends';
import { loadPackage, root } from './loaded';
import { fixturePath } from '../support/fixturePath';

const OUTPUTS = ['connector', 'callRecord', 'raw'];

type Samples = Record<string, Record<string, IDataObject[]>>;

it.each(backends)(
	'the build has a sample of each event of $displayName, under each output',
	async ({ displayName, name: node }) => {
		const file = join(root, 'dist/nodes', displayName, 'samples.json');
		const samples = JSON.parse(readFileSync(file, 'utf8')) as Samples;
		const { nodes } = await loadPackage();
		const { properties } = nodes[`${node}Trigger`].description;
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

it.each(
	backends.flatMap(({ displayName, name: backend, events, sampleItems }) =>
		events.map((event) => ({ displayName, name: event.name, backend, event, sampleItems })),
	),
)(
	'$displayName $name of events.ts has as sample what its fixture becomes',
	({ backend, event, sampleItems }) => {
		const fixture = readFileSync(fixturePath(event.fixture), 'utf8');
		expect(sampleItems(event, fixture, 'connector')[0]).toMatchObject(event.sample);
		const named = sampleItems(event, fixture, 'callRecord').flatMap((item) => item.backend ?? []);
		expect(named.filter((name) => name !== backend)).toEqual([]);
	},
);

it.each(backends)('$displayName lets people choose what a test run gives', async ({ name }) => {
	const { nodes } = await loadPackage();
	const { properties, webhooks = [] } = nodes[`${name}Trigger`].description;
	const field = properties.find((property) => property.name === 'testWith');
	expect(field).toMatchObject({ displayName: 'Test With', default: 'realEvent' });
	for (const { httpMethod } of webhooks) {
		expect(httpMethod).toContain('$parameter["testWith"] === "sampleEvent" && !$workflow.active');
	}
});

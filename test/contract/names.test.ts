import type { INodePropertyOptions } from 'n8n-workflow';

import { backends } from '../../scripts/backends';
import { loadPackage } from './loaded';

let loaded: Awaited<ReturnType<typeof loadPackage>>;

beforeAll(async () => {
	loaded = await loadPackage();
});

const EVERY = backends.map(({ name }) => name);
/** Those that move live calls. */
const LIVE = ['broadWorks', 'ringCentral', 'cooCenter', 'udesk'];

/** What people search for, and which systems' nodes it finds: those that do it, and no others. */
const SEARCHES: Record<string, readonly string[]> = {
	telephone: EVERY,
	'call center': EVERY,
	'call centre': EVERY,
	'contact centre': EVERY,
	softphone: LIVE,
	'hang up': LIVE,
	transfer: LIVE,
	'screen pop': LIVE,
	'click to dial': LIVE,
	cisco: ['broadWorks'],
	'webex calling': ['broadWorks'],
	'do not disturb': ['broadWorks', 'ringCentral'],
	transcript: ['ringCentral'],
	'text message': ['ringCentral'],
	blacklist: ['cooCenter'],
	ivr: ['cooCenter', 'udesk'],
	asterisk: [],
	'3cx': [],
};

describe('the nodes panel', () => {
	it.each(Object.entries(SEARCHES))('finds by "%s" what does it', (text, systems) => {
		const found = loaded.types.nodes
			.filter(({ displayName, codex }) =>
				[displayName, ...(codex?.alias ?? [])].some((name) => name.toLowerCase().includes(text)),
			)
			.map(({ name }) => name);
		// n8n looks into the aliases of one of the two.
		expect(found.sort()).toEqual(systems.flatMap((name) => [name, `${name}Trigger`]).sort());
	});

	it('calls every event what it is, and no two of a node the same', () => {
		const triggers = Object.entries(loaded.nodes).filter(([name]) => name.endsWith('Trigger'));
		expect(triggers).toHaveLength(EVERY.length);
		for (const [name, { description }] of triggers) {
			const field = description.properties.find((property) => property.name === 'triggerOn');
			const options = (field?.options ?? []) as INodePropertyOptions[];
			const actions = options.map(({ action }) => action);
			for (const action of actions)
				expect([name, action]).toEqual([name, expect.stringMatching(/^On [a-zA-Z].+[^.]$/)]);
			expect(new Set(actions).size).toBe(actions.length);
		}
	});
});

/** The texts that an expression of a subtitle shows for values of a parameter. */
const labelsIn = (subtitle: string) =>
	JSON.parse(/\((\{.*?\})\)\[/.exec(subtitle)?.[1] ?? '{}') as Record<string, string>;

it('shows the label of what a trigger starts on below it', () => {
	for (const { description } of Object.values(loaded.nodes)) {
		const field = description.properties.find(({ name }) => name === 'triggerOn');
		if (!field) continue;
		const options = (field.options ?? []) as INodePropertyOptions[];
		const labels = Object.fromEntries(options.map(({ name, value }) => [value, name]));
		expect(description.subtitle).toContain('$parameter["triggerOn"]');
		expect(labelsIn(description.subtitle ?? '')).toEqual(labels);
	}
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import packageJson from '../../package.json';
import { loadPackage, root } from './loaded';

type Loaded = Awaited<ReturnType<typeof loadPackage>>;
let loaded: Loaded;

beforeAll(async () => {
	loaded = await loadPackage();
});

/** Every parameter, those inside collections too. */
function everyParameter(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => {
		const inner = (property.options ?? []).flatMap((option) =>
			'values' in option ? option.values : 'type' in option ? [option as INodeProperties] : [],
		);
		return [property, ...everyParameter(inner)];
	});
}

const described = () => [
	...Object.values(loaded.nodes).map(({ description }) => ({
		name: description.name,
		properties: description.properties,
	})),
	...Object.values(loaded.credentials).map(({ name, properties }) => ({ name, properties })),
];

it('loads every node and credential that package.json names, and no others', () => {
	const nodes = packageJson.n8n.nodes.map((file) =>
		/(\w+)\.node\.js$/.exec(file)?.[1].replace(/^./, (letter) => letter.toLowerCase()),
	);
	expect(Object.keys(loaded.nodes).sort()).toEqual(nodes.sort());
	expect(Object.keys(loaded.credentials)).toHaveLength(packageJson.n8n.credentials.length);
});

it('has no runtime dependencies', () => {
	expect(packageJson).not.toHaveProperty('dependencies');
	expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

it('has a light and a dark icon for every node and credential', () => {
	const icons = [...loaded.types.nodes, ...loaded.types.credentials].map(({ iconUrl }) => iconUrl);
	expect(icons.length).toBeGreaterThan(0);
	for (const icon of icons) {
		expect(icon).toEqual({ light: expect.any(String), dark: expect.any(String) });
		const { light, dark } = icon as { light: string; dark: string };
		expect(light).not.toBe(dark);
		for (const path of [light, dark]) {
			const file = join(root, path.replace(/^icons\/n8n-nodes-telephony\//, ''));
			expect(existsSync(file)).toBe(true);
			expect(readFileSync(file, 'utf8')).toMatch(/^<svg /);
		}
	}
});

it('has a codex file with aliases for every node', () => {
	for (const node of loaded.types.nodes) {
		expect(node.codex?.categories?.length).toBeGreaterThan(0);
		expect(node.codex?.alias?.length).toBeGreaterThan(0);
	}
});

it('finds BroadWorks by the names people know it by', () => {
	const aliases = loaded.types.nodes
		.filter(({ name }) => name.startsWith('broadWorks'))
		.map(({ codex }) => codex?.alias);
	expect(aliases).toHaveLength(2);
	for (const alias of aliases) {
		expect(alias).toEqual(
			expect.arrayContaining(['BluIP', 'Webex Calling', 'BroadSoft', 'PBX', 'call center']),
		);
	}
});

it('gives every parameter a default', () => {
	for (const { name, properties } of described()) {
		for (const property of everyParameter(properties)) {
			expect([name, property.name, 'default' in property]).toEqual([name, property.name, true]);
		}
	}
});

/** What says itself what it is. */
const SPEAKING = ['hidden', 'notice', 'button'];

it('says of every parameter what it is for', () => {
	const silent = described().flatMap(({ name, properties }) =>
		everyParameter(properties)
			.filter(({ type, description }) => !SPEAKING.includes(type) && !description)
			.map((property) => `${name}: ${property.displayName} (${property.name})`),
	);
	expect(silent).toEqual([]);
});

it('says the same in the same words everywhere', () => {
	const SAME = 'resource operation output method options returnAll limit testWith';
	const words = new Map<string, Set<string>>();
	for (const { properties } of described()) {
		for (const { name, displayName, description } of properties) {
			if (!SAME.split(' ').includes(name)) continue;
			words.set(name, (words.get(name) ?? new Set()).add(`${displayName}: ${description}`));
		}
	}
	for (const said of words.values()) expect([...said]).toHaveLength(1);
});

it('offers as default only what the dropdown has', () => {
	for (const { properties } of described()) {
		for (const { name, type, options, default: value, typeOptions } of everyParameter(properties)) {
			if (type !== 'options' || typeOptions?.loadOptionsMethod) continue;
			const values = (options ?? []).map((option) =>
				'value' in option ? option.value : undefined,
			);
			expect([name, values]).toEqual([name, expect.arrayContaining([value])]);
		}
	}
});

it('tests every credential that a node uses', () => {
	for (const { description, methods } of Object.values(loaded.nodes)) {
		for (const { name, testedBy } of description.credentials ?? []) {
			const tested =
				loaded.credentials[name]?.test !== undefined ||
				(typeof testedBy === 'string' && methods?.credentialTest?.[testedBy] !== undefined);
			expect([name, tested]).toEqual([name, true]);
		}
	}
});

it('has the dropdown methods that its parameters name', () => {
	for (const { description, methods } of Object.values(loaded.nodes)) {
		for (const property of everyParameter(description.properties)) {
			const load = property.typeOptions?.loadOptionsMethod;
			if (load) expect(methods?.loadOptions).toHaveProperty(load);
			for (const mode of property.modes ?? []) {
				const search = mode.typeOptions?.searchListMethod;
				if (search) expect(methods?.listSearch).toHaveProperty(search);
			}
		}
	}
});

/** What a field is shown for, with the parameters that a new node has. */
const isShown = ({ displayOptions }: INodeProperties, values: Record<string, unknown>) =>
	Object.entries(displayOptions?.show ?? {}).every(([name, wanted]) =>
		(wanted as unknown[]).includes(values[name]),
	);

it('opens new action nodes on an operation that needs nothing to be filled in', () => {
	for (const { description } of Object.values(loaded.nodes)) {
		if (description.group.includes('trigger')) continue;
		const values: Record<string, unknown> = {
			'@version': Math.max(...[description.version].flat()),
		};
		const shown: INodeProperties[] = [];
		for (const property of description.properties) {
			if (!isShown(property, values)) continue;
			values[property.name] ??= property.default;
			shown.push(property);
		}
		const empty = shown.filter(({ required, default: value }) => {
			const given = (value as { value?: unknown } | undefined)?.value ?? value;
			return required === true && (given === '' || typeof given === 'object');
		});
		expect([description.name, empty.map(({ name }) => name)]).toEqual([description.name, []]);
	}
});

it('gives a stored node of version 1 the defaults that it had', () => {
	const defaults = (name: string, field: string, version: number) =>
		loaded.nodes[name].description.properties
			.filter((one) => one.name === field && isShown(one, { '@version': version }))
			.map((one) => one.default);
	for (const [name, field, before, now] of [
		['ringCentral', 'resource', 'call', 'callLog'],
		['udesk', 'resource', 'call', 'number'],
		['dimensions', 'resource', 'contact', 'directory'],
		['ringCentralTrigger', 'delivery', 'webhook', 'webSocket'],
	]) {
		expect([name, defaults(name, field, 1), defaults(name, field, 1.1)]).toEqual([
			name,
			[before],
			[now],
		]);
	}
});

it('has an icon of a shape of its own for each backend', () => {
	const shapes = readdirSync(join(root, 'icons'))
		.filter((file) => !file.endsWith('.dark.svg'))
		.map((file) =>
			readFileSync(join(root, 'icons', file), 'utf8').replace(/(fill|stroke)="#\w+"/g, ''),
		);
	expect(shapes.length).toBeGreaterThanOrEqual(5);
	expect(new Set(shapes).size).toBe(shapes.length);
});

/** What must never change once released: names, and the values workflows store. */
function frozen(properties: INodeProperties[]) {
	return everyParameter(properties).map(({ name, type, options, modes }) => {
		const values = (options ?? [])
			.filter((option) => 'value' in option)
			.map((option) => (option as { value: unknown }).value);
		return [
			`${name}: ${type}`,
			...(values.length > 0 ? [values] : []),
			...(modes ? [modes.map((mode) => mode.name)] : []),
		];
	});
}

it('keeps the names and values that workflows store', () => {
	const names = described().map(({ name, properties }) => ({ name, frozen: frozen(properties) }));
	expect(names).toMatchSnapshot();
});

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './bootstrap.mjs';

const specs = join(root, 'test/fixtures/specs');
const read = (name) => JSON.parse(readFileSync(join(specs, name), 'utf8'));
const { types } = read('xsi-schema.json');

const isNumeric = (type) =>
	types[type]?.enum?.every((value) => /^\d+$/.test(value)) ||
	/^(Timestamp|PositiveInt|NonNegativeInt|xs:(int|integer|long|unsignedInt|short)|Appearance|SkillLevel)$/.test(
		type,
	) ||
	/(Severity|Seconds|Hours|Minutes|Expiration|Expires|NumberOfRings\w*|QueueLength|Position)$/.test(
		type,
	);

function fieldsOf(type) {
	const flatten = (field) =>
		Array.isArray(field.choice)
			? field.choice.flatMap(flatten)
			: Array.isArray(field.sequence)
				? field.sequence.flatMap(flatten)
				: [field];
	return (type.fields ?? []).flatMap(flatten);
}

/** What the wire's element names mean, so that a decoder can give numbers, booleans and lists. */
export function fieldKinds() {
	const kinds = new Map([['unavailableCode', new Set(['number'])]]);
	const lists = new Set();
	const plainOrAttributed = new Set(['Address']);
	const parents = new Map();
	for (const [typeName, type] of Object.entries(types)) {
		for (const field of fieldsOf(type)) {
			if (!field.name || field.attribute) continue;
			if (!parents.has(field.type)) parents.set(field.type, new Set());
			parents.get(field.type).add(field.name);
			if (!kinds.has(field.name)) kinds.set(field.name, new Set());
			kinds
				.get(field.name)
				.add(
					isNumeric(field.type)
						? 'number'
						: field.type === 'xs:boolean'
							? 'boolean'
							: plainOrAttributed.has(field.type)
								? 'address'
								: types[field.type]?.fields
									? 'object'
									: 'text',
				);
			if (field.list) lists.add(`${typeName}/${field.name}`);
		}
	}
	const elementsOf = (typeName) => {
		const names = new Set(parents.get(typeName) ?? []);
		names.add(typeName);
		return names;
	};
	const pairs = new Set();
	for (const entry of lists) {
		const [typeName, field] = entry.split('/');
		for (const parent of elementsOf(typeName)) pairs.add(`${parent}/${field}`);
	}
	const named = (wanted, except = []) =>
		[...kinds]
			.filter(([name, set]) => set.has(wanted) && !except.some((other) => set.has(other)))
			.map(([name]) => name)
			.sort();
	return {
		numbers: named('number'),
		booleans: named('boolean'),
		addresses: named('address', ['text', 'object']),
		lists: [...pairs].sort(),
	};
}

/** The 300 command paths, shortened to what the Raw Request dropdown shows. */
export function commands() {
	return read('xsi-commands.json').map(({ section, path, methods, query }) => ({
		path,
		methods,
		query: query.map(({ name, required }) => (required ? `${name}!` : name)),
		section,
	}));
}

/** Event packages with the event types each one sends. */
export function packages() {
	return read('xsi-events.json').map(({ package: name, events }) => ({ package: name, events }));
}

const lines = (value) =>
	Array.isArray(value)
		? `[\n${value.map((entry) => `\t${JSON.stringify(entry)}`).join(',\n')}\n]\n`
		: `{\n${Object.entries(value)
				.map(([k, v]) => `\t${JSON.stringify(k)}: ${JSON.stringify(v)}`)
				.join(',\n')}\n}\n`;

/** File name to text, as it belongs into nodes/BroadWorks/client/catalogue. */
export function catalogueFiles() {
	return {
		'fieldKinds.json': lines(fieldKinds()),
		'commands.json': lines(commands()),
		'packages.json': lines(packages()),
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const folder = join(root, 'nodes/BroadWorks/client/catalogue');
	mkdirSync(folder, { recursive: true });
	for (const [name, text] of Object.entries(catalogueFiles()))
		writeFileSync(join(folder, name), text);
}

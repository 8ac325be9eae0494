import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './bootstrap.mjs';

const specs = join(root, 'test/broadWorks/specs');
const read = (name) => JSON.parse(readFileSync(join(specs, name), 'utf8'));
const { types: named, roots } = read('xsi-schema.json');

/** The names of types that the schema writes inside an element begin so; nothing on the wire has them. */
const INLINE = '@';

/** Fields whose inline types have become types with a name, which `found` gets. */
function withoutInline(owner, fields, found) {
	return fields.map((field) => {
		if (field.choice) return { ...field, choice: withoutInline(owner, field.choice, found) };
		if (!field.inline) return field;
		const { inline, ...rest } = field;
		const type = `${INLINE}${owner.replace(INLINE, '')}.${field.name}`;
		found[type] = { fields: withoutInline(type, inline, found) };
		return { ...rest, type };
	});
}

/** Every type by its name. */
const types = {};
for (const [name, { fields, ...type }] of Object.entries(named)) {
	types[name] = fields ? { ...type, fields: withoutInline(name, fields, types) } : type;
}

const { elements: nillable } = read('xsi-nillable.json');
const numericTypes = read('xsi-numeric-types.json');
const NUMERIC = new Set([...numericTypes.int, ...numericTypes.long]);

/** Digits that are dialled or written, not counted: with a leading nought they are others. The seed has text. */
const DIGITS = new Set(['CountryCode', 'NationalPrefix']);

const looksOtherwise = (type) =>
	/^xs:(date|dateTime|time|base64Binary)$/.test(type) ||
	types[type]?.enum?.every((value) => !/^(-?\d+|true|false)$/.test(value));

const membersOf = (type) => fieldsOf(types[type] ?? {}).map(({ name }) => name);

/** A value with its severity, which servers of before 2015 send as a plain number. */
const isMeasured = (type) => ['value', 'severity'].every((name) => membersOf(type).includes(name));

function kindOf(type) {
	if (DIGITS.has(type)) return 'text';
	if (NUMERIC.has(type) || /^xs:(int|integer|long|unsignedInt|short)$/.test(type)) return 'number';
	if (type === 'xs:boolean') return 'boolean';
	if (type === 'Address') return 'address';
	if (isMeasured(type)) return 'measured';
	if (types[type]?.fields) return 'object';
	return looksOtherwise(type) ? 'word' : 'text';
}

function fieldsOf(type) {
	return (type.fields ?? []).flatMap((field) => field.choice ?? [field]);
}

/** With those it inherits, as they stand in a document. */
const allFieldsOf = (name) => [
	...(types[name]?.extends ? allFieldsOf(types[name].extends) : []),
	...fieldsOf(types[name] ?? {}),
];

/** The name of the one element that a type lets repeat, where it has no other; undefined for every other type. */
function wrappedBy(type) {
	const elements = allFieldsOf(type).filter(({ attribute }) => !attribute);
	return elements.length === 1 && elements[0].list ? elements[0].name : undefined;
}

/**
 * What the wire's elements mean, so that a decoder can give numbers, booleans and lists: by name where the
 * schema says the same of it everywhere, as `parent/name` where it does not. Parents are elements and types.
 */
export function fieldKinds() {
	const kinds = new Map();
	const lists = new Set();
	const flags = new Set();
	const parents = new Map();
	const wrappers = new Map();
	const noteParent = (type, name) => parents.set(type, (parents.get(type) ?? new Set()).add(name));
	/** By the name of the element: what it wraps, and in which types it stands. */
	const noteWrapper = (name, type, parent) => {
		const found = wrappers.get(name) ?? new Map();
		const wrapped = wrappedBy(type) ?? '';
		wrappers.set(name, found.set(wrapped, [...(found.get(wrapped) ?? []), parent]));
	};
	for (const [root, type] of Object.entries(roots)) {
		noteParent(type, root);
		noteWrapper(root, type, INLINE);
	}
	for (const [typeName, type] of Object.entries(types)) {
		for (const field of fieldsOf(type)) {
			if (field.attribute && field.type === 'xs:boolean') flags.add(field.name);
			if (!field.name || field.attribute) continue;
			noteParent(field.type, field.name);
			noteWrapper(field.name, field.type, typeName);
			if (!kinds.has(field.name)) kinds.set(field.name, new Map());
			const kind = kindOf(field.type);
			const found = kinds.get(field.name);
			found.set(kind, [...(found.get(kind) ?? []), typeName]);
			if (field.list) lists.add(`${typeName}/${field.name}`);
		}
	}
	const extending = (typeName) =>
		Object.keys(types).filter((name) => types[name].extends === typeName);
	const elementsOf = (typeName) =>
		[
			...new Set([
				...(parents.get(typeName) ?? []),
				typeName,
				...extending(typeName).flatMap(elementsOf),
			]),
		].filter((name) => !name.startsWith(INLINE));
	const pairs = [...lists].flatMap((entry) => {
		const [typeName, field] = entry.split('/');
		return elementsOf(typeName).map((parent) => `${parent}/${field}`);
	});
	/** `others`: kinds that the same text could be of. */
	const named = (wanted, others) =>
		[...kinds]
			.filter(([, found]) => found.has(wanted))
			.flatMap(([name, found]) =>
				others.some((other) => found.has(other))
					? found
							.get(wanted)
							.flatMap(elementsOf)
							.map((parent) => `${parent}/${name}`)
					: [name],
			);
	const sorted = (names) => [...new Set(names)].sort();
	const wrapping = [...wrappers].flatMap(([name, found]) =>
		[...found]
			.filter(([wrapped]) => wrapped !== '')
			.flatMap(([wrapped, owners]) =>
				found.size === 1
					? [`${name}/${wrapped}`]
					: owners.flatMap(elementsOf).map((parent) => `${parent}/${name}/${wrapped}`),
			),
	);
	return {
		// The seed's connector has an integer here, where the schema has a token; `07` stays text either way.
		numbers: sorted([...named('number', ['text', 'address']), 'unavailableCode']),
		booleans: sorted(named('boolean', ['text', 'address'])),
		addresses: sorted(named('address', ['text', 'object', 'word'])),
		measured: sorted(named('measured', ['number'])),
		lists: sorted(pairs),
		wrappers: sorted(wrapping),
		flagAttributes: sorted(flags),
	};
}

/** Documents that PUT and POST take where the path does not say it, by what follows the user, or the root. */
const BODIES = {
	'calls/conference': 'Conference',
	'calls/{callid}/playmusiconhold': 'PlayDynamicMusicOnHold',
	'callcenter/{callcenterid}/calls/{callid}/promote': 'ACDPromote',
	'callcenter/{callcenterid}/profile/policies/forcedforwarding': 'ACDForcedForwarding',
	'callcenter/{callcenterid}/profile/policies/nightservice': 'ACDNightService',
	'profile/device/{lineport}': 'AccessDevice',
	'profile/pushnotificationregistrations/new': 'PushNotificationRegistration',
	'routepoint/{routepointid}/calls/new': 'RoutePointOutgoingDial',
	'routepoint/{routepointid}/profile/state': 'RoutePointState',
	'services/busylampfield/monitoreduserlist': 'BusyLampField',
	'services/bwreceptionist': 'BroadWorksReceptionist',
	'services/bwreceptionist/monitoredusers': 'BroadWorksReceptionist',
	'services/collaborate/room': 'CollaborateRoomInfo',
	'services/collaborate/room/{roomid}': 'CollaborateRoomInfo',
	'services/executive/assistants/assignedusers': 'ExecutiveAssistants',
	'services/executive/filtering': 'ExecutiveCallFiltering',
	'services/integratedimp': 'IntegratedIMPService',
	'services/meetmeconference/{bridgeid}/conference': 'MeetMeConferencingConference',
	'services/meetmeconference/{bridgeid}/conference/{conferenceid}': 'MeetMeConferencingConference',
	'services/privacy/allowedusers': 'Privacy',
	'services/pushtotalk/allowedusers': 'PushToTalk',
	'services/voicemessaging/aliases': 'VoiceMessagingAliasList',
	'services/voicemessaging/distributionlists/{listid}': 'VoiceMessagingDistributionList',
};

/** Paths below a user whose parts are no names of documents, though some look like it. */
const WITHOUT_BODY =
	/^(?:calls|collaborate|fax|voicemessagingmessages)\b|^profile\/(?:deviceToken|LoginToken)$|\/reset$/i;

/** The document that a path takes; undefined where it takes none or where the schema has none. */
function bodyOf(path) {
	const below = path.replace(/^\/v2\.0\/(?:user\/\{userId\}\/)?/i, '');
	const known = BODIES[below.toLowerCase()];
	if (known) return known;
	if (/^profile\/schedule\//i.test(below)) return 'Schedule';
	const root = (name) => Object.keys(roots).find((one) => one.toLowerCase() === name.toLowerCase());
	const [, onPoint] = /^routepoint\/.*\/calls\/\{callId\}\/(\w+)$/i.exec(below) ?? [];
	if (onPoint) return root(`RoutePoint${onPoint}`);
	if (WITHOUT_BODY.test(below) || /^(?:meetmeconference|callcenter)\b/i.test(below))
		return undefined;
	const names = below.split('/').filter((part) => !part.startsWith('{'));
	const candidates = [3, 2, 1].map((length) => names.slice(-length).join(''));
	return candidates.map(root).find((found) => found !== undefined);
}

/** The 300 command paths, shortened to what the Raw Request dropdown shows. */
export function commands() {
	return read('xsi-commands.json').map(({ section, path, methods, query }) => {
		const takesBody = methods.includes('PUT') || methods.includes('POST');
		const body = takesBody ? bodyOf(path) : undefined;
		return {
			path,
			methods,
			query: query.map(({ name, required }) => (required ? `${name}!` : name)),
			section,
			...(body === undefined ? {} : { body }),
		};
	});
}

/** Event packages with the event types each one sends. */
export function packages() {
	return read('xsi-events.json').map(({ package: name, events }) => ({ package: name, events }));
}

/** A field as `name:Type`, with `@` before an attribute, `*` behind what may repeat and `~` behind what nil clears. */
const fieldText = (owner) => {
	const isNillable = (name) => nillable[owner]?.includes(name);
	return ({ name, type = '', attribute, list }) =>
		`${attribute ? '@' : ''}${name}:${type}${isNillable(name) ? '~' : ''}${list ? '*' : ''}`;
};

/** A type as `<Base name:Type name:Type*`, or as `=one|two` where it has certain values only. */
function typeText(name, { extends: base, enum: values, fields, ...rest }) {
	if (values) return `=${values.join('|')}`;
	return [base && `<${base}`, ...fieldsOf({ fields, ...rest }).map(fieldText(name))]
		.filter(Boolean)
		.join(' ');
}

/** Every root with its type, and every type, in the order of documents. */
export function schema() {
	return {
		roots,
		types: Object.fromEntries(
			Object.entries(types).map(([name, type]) => [name, typeText(name, type)]),
		),
	};
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
		'schema.json': lines(schema()),
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const folder = join(root, 'nodes/BroadWorks/client/catalogue');
	mkdirSync(folder, { recursive: true });
	for (const [name, text] of Object.entries(catalogueFiles()))
		writeFileSync(join(folder, name), text);
}

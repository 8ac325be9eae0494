import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JSONSchema } from 'json-schema-to-typescript';
import type { INodeProperties } from 'n8n-workflow';

import { lines, ownNodeVersion } from '../n8n-driver/install/lines';
import { events, rawPackages } from '../nodes/BroadWorks/trigger/events';
import type { TargetType } from '../nodes/BroadWorks/trigger/events/entry';
import { KINDS, type Aspect, type PushKind } from '../nodes/CooCenter/client/pushes/kinds';
import { events as cooCenterEvents } from '../nodes/CooCenter/trigger/events';
import { CDR_FIELDS, type CdrKind } from '../nodes/Dimensions/client/cdrFields';
import { APP_PERMISSIONS } from '../nodes/RingCentral/client/login/permissions';
import {
	events as ringCentralEvents,
	type TargetType as RingCentralTarget,
} from '../nodes/RingCentral/trigger/events';
import type { Backend } from '../nodes/shared/backend';
import type { CallRecord } from '../nodes/shared/core/callRecord';
import type { RecordSource } from '../nodes/shared/core/record/sources';
import { backendOf, backends, pageOf } from './backends';
import { callRecordSchema, callRecordType, callRecordTypeFile } from './callRecordType';
import { repository } from '../package.json';
import {
	jobOf,
	readTemplate,
	systemOfTemplate,
	templateFile,
	templateNames,
	withPinnedExamples,
} from './templates';

const root = join(__dirname, '..');

const TARGET_WORDS: Record<TargetType, string> = {
	user: 'user',
	group: 'group',
	enterprise: 'enterprise',
	callCenter: 'call center',
	routePoint: 'route point',
};

/** n8n's standard sentence about expressions, which is a link there. */
const CHOOSE = / Choose from the list, or specify IDs? using an <a .*<\/a>\.$/;

const row = (cells: string[]) =>
	`| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
const table = (head: string[], rows: string[][]) =>
	[row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const operationTable = ({ resources, operations }: Backend) =>
	table(
		['Resource', 'Operation', 'What it does', 'Parameters'],
		operations.map(({ resource, label, description, fields }) => [
			resources.find(({ name }) => name === resource)?.label ?? resource,
			label,
			description,
			[...new Set(fields.map(({ displayName }) => displayName))].join(', '),
		]),
	);

const FILTER_WORDS: Record<Aspect, string> = {
	party: 'extension or agent',
	queue: 'queue',
	direction: 'direction',
	outcome: 'answered or missed',
};

const filtersOf = (kind: PushKind) =>
	KINDS[kind].carries.map((aspect) => FILTER_WORDS[aspect]).join(', ');

const parameterTable = (head: string, parameters: readonly INodeProperties[]) =>
	table(
		[head, 'What it does'],
		parameters
			.filter(({ type }) => type !== 'hidden')
			.map(({ displayName, description = '' }) => [displayName, description.replace(CHOOSE, '')]),
	);

/** The members of a collection of a trigger, such as its filters or options. */
const membersOf = (backend: string, collection: string) =>
	(
		backendOf(backend).triggerProperties.find(({ name }) => name === collection)?.options ?? []
	).filter((member): member is INodeProperties => 'type' in member);

/** Parameters of CooCenter's trigger that filter; they stand side by side with the others. */
const COOCENTER_FILTERS = ['extensions', 'queues', 'directions', 'outcome'];

const CDR_WORDS: Record<CdrKind, string> = {
	text: 'Texts; left out by Dimensions when empty',
	phone: 'Telephone numbers in E.164; left out when empty',
	integer: 'Whole numbers: seconds, codes, version; 0 where they were left out',
	decimal: 'Decimal; 0 where it was left out',
	flag: 'True or false; false where they were left out',
	time: 'ISO 8601 with offset, and again in UTC with `Utc` behind the name',
	list: 'Lists, and `tags` as an object; empty where they were left out',
};

/** Whose events, in the words of the page. */
const RINGCENTRAL_TARGETS: Record<RingCentralTarget, string> = {
	account: 'account',
	extension: 'extensions',
	queue: 'queues',
	own: 'the login',
	filters: 'any',
};

/** What the note of a template says first, without its heading. */
function firstSentences(template: string): string {
	const about = readTemplate(template).nodes.find(({ name }) => name === 'About');
	return String(about?.parameters.content).split('\n\n')[1];
}

const jobs = [...new Set(templateNames.map((name) => jobOf(readTemplate(name)).job))];

const templatesOf = (job: string) =>
	templateNames.filter((name) => jobOf(readTemplate(name)).job === job);

/** Where a template's heading is in docs/templates.md, as GitHub names it. */
const headingId = (name: string) =>
	readTemplate(name)
		.name.toLowerCase()
		.replace(/[^\w -]/g, '')
		.replace(/ /g, '-');

/** Whence *Import from URL* takes a template. */
const rawUrl = (name: string) =>
	`${repository.url.replace(/^git\+https:\/\/github\.com\/(.*)\.git$/, 'https://raw.githubusercontent.com/$1')}/main/${templateFile(name)}`;

/** What docs/templates.md shows of a template. */
function gallery(name: string): string {
	const template = readTemplate(name);
	const picture = `pictures/templates/${name}.png`;
	return `### ${template.name}

${firstSentences(name)}

Made for ${systemOfTemplate(template)}. [File](../${templateFile(name)}), or *Import from URL*:
\`${rawUrl(name)}\`

![Its nodes](${picture})`;
}

/** A schema of the call record's, and what it refers to. */
const resolved = (schema: JSONSchema): JSONSchema => {
	const type = schema.$ref?.split('/').at(-1);
	return type === undefined ? schema : { ...callRecordSchema.$defs[type], ...schema };
};

/** What a member may be: its words, the members of an object, or those of the entries of a list. */
function valuesOf(schema: JSONSchema): string {
	const { enum: words, const: only, type, items, properties, format } = resolved(schema);
	if (type === 'array' && items !== undefined) return `list: ${valuesOf(items as JSONSchema)}`;
	if (words ?? only)
		return [words ?? only]
			.flat()
			.map((word) => `\`${String(word)}\``)
			.join(', ');
	if (properties)
		return Object.keys(properties)
			.map((name) => `\`${name}\``)
			.join(', ');
	return format ?? String(type);
}

const memberTable = (members: Record<string, JSONSchema>) =>
	table(
		['Member', 'What it holds', 'Values'],
		Object.entries(members).map(([name, schema]) => [
			`\`${name}\``,
			resolved(schema).description ?? '',
			valuesOf(schema),
		]),
	);

/** What a backend has of a member: from events, from what is read, or both. */
function sourceText({ event, read }: RecordSource): string {
	if (event === undefined && read === undefined) return 'cannot be known';
	if (event === read) return String(event);
	return [
		...(event === undefined ? [] : [`event: ${event}`]),
		...(read === undefined ? [] : [`read: ${read}`]),
	].join('; ');
}

const sourceTable = () =>
	table(
		['Member', ...backends.map(({ displayName }) => displayName)],
		Object.keys(callRecordSchema.properties).map((name) => [
			`\`${name}\``,
			...backends.map(({ recordSources }) => sourceText(recordSources[name as keyof CallRecord])),
		]),
	);

type Tables = Record<string, () => string>;

/** Tables that only one page has. */
const eventTable = (name: string) =>
	table(
		['Trigger on', 'When'],
		backendOf(name).events.map(({ label, description }) => [label, description]),
	);

const own: Record<string, Tables> = {
	'docs/compatibility.md': {
		'n8n-versions': () =>
			table(
				['n8n', 'Tested with', 'On Node'],
				[
					['2.x', lines.two.version, ownNodeVersion],
					['1.123', lines.one.version, `${lines.one.runsOnNode.join(', ')}, and ${ownNodeVersion}`],
				],
			),
	},
	'README.md': {
		templates: () =>
			table(
				['To', 'Templates'],
				jobs.map((job) => [
					job,
					templatesOf(job)
						.map(
							(name) =>
								`[${jobOf(readTemplate(name)).what}](docs/templates.md#${headingId(name)}) (${systemOfTemplate(readTemplate(name))})`,
						)
						.join('<br>'),
				]),
			),
	},
	'docs/templates.md': {
		templates: () => templateNames.map(gallery).join('\n\n'),
	},
	'docs/call-record.md': {
		'call-record-members': () => memberTable(callRecordSchema.properties),
		'call-record-sources': sourceTable,
		'call-record-party': () => memberTable(callRecordSchema.$defs.CallParty.properties ?? {}),
		'call-record-transfer': () => memberTable(callRecordSchema.$defs.CallTransfer.properties ?? {}),
	},
	'docs/broadworks.md': {
		'broadworks-events': () =>
			table(
				['Trigger on', 'When', 'Target', 'Event package'],
				events.map(({ label, description, targets, wire, further = [] }) => [
					label,
					description,
					targets.map((target) => TARGET_WORDS[target]).join(', '),
					wire === undefined ? `any of ${rawPackages.length}` : [wire, ...further].join(', '),
				]),
			),
	},
	'docs/ringcentral.md': {
		'ringcentral-permissions': () =>
			table(
				['Permission of the app', 'In tokens and errors', 'For'],
				APP_PERMISSIONS.map(({ name, label, purpose }) => [label, `\`${name}\``, purpose]),
			),
		'ringcentral-events': () =>
			table(
				['Trigger on', 'When', 'Whose', 'Event filter'],
				ringCentralEvents.map(({ label, description, targets, wire }) => [
					label,
					description,
					targets.map((target) => RINGCENTRAL_TARGETS[target]).join(', '),
					wire === undefined ? 'as entered' : `\`${wire}\``,
				]),
			),
		'ringcentral-options': () => parameterTable('Option', membersOf('RingCentral', 'options')),
	},
	'docs/coocenter.md': {
		'coocenter-events': () =>
			table(
				['Trigger on', 'When', 'Event of the PBX', 'Filters that apply'],
				cooCenterEvents.map(({ name, label, description, types }) => [
					label,
					description,
					types.join(', ') || 'any other',
					filtersOf(name),
				]),
			),
		'coocenter-filters': () =>
			parameterTable(
				'Filter',
				backendOf('CooCenter').triggerProperties.filter(({ name }) =>
					COOCENTER_FILTERS.includes(name),
				),
			),
	},
	'docs/udesk.md': {
		'udesk-events': () => eventTable('Udesk'),
		'udesk-filters': () => parameterTable('Filter', membersOf('Udesk', 'filters')),
	},
	'docs/dimensions.md': {
		'dimensions-events': () => eventTable('Dimensions'),
		'dimensions-filters': () => parameterTable('Filter', membersOf('Dimensions', 'filters')),
		'dimensions-cdr': () =>
			table(
				['Members of `cdr`', 'What they hold'],
				(Object.keys(CDR_WORDS) as CdrKind[]).map((kind) => [
					CDR_FIELDS.filter((field) => field.kind === kind)
						.map(({ name }) => `\`${name}\``)
						.join(' '),
					CDR_WORDS[kind],
				]),
			),
	},
};

/** The tables of each page, by the name of their place, made from the lists the nodes are made from. */
export const pages: Record<string, Tables> = { ...own };
for (const backend of backends) {
	const page = `docs/${pageOf(backend)}.md`;
	pages[page] = {
		[`${pageOf(backend)}-operations`]: () => operationTable(backend),
		...own[page],
	};
}

/**
 * The text of a page of `pages` with its tables brought up to date. Throws when a table has no place in it: a
 * place is `<!-- name -->` and `<!-- /name -->`, each on a line of its own.
 */
export function withTables(page: string, text: string): string {
	return Object.entries(pages[page]).reduce((result, [name, make]) => {
		const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- /${name} -->)`);
		if (!place.test(result)) throw new Error(`${page} has no place for the table ${name}`);
		return result.replace(
			place,
			(_all, begin: string, end: string) => `${begin}\n${make()}\n${end}`,
		);
	}, text);
}

/** Writes the examples that triggers of templates are pinned to. */
async function pinTemplates(): Promise<void> {
	// Tests read this file, and in jest prettier does not load.
	const { format, resolveConfig } = await import('prettier');
	for (const name of templateNames) {
		const file = join(root, templateFile(name));
		const text = JSON.stringify(withPinnedExamples(name, readTemplate(name)));
		writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
	}
}

if (require.main === module) {
	for (const page of Object.keys(pages)) {
		const file = join(root, page);
		writeFileSync(file, withTables(page, readFileSync(file, 'utf8')));
	}
	void pinTemplates();
	void callRecordType().then((type) => writeFileSync(join(root, callRecordTypeFile), type));
}

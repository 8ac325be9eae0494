import {
	isOurTrigger,
	jobOf,
	readTemplate,
	systemOfTemplate,
	templateFile,
	templateNames,
	withPinnedExamples,
} from '../../../scripts/templates';
import type { WorkflowDefinition } from '../../../n8n-driver/rest/rest-types';
import packageJson from '../../../package.json';
import { read } from './markdown';

const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
const startsByItself = ({ type }: { type: string }) =>
	/trigger$/i.test(type) && type !== 'n8n-nodes-base.manualTrigger';

/** What people want done, in the words with which names of templates begin. */
const JOBS = [
	'AI agent',
	'Journal',
	'Line alarm',
	'Missed call',
	'Out of office',
	'Queue',
	'Recording',
	'Report',
	'Screen pop',
	'Voicemail',
	'Wallboard',
];

/** Templates whose trigger gives the backend's own fields, and why. */
const OWN_FIELDS: Record<string, string> = {
	'missed-call-alert': 'the contact that Dimensions has found is in no call record',
	'missed-call-unanswered-to-voicemail': 'what follows steers the call at BroadWorks',
	'queue-bounced-agent-unavailable': 'an offer and a bounce are no calls',
	'screen-pop-udesk-customer': 'a question whose number it is has no call yet',
	'voicemail-to-mail': 'a message is no call',
	'wallboard-of-a-queue': 'what happens in a queue is no call',
};

/** The backends as README.md and the tags of templates name them. */
const SYSTEMS = ['BroadWorks', 'RingCentral', 'CooCenter', 'Udesk', 'Dimensions'];

it('there is a template for every system, and the package ships them', () => {
	const systems = templateNames.map((name) => systemOfTemplate(readTemplate(name)));
	expect([...new Set(systems)].sort()).toEqual([...SYSTEMS].sort());
	expect(packageJson.files).toContain('templates');
});

it.each([
	['missed-call-chat-message', 2],
	['voicemail-to-mail', 3],
])('%s stays as short as it is promised: %d nodes', (name, count) => {
	const { nodes } = readTemplate(name);
	expect(nodes.filter(({ type }) => type !== STICKY_NOTE)).toHaveLength(count);
});

/** Members of a trigger's item that its followers read, and those that are read by its name. */
function membersRead({ nodes, connections }: WorkflowDefinition, trigger: string): string[] {
	const names = (connections[trigger]?.main ?? []).flat().map((to) => to?.node);
	const followers = JSON.stringify(nodes.filter(({ name }) => names.includes(name)));
	const byName = JSON.stringify(nodes).split(`$('${trigger}').item.json.`).slice(1);
	const direct = [...followers.matchAll(/\$json\.(\w+)(?!\w*\s*\?[?.])/g)].map(([, name]) => name);
	return [...direct, ...byName.flatMap((text) => /^\w+/.exec(text)?.[0] ?? [])];
}

it('templates read only what the pinned examples of their triggers have', () => {
	const read = templateNames.flatMap((name) => {
		const template = readTemplate(name);
		return template.nodes.filter(isOurTrigger).flatMap(({ name: trigger }) => {
			const [{ json }] = template.pinData?.[trigger] ?? [];
			return membersRead(template, trigger).map((member) => ({
				name,
				member,
				has: member in json,
			}));
		});
	});
	expect(read.length).toBeGreaterThan(20);
	expect(read.filter(({ has }) => !has)).toEqual([]);
});

it('templates about calls read call records, so that only the trigger must be exchanged', () => {
	const own = templateNames.filter((name) =>
		readTemplate(name).nodes.some(
			(node) => isOurTrigger(node) && node.parameters.output !== 'callRecord',
		),
	);
	expect(own).toEqual(Object.keys(OWN_FIELDS));
});

describe.each(templateNames)('templates/%s.json', (name) => {
	const template = readTemplate(name);
	const { job, what } = jobOf(template);

	it('is named by its job and tagged by its system, so that lists sort', () => {
		expect(JOBS).toContain(job);
		expect(what).toMatch(/^[a-z].{10}/);
		expect(name).toMatch(new RegExp(`^${job.toLowerCase().replace(/ /g, '-')}-[a-z-]+$`));
		expect(SYSTEMS).toContain(systemOfTemplate(template));
		expect(template.tags).toEqual([{ name: systemOfTemplate(template) }, { name: 'Telephony' }]);
	});

	it('says in a note what it is for, how to use it, and how to try it without a call', () => {
		const [about] = template.nodes.filter(({ type }) => type === STICKY_NOTE);
		const content = String(about.parameters.content);
		expect(content).toMatch(/^## .+\n\n[^]+\n\n\*\*To use it:\*\* /);
		expect(content).toContain('pinned example');
	});

	it('has an example pinned to every trigger that waits (else: npm run docs)', () => {
		const waiting = template.nodes.filter(startsByItself);
		expect(waiting).not.toEqual([]);
		for (const { name: trigger } of waiting) expect(template.pinData?.[trigger]).toHaveLength(1);
		expect(template.pinData).toEqual(withPinnedExamples(name, template).pinData);
	});

	it('names no credential, table or execution of any machine', () => {
		const ids = template.nodes.flatMap(({ credentials = {} }) =>
			Object.values(credentials).map(({ id }) => id),
		);
		expect(ids.filter((id) => id !== null)).toEqual([]);
		expect(read(templateFile(name))).not.toMatch(/"mode": ?"list"|cachedResult/);
	});
});

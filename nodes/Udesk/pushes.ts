import { TelephonyError } from '../shared/core/errors';
import type { PushRecord } from '../shared/core/pushBody';
import type { PushBackend, PushPanel } from '../shared/pushTrigger';
import { passes, type UdeskFilters } from './client/filters';
import { decodePush } from './client/push';
import { itemOf, type OutputShape } from './eventItem';
import { events } from './events';

interface FilterPanel {
	agents?: string;
	results?: string[];
	categories?: string[];
	minTalkTime?: number;
	queues?: string;
	queued?: UdeskFilters['queued'];
	workflows?: string[];
}

/** The two contexts differ in nothing but their overloads. */
const parameter = (node: PushPanel, name: string, fallback: unknown): unknown =>
	(node.getNodeParameter as (name: string, fallback: unknown) => unknown)(name, fallback);

const listOf = (text: unknown) =>
	String(text ?? '')
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

/** What the panel says about which pushes start the workflow. Throws `badRequest`. */
export function filtersOf(node: PushPanel): UdeskFilters {
	const triggerOn = String(parameter(node, 'triggerOn', 'callPush'));
	const entry = events.find(({ name }) => name === triggerOn);
	if (!entry) throw new TelephonyError('badRequest', `"${triggerOn}" is no choice of "Trigger On"`);
	const panel = parameter(node, 'filters', {}) as FilterPanel;
	return {
		kinds: entry.targets,
		workflows: panel.workflows,
		results: panel.results,
		categories: panel.categories,
		agents: listOf(panel.agents),
		queues: listOf(panel.queues),
		queued: panel.queued,
		minTalkTime: panel.minTalkTime,
	};
}

const isObject = (value: unknown): value is PushRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The typed JSON may carry the secret (protocol page udesk 3); a form has the JSON as text. */
function takeSecrets(record: PushRecord): { secrets: unknown[]; record: PushRecord } {
	const written = record.extend;
	let extend = written;
	if (typeof written === 'string' && written.trim().startsWith('{')) {
		try {
			extend = JSON.parse(written) as unknown;
		} catch (error) {
			// A text that is no JSON carries no secret that could be taken out.
			if (!(error instanceof SyntaxError)) throw error;
		}
	}
	if (!isObject(extend) || !('secret' in extend)) return { secrets: [], record };
	const { secret, ...rest } = extend;
	return { secrets: [secret], record: { ...record, extend: rest } };
}

/** How Udesk pushes (protocol page udesk 3). */
export const udeskPushes: PushBackend = {
	name: 'Udesk',
	credential: 'udeskWebhookApi',
	answer: { code: 1000 },
	takeSecrets,
	reader(node) {
		const filters = filtersOf(node);
		const output = parameter(node, 'output', 'connector') as OutputShape;
		return (record) => {
			const push = decodePush(record);
			if (!passes(push, filters)) return undefined;
			return { id: push.id, items: [itemOf(push, record, output)] };
		};
	},
};

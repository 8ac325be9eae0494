import type { PushRecord } from '../shared/core/pushBody';
import type { PushCredential } from '../shared/pushDoor';
import type { PushBackend, PushPanel } from '../shared/pushTrigger';
import { foldName } from './client/cdrFields';
import { passes, type DimensionsFilters, type Wanted } from './client/filters';
import { decodePush } from './client/push';
import { itemOf, type OutputShape } from './eventItem';

interface FilterPanel extends Pick<DimensionsFilters, 'directions' | 'types'> {
	answered?: Wanted;
	lost?: Wanted;
	recorded?: Wanted;
	dids?: string;
	tags?: string;
	triggerIds?: string;
	tenantIds?: string;
}

/** The two contexts differ in nothing but their overloads. */
const parameter = (node: PushPanel, name: string, fallback: unknown): unknown =>
	(node.getNodeParameter as (name: string, fallback: unknown) => unknown)(name, fallback);

const listOf = (text: unknown) =>
	String(text ?? '')
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

/** What the panel says about which calls start the workflow. */
export function filtersOf(node: PushPanel): DimensionsFilters {
	const { dids, tags, triggerIds, tenantIds, ...rest } = parameter(
		node,
		'filters',
		{},
	) as FilterPanel;
	return {
		...rest,
		dids: listOf(dids),
		tags: listOf(tags),
		triggerIds: listOf(triggerIds),
		tenantIds: listOf(tenantIds),
	};
}

interface DimensionsWebhookCredential extends PushCredential {
	/** Name of the additional payload data that carries the secret. */
	payloadField?: string;
}

const isObject = (value: unknown): value is PushRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Takes every member of that name out, whatever its case. */
function without(record: PushRecord, key: string): { found: unknown[]; rest: PushRecord } {
	const isKey = ([name]: [string, unknown]) => foldName(name) === foldName(key);
	const entries = Object.entries(record);
	return {
		found: entries.filter(isKey).map(([, value]) => value),
		rest: Object.fromEntries(entries.filter((entry) => !isKey(entry))),
	};
}

function parsed(value: unknown): unknown {
	if (typeof value !== 'string' || !value.trim().startsWith('{')) return value;
	try {
		return JSON.parse(value) as unknown;
	} catch (error) {
		// A text that is no JSON carries no secret that could be taken out.
		if (error instanceof SyntaxError) return value;
		throw error;
	}
}

/**
 * The secret is one of the static pairs, which come as `customData`, or flattened in a form or query
 * (protocol page dimensions 1).
 */
function takeSecrets(
	record: PushRecord,
	credential: PushCredential,
): { secrets: unknown[]; record: PushRecord } {
	const key = (credential as DimensionsWebhookCredential).payloadField?.trim() || 'secret';
	const outer = without(record, key);
	const secrets = [...outer.found];
	const entries = Object.entries(outer.rest).map(([name, value]): [string, unknown] => {
		const inner = foldName(name) === 'customdata' ? parsed(value) : undefined;
		if (!isObject(inner)) return [name, value];
		const { found, rest } = without(inner, key);
		secrets.push(...found);
		return [name, rest];
	});
	return { secrets, record: Object.fromEntries(entries) };
}

/** How Dimensions pushes (protocol page dimensions 1). */
export const dimensionsPushes: PushBackend = {
	name: 'Dimensions',
	credential: 'dimensionsWebhookApi',
	answer: 'OK',
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

import type { PushRecord } from '../../shared/core/parsing/pushBody';
import { recordOf } from '../../shared/core/records';
import type { PushCredential } from '../../shared/trigger/webhook/pushAdmission';
import { chosenEvent } from '../../shared/trigger/eventCatalogue';
import { callPushReader } from '../../shared/trigger/webhook/callPushReader';
import { panelValue, type Panel } from '../../shared/trigger/panel';
import { typedList } from '../../shared/core/parsing/typedList';
import type { PushBackend } from '../../shared/trigger/webhook/pushTrigger';
import { foldName } from '../client/cdrFields';
import { passes, type DimensionsFilters, type Wanted } from '../client/filters';
import { decodePush, tellsOfCall, pairsOf } from '../client/push';
import { DEFAULT_EVENT, events } from './events';
import { itemOf } from './item';

interface FilterPanel extends Pick<DimensionsFilters, 'directions' | 'types'> {
	answered?: Wanted;
	lost?: Wanted;
	recorded?: Wanted;
	dids?: string;
	tags?: string;
	triggerIds?: string;
	tenantIds?: string;
}

/** What the panel says about which pushes start the workflow. Throws `badRequest`. */
function filtersOf(node: Panel): DimensionsFilters {
	const entry = chosenEvent(node, events, DEFAULT_EVENT);
	const { dids, tags, triggerIds, tenantIds, ...rest } = panelValue(
		node,
		'filters',
		{},
	) as FilterPanel;
	return {
		...rest,
		subjects: entry.targets,
		dids: typedList(dids),
		tags: typedList(tags),
		triggerIds: typedList(triggerIds),
		tenantIds: typedList(tenantIds),
	};
}

interface DimensionsWebhookCredential extends PushCredential {
	/** Name of the additional payload data that carries the secret. */
	payloadField?: string;
}

/** Takes every member of that name out, whatever its case. */
function without(record: PushRecord, key: string): { found: unknown[]; rest: PushRecord } {
	const wanted = foldName(key);
	const names = Object.keys(record).filter((name) => foldName(name) === wanted);
	if (names.length === 0) return { found: [], rest: record };
	const rest = { ...record };
	for (const name of names) delete rest[name];
	return { found: names.map((name) => record[name]), rest };
}

/**
 * The secret is one of the static pairs, which come as `customData`, or flattened in a form or query
 * (docs/protocols/dimensions.md#the-webhook).
 */
function takeSecrets(
	record: PushRecord,
	credential: PushCredential,
): { secrets: unknown[]; record: PushRecord } {
	const key = (credential as DimensionsWebhookCredential).payloadField?.trim() || 'secret';
	const { found: secrets, rest } = without(record, key);
	const changed: PushRecord = {};
	for (const name of Object.keys(rest)) {
		if (foldName(name) !== 'customdata') continue;
		const value = rest[name];
		const inner = Array.isArray(value) ? pairsOf(value) : recordOf(value);
		if (!inner) continue;
		const pairs = without(inner, key);
		secrets.push(...pairs.found);
		changed[name] = pairs.rest;
	}
	return { secrets, record: { ...rest, ...changed } };
}

/** How Dimensions pushes (docs/protocols/dimensions.md#the-webhook). */
export const dimensionsPushes: PushBackend = {
	name: 'Dimensions',
	credential: 'dimensionsWebhookApi',
	comesAgain: true,
	answer: 'OK',
	takeSecrets,
	reader: callPushReader({ filtersOf, decode: decodePush, tellsOfCall, passes, itemOf }),
};

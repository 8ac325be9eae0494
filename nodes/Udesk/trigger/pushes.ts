import type { PushRecord } from '../../shared/core/parsing/pushBody';
import { recordOf } from '../../shared/core/records';
import { chosenEvent } from '../../shared/trigger/eventCatalogue';
import { callPushReader } from '../../shared/trigger/webhook/callPushReader';
import { panelValue, type Panel } from '../../shared/trigger/panel';
import { typedList } from '../../shared/core/parsing/typedList';
import type { PushBackend } from '../../shared/trigger/webhook/pushTrigger';
import { passes, type UdeskFilters } from '../client/filters';
import { decodePush, tellsOfCall } from '../client/push';
import { itemOf } from './item';
import { CUSTOMER_LOOKUP, events } from './events';

interface FilterPanel {
	agents?: string;
	results?: string[];
	categories?: string[];
	minTalkTime?: number;
	queues?: string;
	queued?: UdeskFilters['queued'];
	workflows?: string[];
}

/** What the panel says about which pushes start the workflow. Throws `badRequest`. */
function filtersOf(node: Panel): UdeskFilters {
	const entry = chosenEvent(node, events, 'callPush');
	const panel = panelValue(node, 'filters', {}) as FilterPanel;
	return {
		kinds: entry.targets,
		actions: entry.types,
		workflows: panel.workflows,
		results: panel.results,
		categories: panel.categories,
		agents: typedList(panel.agents),
		queues: typedList(panel.queues),
		queued: panel.queued,
		minTalkTime: panel.minTalkTime,
	};
}

/**
 * The typed JSON may carry the secret (docs/protocols/udesk.md#receiver-duties); a form has the JSON as text.
 */
function takeSecrets(record: PushRecord): { secrets: unknown[]; record: PushRecord } {
	const extend = recordOf(record.extend);
	if (!extend || !('secret' in extend)) return { secrets: [], record };
	const { secret, ...rest } = extend;
	return { secrets: [secret], record: { ...record, extend: rest } };
}

/** How Udesk pushes (docs/protocols/udesk.md#receiver-duties). */
export const udeskPushes: PushBackend = {
	name: 'Udesk',
	credential: 'udeskWebhookApi',
	comesAgain: false,
	answer: { code: 1000 },
	answered: CUSTOMER_LOOKUP,
	takeSecrets,
	reader: callPushReader({ filtersOf, decode: decodePush, tellsOfCall, passes, itemOf }),
};

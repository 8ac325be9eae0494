import type { ITriggerFunctions } from 'n8n-workflow';

import { TelephonyError } from '../shared/core/errors';
import { GATE_DEFAULTS, type GateSettings } from '../shared/core/eventGate';
import type { SubscriptionSpec, XsiTarget } from './client/subscriptions';
import type { OutputShape } from './eventItem';
import { events, type TargetType } from './events';

/** What the panel of the trigger says. */
export interface TriggerSettings {
	spec: SubscriptionSpec;
	/** Event types that start the workflow; empty for all. */
	types: ReadonlySet<string>;
	output: OutputShape;
	includeInitialState: boolean;
	gate: GateSettings;
	/** ms */
	heartbeatInterval: number;
}

interface TriggerOptions
	extends Partial<Pick<GateSettings, 'acknowledge' | 'maxInFlight' | 'oneEventPerExecution'>> {
	includeInitialState?: boolean;
	/** s */
	eventTimeout?: number;
}

function filled(node: ITriggerFunctions, name: string, label: string): string {
	const value = String(node.getNodeParameter(name, '', { extractValue: true }) ?? '').trim();
	if (value === '') throw new TelephonyError('badRequest', `The parameter "${label}" is empty`);
	return value;
}

function targetOf(node: ITriggerFunctions, ownUserId: string): XsiTarget {
	const type = node.getNodeParameter('targetType') as TargetType;
	switch (type) {
		case 'user': {
			const chosen = node.getNodeParameter('userId', '', { extractValue: true }) as string;
			const userId = String(chosen ?? '').trim() || ownUserId;
			if (userId !== '') return { kind: 'user', userId };
			throw new TelephonyError('badRequest', 'Choose a User, or enter a User ID in the credential');
		}
		case 'group':
			return {
				kind: 'group',
				enterpriseId: filled(node, 'enterpriseId', 'Enterprise or Service Provider ID'),
				groupId: filled(node, 'groupId', 'Group ID'),
			};
		case 'enterprise':
			return {
				kind: 'enterprise',
				enterpriseId: filled(node, 'enterpriseId', 'Enterprise or Service Provider ID'),
			};
		case 'callCenter':
			return { kind: 'user', userId: filled(node, 'callCenterId', 'Call Center ID') };
		default:
			throw new TelephonyError('badRequest', `"${String(type)}" is no Target`);
	}
}

/** Reads the panel. Throws `badRequest` with the display name of what is missing. */
export function triggerSettings(node: ITriggerFunctions, ownUserId: string): TriggerSettings {
	const triggerOn = node.getNodeParameter('triggerOn') as string;
	const entry = events.find(({ name }) => name === triggerOn);
	if (!entry) throw new TelephonyError('badRequest', `"${triggerOn}" is no choice of "Trigger On"`);
	const options = node.getNodeParameter('options', {}) as TriggerOptions;
	const choosesTypes = entry.types.length > 0 || entry.wire === undefined;
	const types = choosesTypes ? (node.getNodeParameter('type', []) as string[]) : [];
	return {
		spec: {
			target: targetOf(node, ownUserId),
			package: entry.wire ?? filled(node, 'event', 'Event Package'),
		},
		types: new Set([types].flat().filter(Boolean)),
		output: node.getNodeParameter('output', 'connector') as OutputShape,
		includeInitialState: options.includeInitialState ?? false,
		gate: {
			...GATE_DEFAULTS,
			acknowledge: options.acknowledge ?? GATE_DEFAULTS.acknowledge,
			maxInFlight: options.maxInFlight ?? GATE_DEFAULTS.maxInFlight,
			oneEventPerExecution: options.oneEventPerExecution ?? GATE_DEFAULTS.oneEventPerExecution,
		},
		heartbeatInterval: ((options.eventTimeout ?? 30) * 1000) / 2,
	};
}

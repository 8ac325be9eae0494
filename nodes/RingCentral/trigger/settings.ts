import type { OutputShape } from '../../shared/core/callRecord';
import { errorWorkflowAfter } from '../../shared/trigger/line/alarmField';
import { panelText, panelValue, type Panel } from '../../shared/trigger/panel';
import { TelephonyError } from '../../shared/core/errors';
import { GATE_DEFAULTS, type GateSettings } from '../../shared/core/flow/eventGate';
import { typedList } from '../../shared/core/parsing/typedList';
import {
	eventFiltersOf,
	type EventName,
	type EventTarget,
	type Narrowing,
} from '../client/events/eventFilters';
import { ORDER_DEFAULTS } from '../client/events/sessionOrder';
import { events, type TargetType } from './events';

export type Delivery = 'webhook' | 'webSocket';

/** What the panel of the trigger says. Times in ms. */
export interface TriggerSettings {
	event: EventName;
	delivery: Delivery;
	target: EventTarget;
	eventFilters: string[];
	/** Only these, in lower case; empty for all: statuses, message types, kinds of post. */
	types: ReadonlySet<string>;
	/** `inbound` or `outbound`; undefined for both. */
	direction?: string;
	/** Only calls from or to it. */
	phoneNumber?: string;
	output: OutputShape;
	/** Field of the item for the recording; undefined where it is not wanted. */
	audioField?: string;
	ignoreOwnPosts: boolean;
	/** A missed call that rang at several phones is told once. */
	oncePerCall: boolean;
	/** ms an event waits for those of the same call that should come before it. */
	orderGracePeriod: number;
	/** The record of an ended call. */
	record: { firstReading: number; giveUpAfter: number; recordingWait: number };
	/** ms a voicemail waits for its text; 0 for not at all. */
	transcriptionWait: number;
	/** Base of the webhook's address; empty for n8n's own. */
	publicBaseUrl: string;
	checkInterval: number;
	/** Items about the state of the line. */
	connectionItems: boolean;
	/** ms of an outage after which n8n's error workflow runs; 0 for never. */
	errorWorkflowAfter: number;
	/** Read calls from the call log after an outage. */
	recoverMissedCalls: boolean;
	gate: GateSettings;
}

interface TriggerOptions
	extends Partial<Pick<GateSettings, 'maxInFlight' | 'oneEventPerExecution'>> {
	connectionItems?: boolean;
	/** s */
	errorWorkflowAfter?: number;
	recoverMissedCalls?: boolean;
	ignoreOwnPosts?: boolean;
	oncePerCall?: boolean;
	publicBaseUrl?: string;
	phoneNumber?: string;
	/** s */
	checkInterval?: number;
	/** ms */
	orderPatience?: number;
	/** s */
	recordDelay?: number;
	/** min */
	recordWait?: number;
	recordingWait?: number;
	newRecordingWait?: number;
	transcriptionWait?: number;
}

export const OPTION_DEFAULTS = {
	checkInterval: 120,
	orderPatience: ORDER_DEFAULTS.gracePeriod,
	recordDelay: 10,
	recordWait: 10,
	recordingWait: 0,
	newRecordingWait: 30,
	transcriptionWait: 0,
} as const;

/** Events that tell of calls, which the call log has too. */
export const CALL_EVENTS: ReadonlySet<EventName> = new Set([
	'telephonySession',
	'callEnded',
	'newRecording',
	'missedCall',
]);

/** Events that wait for the record of a call. */
export const RECORD_EVENTS: ReadonlySet<EventName> = new Set(['callEnded', 'newRecording']);

const MINUTE = 60_000;

const listOf = (node: Panel, name: string) => typedList(panelValue(node, name, []));

function audioFieldOf(node: Panel, event: EventName): string | undefined {
	if (event !== 'newRecording' || panelValue(node, 'downloadRecording', false) !== true) {
		return undefined;
	}
	return panelText(node, 'binaryProperty', 'Put Output File in Field');
}

/** Ids become parts of paths. */
function idsOf(node: Panel, name: string, label: string): string[] {
	const ids = [...new Set(listOf(node, name))];
	const wrong = ids.find((id) => !/^(~|[\w-]+)$/.test(id));
	if (wrong === undefined) return ids;
	throw new TelephonyError('badRequest', `"${wrong}" is not an ID. Check the parameter "${label}"`);
}

function extensionsOf(node: Panel): EventTarget {
	const extensionIds = idsOf(node, 'extensionIds', 'Extensions');
	return { kind: 'extension', extensionIds: extensionIds.length > 0 ? extensionIds : ['~'] };
}

function queuesOf(node: Panel): EventTarget {
	const queueIds = idsOf(node, 'queueIds', 'Queues');
	if (queueIds.length > 0) return { kind: 'queue', queueIds };
	throw new TelephonyError('badRequest', 'The parameter "Queues" is empty');
}

function rawFilters(node: Panel): EventTarget {
	const filters = [...new Set(listOf(node, 'eventFilters'))];
	if (filters.length === 0) {
		throw new TelephonyError('badRequest', 'The parameter "Event Filters" is empty');
	}
	const wrong = filters.find((filter) => !/^\/(restapi|team-messaging)\/v\d/.test(filter));
	if (wrong === undefined) return { kind: 'filters', filters };
	throw new TelephonyError(
		'badRequest',
		`"${wrong}" is not an event filter. Enter one like /restapi/v1.0/account/~/extension/~/presence`,
	);
}

function targetOf(node: Panel, targets: readonly TargetType[]): EventTarget {
	if (targets.length > 1) {
		const type = panelValue(node, 'targetType', 'extension') as TargetType;
		return type === 'account' ? { kind: 'account' } : extensionsOf(node);
	}
	switch (targets[0]) {
		case 'account':
			return { kind: 'account' };
		case 'extension':
			return extensionsOf(node);
		case 'queue':
			return queuesOf(node);
		case 'filters':
			return rawFilters(node);
		default:
			return { kind: 'own' };
	}
}

/** The server is asked to leave out what does not fit, where it can. */
function narrowingOf(event: EventName, direction: string, phoneNumber: string): Narrowing {
	if (!CALL_EVENTS.has(event)) return {};
	return {
		...(direction === 'Inbound' || direction === 'Outbound' ? { direction } : {}),
		...(phoneNumber === '' ? {} : { phoneNumber }),
	};
}

const number = (value: number | undefined, otherwise: number) =>
	Number.isFinite(Number(value ?? otherwise)) ? Number(value ?? otherwise) : otherwise;

/** Reads the panel. Throws `badRequest` with the display name of what is missing. */
export function triggerSettings(node: Panel): TriggerSettings {
	const triggerOn = panelValue(node, 'triggerOn') as EventName;
	const entry = events.find(({ name }) => name === triggerOn);
	if (!entry)
		throw new TelephonyError('badRequest', `"${triggerOn}" is not a choice of "Trigger On"`);
	const options = panelValue(node, 'options', {}) as TriggerOptions;
	const time = (name: keyof typeof OPTION_DEFAULTS, unit: number, least = 0) =>
		Math.max(least, number(options[name], OPTION_DEFAULTS[name])) * unit;
	const target = targetOf(node, entry.targets);
	const hasDirection = triggerOn === 'telephonySession' || RECORD_EVENTS.has(triggerOn);
	const direction = hasDirection ? String(panelValue(node, 'direction', 'any')) : 'any';
	const hasNumber = triggerOn === 'telephonySession' || triggerOn === 'missedCall';
	const phoneNumber = hasNumber ? (options.phoneNumber ?? '').trim() : '';
	const types = entry.types.length > 0 ? listOf(node, 'type') : [];
	return {
		event: triggerOn,
		delivery: panelValue(node, 'delivery', 'webhook') as Delivery,
		target,
		eventFilters: eventFiltersOf(triggerOn, target, narrowingOf(triggerOn, direction, phoneNumber)),
		types: new Set(types.map((type) => type.toLowerCase())),
		direction: direction === 'any' ? undefined : direction.toLowerCase(),
		phoneNumber: phoneNumber === '' ? undefined : phoneNumber,
		output: panelValue(node, 'output', 'connector') as OutputShape,
		audioField: audioFieldOf(node, triggerOn),
		ignoreOwnPosts: options.ignoreOwnPosts ?? true,
		oncePerCall: options.oncePerCall ?? false,
		orderGracePeriod: time('orderPatience', 1),
		record: {
			firstReading: time('recordDelay', 1_000, 1),
			giveUpAfter: time('recordWait', MINUTE, 0.1),
			recordingWait: time(
				triggerOn === 'newRecording' ? 'newRecordingWait' : 'recordingWait',
				MINUTE,
			),
		},
		transcriptionWait: time('transcriptionWait', MINUTE),
		publicBaseUrl: (options.publicBaseUrl ?? '').trim(),
		checkInterval: time('checkInterval', 1_000, 5),
		connectionItems: options.connectionItems ?? false,
		errorWorkflowAfter: errorWorkflowAfter(options.errorWorkflowAfter),
		recoverMissedCalls: options.recoverMissedCalls ?? false,
		gate: {
			...GATE_DEFAULTS,
			acknowledge: 'atOnce',
			maxInFlight: options.maxInFlight ?? GATE_DEFAULTS.maxInFlight,
			oneEventPerExecution: options.oneEventPerExecution ?? GATE_DEFAULTS.oneEventPerExecution,
		},
	};
}

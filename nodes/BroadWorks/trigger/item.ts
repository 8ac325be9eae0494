import type { IDataObject } from 'n8n-workflow';

import { compact, type CallRecord, type OutputShape } from '../../shared/core/callRecord';
import type { NumberPlan } from '../../shared/core/e164';
import { inCountry } from '../../shared/core/recordCountry';
import { callRecordOf } from '../client/calls/callRecord';
import type { XsiEvent } from '../client/channel/decode';
import { packageOf } from '../client/subscriptions/packages';
import { InitialStates } from './memory';
import type { TriggerSettings } from './settings';
import type { Shape } from './shapes/shaped';

export interface EventView {
	output: OutputShape;
	/** The package, which the event document does not name. */
	package: string;
	initialState: boolean;
	/** Country of numbers that are written without one. */
	numberPlan?: NumberPlan;
	/** Beside the fields of a call stands who called whom, and for how long. */
	isMoment?: boolean;
}

/** One call for a call event, several for an event that carries a list. */
function callsOf({ fields }: XsiEvent): IDataObject[] | undefined {
	const { callId, call, queueEntry } = fields;
	if (typeof callId === 'string') return [fields];
	const list = Array.isArray(call) ? call : Array.isArray(queueEntry) ? queueEntry : undefined;
	const { type, eventId, targetId } = fields;
	return list?.map((entry) => ({ ...(entry as IDataObject), type, eventId, targetId }));
}

const RECORD_FIELDS = [
	'direction',
	'from',
	'to',
	'queue',
	'answered',
	'duration',
	'talkDuration',
	'waitDuration',
] as const satisfies ReadonlyArray<keyof CallRecord>;

/** Who called whom and for how long, in the words of the call record, beside the fields of an event. */
export function recordFields(
	fields: XsiEvent['fields'],
	targetId: string | undefined,
	numberPlan: NumberPlan | undefined,
): IDataObject {
	const record = inCountry(callRecordOf(fields, targetId), numberPlan);
	return compact(
		Object.fromEntries(RECORD_FIELDS.map((name) => [name, record[name]])),
	) as IDataObject;
}

/** An event as items: one, or one per call for call records of events that carry several calls. */
export function itemsOf(
	event: XsiEvent,
	{ output, package: name, initialState, numberPlan, isMoment }: EventView,
): IDataObject[] {
	const mark = initialState ? { initialState: true } : {};
	const { type, eventId, targetId, ...own } = event.fields;
	const connector = { type, event: name, eventId, targetId, ...own, ...mark } as IDataObject;
	if (output === 'raw') {
		return [{ type, event: name, eventId, targetId, xml: event.xml, ...mark } as IDataObject];
	}
	if (output === 'connector') {
		const facts = isMoment ? recordFields(event.fields, event.targetId, numberPlan) : {};
		return [{ ...connector, ...facts }];
	}
	const calls = callsOf(event);
	if (!calls) return [connector];
	return calls.map((call) => {
		const record = inCountry(callRecordOf(call as never, event.targetId), numberPlan);
		return { ...record, ...mark } as unknown as IDataObject;
	});
}

/**
 * False for events that this workflow never starts with, by their type alone. A workflow that tells moments of calls
 * learns from every one.
 */
export const isWanted = ({ types, moment }: TriggerSettings, { type }: XsiEvent): boolean =>
	moment !== undefined || types.size === 0 || types.has(type);

/** Which events of the subscription start this workflow, as items. */
export function selection(
	settings: TriggerSettings,
	states = new InitialStates(),
): (event: XsiEvent, stateExpected: boolean) => IDataObject[] {
	return (event, stateExpected) => {
		const initialState = states.isInitial(event, stateExpected);
		if (initialState && !settings.includeInitialState) return [];
		if (settings.types.size > 0 && !settings.types.has(event.type)) return [];
		return itemsOf(event, {
			output: settings.output,
			package: packageOf(settings.spec, event.type),
			initialState,
			numberPlan: settings.numberPlan,
			isMoment: settings.moment !== undefined,
		});
	};
}

/** The stage *shape* of a trigger that tells every event it selects, as it came. */
export const eventShape =
	(select: ReturnType<typeof selection>): Shape =>
	(event, stateExpected) => ({ items: select(event, stateExpected), names: [] });

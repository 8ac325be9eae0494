import type { IDataObject } from 'n8n-workflow';

import type { Backend } from '../../backend';
import { numberPlanOf, type NumberPlan } from '../../core/e164';
import type { PushRecord } from '../../core/parsing/pushBody';
import type { CallRecord, OutputShape } from '../../core/callRecord';
import { inCountry } from '../../core/recordCountry';
import type { Panel } from '../panel';
import { outputOf } from './pushPanel';
import type { PushBackend } from './pushTrigger';

/** A push that was read. */
interface CallPush {
	/** Equal in every repetition of the push; undefined where only the whole record tells. */
	id?: string;
	/** Connector fields. */
	fields: object;
}

/** A push as item. `record`: what came, without its secret. */
type ItemOf<Push> = (
	push: Push,
	record: PushRecord,
	output: OutputShape,
	numberPlan?: NumberPlan,
) => IDataObject;

/** How one backend reads its pushes. */
interface CallPushes<Push extends CallPush, Filters> {
	/** Throws `badRequest` for a choice that is not there. */
	filtersOf(node: Panel): Filters;
	decode(record: PushRecord): Push;
	/** False for a push with fields of its own: of a user or customer, or the question who calls. */
	tellsOfCall(push: Push): boolean;
	passes(push: Push, filters: Filters): boolean;
	itemOf: ItemOf<Push>;
}

/**
 * ms for which an equal push that names no call counts as a repetition: later it is news, as when the same user
 * was changed once more.
 */
const OTHER_REPEATS = 30_000;

/** The reader of a backend whose every push is one item, of a finished call as a rule. */
export const callPushReader =
	<Push extends CallPush, Filters>({
		filtersOf,
		decode,
		tellsOfCall,
		passes,
		itemOf,
	}: CallPushes<Push, Filters>): PushBackend['reader'] =>
	(node, credential) => {
		const filters = filtersOf(node);
		const output = outputOf(node);
		// A wrong one is told at once; it may be changed while the trigger runs.
		const numberPlan = () => numberPlanOf(credential.defaultCountry);
		numberPlan();
		return (record) => {
			const push = decode(record);
			if (!passes(push, filters)) return undefined;
			const items = [itemOf(push, record, output, numberPlan())];
			return tellsOfCall(push) ? { id: push.id, items } : { within: OTHER_REPEATS, items };
		};
	};

/** Pushes as items; one that tells of no call has its own fields. */
export const callPushItem =
	<Push extends CallPush>(
		tellsOfCall: (push: Push) => boolean,
		callRecordOf: (push: Push) => CallRecord,
		/** What a call record has besides. */
		more: (push: Push) => IDataObject,
	): ItemOf<Push> =>
	(push, record, output, numberPlan) => {
		if (output === 'raw') return record as IDataObject;
		if (output === 'connector' || !tellsOfCall(push)) return push.fields as IDataObject;
		const found = inCountry(callRecordOf(push), numberPlan);
		return { ...(found as unknown as IDataObject), ...more(push) };
	};

/** What the fixture of an event becomes, for docs, tests and test runs with a sample. */
export const callPushSample =
	<Push extends CallPush>({
		decode,
		itemOf,
	}: Pick<CallPushes<Push, never>, 'decode' | 'itemOf'>): Backend['sampleItems'] =>
	(_event, fixture, output) => {
		const record = JSON.parse(fixture) as PushRecord;
		return [itemOf(decode(record), record, output)];
	};

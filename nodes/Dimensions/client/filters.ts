import type { CallTypeText, DirectionText } from './cdrFields';
import { tellsOfCall, type DimensionsFields, type DimensionsPush, type PushSubject } from './push';

export type Wanted = 'any' | 'yes' | 'no';

/** The vendor's filters, all of which must hold; empty ones let everything through. */
export interface DimensionsFilters {
	/** What a push may be about. */
	subjects?: readonly PushSubject[];
	directions?: readonly DirectionText[];
	types?: readonly CallTypeText[];
	/** Dialled numbers; compared by their digits. */
	dids?: readonly string[];
	lost?: Wanted;
	answered?: Wanted;
	recorded?: Wanted;
	/** `Support` or `Support=stage1`. */
	tags?: readonly string[];
	triggerIds?: readonly string[];
	tenantIds?: readonly string[];
}

const folded = (value: unknown) =>
	String(value ?? '')
		.trim()
		.toLowerCase();

const within = (wanted: readonly string[] | undefined, value: unknown) =>
	!wanted || wanted.length === 0 || wanted.map(folded).includes(folded(value));

const fits = (wanted: Wanted | undefined, value: unknown) =>
	wanted === undefined || wanted === 'any' || Boolean(value) === (wanted === 'yes');

const digits = (value: unknown) => String(value ?? '').replace(/\D/g, '');

/** One of some numbers, whatever stands between their digits. */
const isDialed = (wanted: readonly string[], number: unknown) =>
	wanted.length === 0 || wanted.map(digits).some((one) => one !== '' && one === digits(number));

function hasTag(tags: DimensionsFields, wanted: string): boolean {
	const [name, value] = wanted.split(/=(.*)/s, 2);
	return Object.entries(tags).some(
		([key, given]) =>
			folded(key) === folded(name) && (value === undefined || folded(given) === folded(value)),
	);
}

/** Whether a filter asks for something that only a call has. */
function asksForCall({
	subjects: _s,
	triggerIds: _t,
	tenantIds: _c,
	...filters
}: DimensionsFilters): boolean {
	return Object.values(filters).some((value) => value !== 'any' && (value?.length ?? 0) > 0);
}

/** True for a push that fits every filter; what is no call fits none of a call. */
export function passes(push: DimensionsPush, filters: DimensionsFilters) {
	const { cdr, triggerId, tenantId } = push;
	const { dids = [], tags = [] } = filters;
	if (!tellsOfCall(push) && asksForCall(filters)) return false;
	return (
		(filters.subjects?.includes(push.subject) ?? true) &&
		within(filters.triggerIds, triggerId) &&
		within(filters.tenantIds, tenantId) &&
		within(filters.directions, cdr.dirText) &&
		within(filters.types, cdr.typeText) &&
		isDialed(dids, cdr.ddiNum) &&
		fits(filters.lost, cdr.lost) &&
		fits(filters.answered, cdr.ans) &&
		fits(filters.recorded, cdr.hasRec) &&
		(!tellsOfCall(push) || tags.every((tag) => hasTag(cdr.tags as DimensionsFields, tag)))
	);
}

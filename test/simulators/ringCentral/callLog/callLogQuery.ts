import type { LoggedCall } from './callLog';
import { leadingLeg } from './callLogRecord';
import { badParameter } from '../requests/failure';
import type { World } from '../world';

const DAY = 86_400_000;

/** A time of a query, epoch ms. @throws ApiFailure 400 CMN-101 without a zone or with no date */
export function timeOf(query: URLSearchParams, name: string): number | undefined {
	const text = query.get(name);
	if (text === null) return undefined;
	const value = Date.parse(text);
	if (Number.isNaN(value) || !/(Z|[+-]\d\d:?\d\d)$/i.test(text)) throw badParameter(name, text);
	return value;
}

/** `dateFrom` and `dateTo`; a day up to now when they are not given. */
export function periodOf(world: World, query: URLSearchParams): { from: number; to: number } {
	const to = timeOf(query, 'dateTo') ?? world.now() + 1;
	const from = timeOf(query, 'dateFrom') ?? to - DAY;
	if (from > to) throw badParameter('dateFrom', query.get('dateFrom') ?? undefined);
	return { from, to };
}

const flag = (query: URLSearchParams, name: string, fallback: boolean) => {
	const value = query.get(name);
	return value === null ? fallback : value === 'true';
};

export type CallFilter = (call: LoggedCall) => boolean;

/** True when the extension has a leg in the call. */
const hasLeg = (call: LoggedCall, extensionId: string) =>
	call.legs.some((leg) => leg.extensionId === extensionId);

/**
 * The filters of a call log list without its period (docs/protocols/ringcentral.md#list-query).
 * @throws ApiFailure 400 CMN-101
 */
export function callFilter(
	world: World,
	query: URLSearchParams,
	extensionId: string | undefined,
): CallFilter {
	const phoneNumber = query.get('phoneNumber');
	const extensionNumber = query.get('extensionNumber');
	if (phoneNumber !== null && extensionNumber !== null) throw badParameter('extensionNumber');
	if (phoneNumber !== null && !/^\d{3,}$/.test(phoneNumber)) {
		throw badParameter('phoneNumber', phoneNumber);
	}
	const directions = query.getAll('direction');
	const types = query.getAll('type');
	const transports = query.getAll('transport');
	const categories = query.getAll('metadataCategory');
	const sessionId = query.get('sessionId');
	const telephonySessionId = query.get('telephonySessionId');
	const recording =
		query.get('recordingType') ?? (query.get('withRecording') === 'true' ? 'All' : undefined);
	const showDeleted = flag(query, 'showDeleted', false);
	const showBlocked = flag(query, 'showBlocked', true);
	const number = [...world.people.extensions.values()].find(
		(extension) => extension.extensionNumber === extensionNumber,
	)?.id;
	const anyOf = (allowed: string[], value: string) =>
		allowed.length === 0 || allowed.includes(value);
	return (call) => {
		if (extensionId !== undefined && !hasLeg(call, extensionId)) return false;
		const gone = call.deleted || (extensionId !== undefined && call.deletedBy.has(extensionId));
		if (gone && !showDeleted) return false;
		const has = (category: string) => call.metadataCategories?.includes(category) === true;
		if (categories.length > 0 && !categories.some(has)) return false;
		if (sessionId !== null && call.sessionId !== sessionId) return false;
		if (telephonySessionId !== null && call.telephonySessionId !== telephonySessionId) return false;
		const leg = leadingLeg(call, extensionId);
		if (leg.blocked && !showBlocked) return false;
		if (!anyOf(directions, leg.direction) || !anyOf(types, leg.type ?? 'Voice')) return false;
		if (!anyOf(transports, leg.transport ?? 'PSTN')) return false;
		if (phoneNumber !== null) {
			const numbers = call.legs.flatMap(({ from, to }) => [from.phoneNumber, to.phoneNumber]);
			if (!numbers.includes(`+${phoneNumber}`)) return false;
		}
		if (extensionNumber !== null) {
			const other = [leg.from.extensionNumber, leg.to.extensionNumber].includes(extensionNumber);
			if (!other && (number === undefined || !hasLeg(call, number))) return false;
		}
		if (recording === undefined) return true;
		return call.legs.some(({ recordingId }) => {
			const found = recordingId === undefined ? undefined : world.recordings.get(recordingId);
			return found !== undefined && (recording === 'All' || found.type === recording);
		});
	};
}

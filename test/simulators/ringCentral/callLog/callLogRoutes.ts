import { masterAmong, start, type LoggedCall } from './callLog';
import { callFilter, periodOf, timeOf } from './callLogQuery';
import { callLogRecord, type View } from './callLogRecord';
import { extractCallLog, syncCallLog } from './callLogSync';
import { listReply } from '../requests/paging';
import { notFound, type RouteContext, type RouteReply, type Router } from '../requests/router';
import type { World } from '../world';

const ACCOUNT = '/restapi/v1.0/account/{accountId}';
const EXTENSION = `${ACCOUNT}/extension/{extensionId}`;

const viewOf = (query: URLSearchParams) => (query.get('view') ?? 'Simple') as View;

function list(context: RouteContext): RouteReply {
	const { world, query, params } = context;
	const { extensionId } = params;
	const { from, to } = periodOf(world, query);
	const passes = callFilter(world, query, extensionId);
	const calls = world.callLog.all();
	const found = [];
	for (let index = calls.length - 1; index >= 0; index--) {
		const call = calls[index];
		if (start(call) < from) break;
		if (start(call) < to && passes(call)) found.push(call);
	}
	const view = viewOf(query);
	return listReply(
		context,
		found,
		(call) => callLogRecord(world, call, view, extensionId),
		// The vendor's lists of calls tell no totals (fixture active-calls.response.json).
		{ totals: false },
	);
}

function one({ world, query, params }: RouteContext): RouteReply {
	const { extensionId, callRecordId } = params;
	const call = world.callLog.get(callRecordId);
	const seen =
		call !== undefined &&
		(extensionId === undefined || call.legs.some((leg) => leg.extensionId === extensionId));
	if (!seen) throw notFound('callRecordId');
	return { json: callLogRecord(world, call, viewOf(query), extensionId) };
}

function remove({ world, query, params }: RouteContext): RouteReply {
	const until = timeOf(query, 'dateTo') ?? Infinity;
	for (const call of world.callLog.all()) {
		const own = call.legs.some((leg) => leg.extensionId === params.extensionId);
		if (!own || start(call) >= until || call.deletedBy.has(params.extensionId)) continue;
		call.deletedBy.add(params.extensionId);
		world.callLog.touch(call);
	}
	return { status: 204 };
}

/** What the cache behind the active-calls lists has: late with new calls, and with ended ones. */
function cachedCalls(world: World): LoggedCall[] {
	const { activeCallsLag, activeCallsKept } = world.options;
	const now = world.now();
	const running = world.running.records().map((call) => ({
		...call,
		id: call.id ?? `A${call.sessionId}`,
		master: masterAmong(call.legs),
		lastModified: now,
		revision: 0,
		deleted: false,
		deletedBy: new Set<string>(),
	}));
	const ended = world.callLog
		.all()
		.filter(({ master }) => now - master.startTime - master.durationMs < activeCallsKept);
	return [...ended, ...running.filter((call) => now - start(call) >= activeCallsLag)];
}

function active(context: RouteContext): RouteReply {
	const { world, query, params } = context;
	const passes = callFilter(world, query, params.extensionId);
	const calls = cachedCalls(world).filter(passes).reverse();
	return listReply(
		context,
		calls,
		// Simple whatever is asked for (docs/protocols/ringcentral.md#call-log, `active`).
		(call) => callLogRecord(world, call, 'Simple', params.extensionId),
		{ totals: false },
	);
}

/**
 * Call logs, their synchronisation and the lists of running calls
 * (docs/protocols/ringcentral.md#synchronisation).
 */
export function addCallLogRoutes(router: Router): void {
	for (const scope of [ACCOUNT, EXTENSION]) {
		router.add('GET', `${scope}/call-log`, {}, list);
		router.add('GET', `${scope}/call-log/{callRecordId}`, {}, one);
		router.add('GET', `${scope}/call-log-sync`, {}, syncCallLog);
		router.add('GET', `${scope}/active-calls`, {}, active);
	}
	router.add('DELETE', `${EXTENSION}/call-log`, {}, remove);
	router.add('GET', `${ACCOUNT}/call-log-extract-sync`, {}, extractCallLog);
}

import type { LoggedCall } from './callLog';
import { start } from './callLog';
import { callLogRecord, type View } from './callLogRecord';
import { callFilter, timeOf } from './callLogQuery';
import { badParameter, type RouteContext, type RouteReply } from '../requests/router';

/** Changes an ISync tells of; more need a new FSync (docs/protocols/ringcentral.md#synchronisation). */
const MOST_CHANGES = 250;
const MOST_EXTRACTED = 1_000;
const MONTH = 30 * 86_400_000;
const HOUR = 3_600_000;

interface SyncToken {
	/** Latest revision the client has. */
	revision: number;
	/** When it was given, epoch ms. */
	at: number;
	/** Oldest start the client has, epoch ms. */
	frame: number;
	/** Whose log; undefined for the company's. */
	extensionId?: string;
	extract?: boolean;
}

const encode = (token: SyncToken) => Buffer.from(JSON.stringify(token)).toString('base64url');

function decode(text: string): SyncToken | undefined {
	try {
		const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as SyncToken;
		return typeof token.revision === 'number' ? token : undefined;
	} catch {
		// Anything may come as a token; one that cannot be read is a wrong one.
		return undefined;
	}
}

/** @throws ApiFailure 400 CMN-101 on a token that is not this log's, or too old */
function tokenOf({ world, query, params }: RouteContext, extract: boolean): SyncToken {
	const text = query.get('syncToken');
	const token = text === null ? undefined : decode(text);
	const valid =
		token !== undefined &&
		token.extensionId === params.extensionId &&
		(token.extract ?? false) === extract &&
		world.now() - token.at < MONTH;
	if (!valid) throw badParameter('syncToken', text ?? undefined);
	return token;
}

function count(query: URLSearchParams, most: number, fallback?: number): number {
	const text = query.get('recordCount');
	const value = text === null ? fallback : Number(text);
	if (value === undefined || !Number.isInteger(value) || value < 1 || value > most) {
		throw badParameter('recordCount', text ?? undefined);
	}
	return value;
}

function answer(
	context: RouteContext,
	calls: LoggedCall[],
	token: SyncToken,
	more: Record<string, unknown> = {},
): RouteReply {
	const { world, query, path, params } = context;
	const view = (query.get('view') ?? 'Simple') as View;
	return {
		json: {
			uri: world.uri(`${path}?${query.toString()}`),
			records: calls.map((call) => callLogRecord(world, call, view, params.extensionId)),
			syncInfo: {
				syncType: query.get('syncType') ?? 'FSync',
				syncToken: encode(token),
				syncTime: world.iso(),
				...more,
			},
		},
	};
}

/** `call-log-sync` of the company or an extension. */
export function syncCallLog(context: RouteContext): RouteReply {
	const { world, query, params } = context;
	const { extensionId } = params;
	const incremental = query.get('syncType') === 'ISync';
	const passes = callFilter(world, query, extensionId);
	const missed = query.getAll('statusGroup').includes('Missed');
	const newest = [...world.callLog.all()]
		.reverse()
		.filter(passes)
		.filter((call) => !missed || call.legs.some(({ result }) => result === 'Missed'));
	const now = world.now();
	if (!incremental) {
		const most = count(query, MOST_CHANGES);
		const from = timeOf(query, 'dateFrom') ?? 0;
		const all = newest.filter((call) => start(call) >= from);
		const calls = all.slice(0, most);
		const last = calls.at(-1);
		const frame = last && all.length > most ? start(last) : from;
		return answer(context, calls, {
			revision: world.callLog.revision,
			at: now,
			frame,
			extensionId,
		});
	}
	const token = tokenOf(context, false);
	const changed = newest.filter(
		(call) => call.revision > token.revision && start(call) >= token.frame,
	);
	if (changed.length > MOST_CHANGES) throw badParameter('syncToken', query.get('syncToken') ?? '');
	const older = query.has('recordCount')
		? newest.filter((call) => start(call) < token.frame).slice(0, count(query, MOST_CHANGES))
		: [];
	const last = older.at(-1);
	const frame = last ? start(last) : token.frame;
	return answer(context, [...changed, ...older], {
		revision: world.callLog.revision,
		at: now,
		frame,
		extensionId,
	});
}

/** `call-log-extract-sync`: what was changed since, oldest change first. */
export function extractCallLog(context: RouteContext): RouteReply {
	const { world, query } = context;
	const now = world.now();
	const incremental = query.get('syncType') === 'ISync';
	const token = incremental ? tokenOf(context, true) : undefined;
	if (incremental && query.has('recordCount')) throw badParameter('recordCount');
	const most = count(query, MOST_EXTRACTED, MOST_CHANGES);
	const from = timeOf(query, 'dateFrom') ?? now - HOUR;
	const categories = query.getAll('metadataCategory');
	const has = (category: string, { metadataCategories = [] }: LoggedCall) =>
		metadataCategories.includes(category);
	const changed = world.callLog
		.all()
		.filter((call) => categories.length === 0 || categories.some((one) => has(one, call)))
		.filter((call) => (token ? call.revision > token.revision : call.lastModified >= from))
		.sort((a, b) => a.revision - b.revision);
	const calls = changed.slice(0, most);
	const revision = calls.at(-1)?.revision ?? token?.revision ?? world.callLog.revision;
	return answer(
		context,
		calls,
		{ revision, at: now, frame: from, extract: true },
		{ newerRecordsExist: changed.length > calls.length },
	);
}

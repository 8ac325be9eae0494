import { additionalDetails, userDetails } from '../documents';
import { badRequest, notFound } from '../errors';
import { numberQuery, queryValue, requiredQuery } from '../http/router';
import type { Router, XsiRequest } from '../http/router';
import { basicLog, basicLogs, enhancedLogs, LOG_KINDS } from '../people/callLog';
import type { CallLogState, UserState } from '../state';
import { actionStyle, toXml, type XmlFields } from '../xml';
import { DONE, userRoutes } from './user';

/** Filters of the phone directories and the value each looks at. */
const FILTERS: Record<string, (user: UserState) => string | undefined> = {
	firstName: (user) => user.firstName,
	lastName: (user) => user.lastName,
	name: (user) => `${user.lastName}, ${user.firstName}`,
	userId: (user) => user.userId,
	groupId: (user) => user.groupId,
	number: (user) => user.number,
	extension: (user) => user.extension,
	mobileNo: (user) => user.mobile,
	department: (user) => user.department,
	emailAddress: (user) => user.email,
};

/** `*` stands for anything, a `/i` at the end for any case; without `*` the whole value counts. */
export function wildcard(pattern: string): RegExp {
	const anyCase = pattern.endsWith('/i');
	const text = anyCase ? pattern.slice(0, -2) : pattern;
	const parts = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`, anyCase ? 'i' : '');
}

/** People and virtual users that fit the filters of a request, by last and first name. */
function search(request: XsiRequest): UserState[] {
	const tests = Object.entries(FILTERS).flatMap(([name, value]) => {
		const pattern = queryValue(request, name);
		return pattern ? [{ expression: wildcard(pattern), value }] : [];
	});
	const or = queryValue(request, 'searchCriteriaModeOr') === 'true';
	const fits = ({ expression, value }: (typeof tests)[number], user: UserState) =>
		expression.test(value(user) ?? '');
	const sort = FILTERS[queryValue(request, 'sortColumn') ?? 'lastName'] ?? FILTERS.lastName;
	const key = (user: UserState) =>
		`${sort(user) ?? ''}\u0000${user.lastName}\u0000${user.firstName}`;
	return [...request.world.state.users.values()]
		.filter(({ kind }) => kind === 'user' || kind === 'callCenter')
		.filter((user) =>
			or && tests.length > 0
				? tests.some((test) => fits(test, user))
				: tests.every((test) => fits(test, user)),
		)
		.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const details = (user: UserState): XmlFields => ({
	...userDetails(user),
	number: user.number,
	extension: user.extension,
	additionalDetails: additionalDetails(user),
});

/** A page of a list: startIndex, numberOfRecords, totalAvailableRecords and the records. */
function page<T>(request: XsiRequest, all: T[]): { head: XmlFields; records: T[] } {
	const start = numberQuery(request, 'start', 1, [1, 2_147_483_647]);
	const results = numberQuery(request, 'results', 50, [1, 1000]);
	const records = all.slice(start - 1, start - 1 + results);
	const head = {
		startIndex: start,
		numberOfRecords: records.length,
		totalAvailableRecords: all.length,
	};
	return { head, records };
}

/**
 * Everything below `/v2.0/user/{userId}/directories`
 * (docs/protocols/broadworks.md#directories-logs-voice-mail).
 */
export function addDirectoryRoutes(router: Router): void {
	const route = userRoutes(router, '/directories');
	route('GET', '/Enterprise', (request) => {
		const { head, records } = page(request, search(request));
		const enterpriseDirectory = { directoryDetails: records.map(details) };
		return { document: { root: 'Enterprise', fields: { ...head, enterpriseDirectory } } };
	});
	route('GET', '/Group', (request, user) => {
		const members = search(request).filter((item) => item.groupId === user.groupId);
		const { head, records } = page(request, members);
		const groupDirectory = { directoryDetails: records.map(details) };
		return { document: { root: 'Group', fields: { ...head, groupDirectory } } };
	});
	for (const root of ['EnterpriseCommon', 'GroupCommon', 'Personal']) {
		route('GET', `/${root}`, (request) => ({
			document: { root, fields: page(request, []).head },
		}));
	}
	addLogs(router);
	addCallCenterLists(router);
}

function addLogs(router: Router): void {
	const route = userRoutes(router, '/directories');
	route('GET', '/CallLogs', (_request, user) => ({
		document: { root: 'CallLogs', fields: basicLogs(user) },
	}));
	for (const tree of ['CallLogs', 'EnhancedCallLogs']) {
		const check = ({ world }: XsiRequest) => {
			if (tree === 'EnhancedCallLogs') requireEnhanced(world);
		};
		route('DELETE', `/${tree}`, (request, user) => {
			check(request);
			user.log = [];
			return DONE;
		});
		for (const kind of LOG_KINDS) {
			route('DELETE', `/${tree}/${kind}`, (request, user) => {
				check(request);
				user.log = user.log.filter((entry) => entry.kind !== kind);
				return DONE;
			});
			route('DELETE', `/${tree}/${kind}/{callLogId}`, (request, user) => {
				check(request);
				const { callLogId } = request.params;
				const fits = (entry: CallLogState) => entry.kind === kind && entry.id === callLogId;
				if (!user.log.some(fits)) throw notFound('The log entry does not exist.');
				user.log = user.log.filter((entry) => !fits(entry));
				return DONE;
			});
		}
	}
	for (const kind of LOG_KINDS) {
		route('GET', `/CallLogs/${kind}`, (_request, user) => bareLog(user, kind));
		route('GET', `/EnhancedCallLogs/${kind}`, (request, user) => enhanced(request, user, [kind]));
	}
	route('GET', '/EnhancedCallLogs', (request, user) => {
		const kind = queryValue(request, 'callLogType');
		if (kind === undefined) return enhanced(request, user, LOG_KINDS);
		const known = LOG_KINDS.find((item) => item === kind.toLowerCase());
		if (!known) throw badRequest('The call log type does not exist.');
		return enhanced(request, user, [known]);
	});
}

/** Sub-lists come with a bare lower-case root, without namespace, in ISO-8859-1 ([C] yea). */
function bareLog(user: UserState, kind: CallLogState['kind']) {
	const xml = `<?xml version="1.0" encoding="ISO-8859-1"?>${toXml(kind, basicLog(user, kind), actionStyle)}`;
	const latin = xml.replace(/[^\u0000-\u00ff]/gu, (sign) => `&#${sign.codePointAt(0)};`);
	const body = Buffer.from(latin, 'latin1');
	return { text: { type: 'application/xml;charset=ISO-8859-1', body } };
}

/** @throws XsiError 404 where enhanced logs are not licensed */
function requireEnhanced({ settings }: XsiRequest['world']): void {
	if (!settings.enhancedCallLogs) throw notFound('Enhanced Call Logs is not assigned.');
}

function enhanced(request: XsiRequest, user: UserState, kinds: readonly CallLogState['kind'][]) {
	const { settings } = request.world;
	requireEnhanced(request.world);
	const time = (name: string) => {
		const text = queryValue(request, name);
		if (!text) return undefined;
		const value = Date.parse(text);
		if (Number.isNaN(value)) throw badRequest(`"${name}" is not a time.`);
		return value;
	};
	const fields = enhancedLogs(user, {
		from: time('startTime'),
		to: time('endTime'),
		kinds,
		start: numberQuery(request, 'start', 1, [1, 2_147_483_647]),
		results: numberQuery(request, 'results', 50, [1, 1000]),
		extended: settings.extendedCallLogs,
	});
	return { document: { root: 'EnhancedCallLogs', fields } };
}

const userDetailsWithNumber = (user: UserState): XmlFields => ({
	...userDetails(user),
	number: user.number,
	extension: user.extension,
});

function addCallCenterLists(router: Router): void {
	const route = userRoutes(router, '/directories');
	const queuesOf = (request: XsiRequest, fits: (queueId: string) => boolean) =>
		[...request.world.state.queues.values()].filter((queue) => fits(queue.queueId));
	route('GET', '/CallCenters', (request, user) => {
		const role = requiredQuery(request, 'user');
		if (!/^(agent|supervisor)$/i.test(role)) throw badRequest('The user role does not exist.');
		const agent = /agent/i.test(role);
		const callCenter = queuesOf(request, (queueId) => {
			const queue = request.world.queue(queueId);
			return agent
				? queue.agents.some((item) => item.userId === user.userId)
				: queue.supervisors.includes(user.userId);
		}).map((queue) => ({
			serviceUserID: queue.queueId,
			numberCallsInQueue: queue.entries.length,
		}));
		return { document: { root: 'CallCenters', fields: { callCenter } } };
	});
	route('GET', '/Agents', (request, user) => {
		const only = queryValue(request, 'callcenter');
		const callCenter = queuesOf(
			request,
			(queueId) =>
				request.world.queue(queueId).supervisors.includes(user.userId) &&
				(only === undefined || only === queueId),
		).map((queue) => ({
			serviceUserID: queue.queueId,
			agentList: {
				userDetails: queue.agents.map((item) =>
					userDetailsWithNumber(request.world.user(item.userId)),
				),
			},
		}));
		return { document: { root: 'CallCenterAgents', fields: { callCenter } } };
	});
	route('GET', '/Supervisors', (request, user) => {
		const only = queryValue(request, 'callCenterId');
		const callCenter = queuesOf(
			request,
			(queueId) =>
				request.world.queue(queueId).agents.some((item) => item.userId === user.userId) &&
				(only === undefined || only === queueId),
		).map((queue) => ({
			serviceUserID: queue.queueId,
			supervisorList: {
				userDetails: queue.supervisors.map((userId) =>
					userDetailsWithNumber(request.world.user(userId)),
				),
			},
		}));
		const callCenters = callCenter.length > 0 ? { callCenter } : undefined;
		return { document: { root: 'Supervisors', fields: { callCenters } } };
	});
}

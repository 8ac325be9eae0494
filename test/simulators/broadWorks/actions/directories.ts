import { additionalDetails, userDetails } from '../xml/documents';
import { badRequest, notFound } from '../http/errors';
import { numberQuery, queryValue, requiredQuery } from '../http/router';
import type { Router, XsiRequest } from '../http/router';
import { basicLog, basicLogs, enhancedLogs, LOG_KINDS } from '../people/callLog';
import type { CallLogState, UserState } from '../state';
import { actionStyle, toXml, type XmlFields } from '../xml/xml';
import { addPhoneListRoutes, page } from './phoneLists';
import { DONE, userRoutes } from './user';
import { wildcard } from './wildcard';

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

/** Whether a user fits the filters of a request. */
function fitsFilters(request: XsiRequest, user: UserState): boolean {
	const fits = Object.entries(FILTERS).flatMap(([name, value]) => {
		const pattern = queryValue(request, name);
		return pattern ? [wildcard(pattern).test(value(user) ?? '')] : [];
	});
	const or = queryValue(request, 'searchCriteriaModeOr') === 'true' && fits.length > 0;
	return or ? fits.includes(true) : !fits.includes(false);
}

/** People and virtual users that fit the filters of a request, by last and first name. */
export function search(request: XsiRequest): UserState[] {
	const sort = FILTERS[queryValue(request, 'sortColumn') ?? 'lastName'] ?? FILTERS.lastName;
	const key = (user: UserState) =>
		`${sort(user) ?? ''}\u0000${user.lastName}\u0000${user.firstName}`;
	return [...request.world.state.users.values()]
		.filter(({ kind }) => ['user', 'callCenter', 'routePoint'].includes(kind))
		.filter((user) => fitsFilters(request, user))
		.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const details = (user: UserState): XmlFields => ({
	...userDetails(user),
	number: user.number,
	extension: user.extension,
	additionalDetails: additionalDetails(user),
});

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
	addPhoneListRoutes(router);
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
				userDetails: queue.agents
					.map((item) => request.world.user(item.userId))
					.filter((agent) => fitsFilters(request, agent))
					.map(userDetailsWithNumber),
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

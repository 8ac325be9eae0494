import { randomBytes } from 'node:crypto';
import catalogue from '../../../broadWorks/specs/xsi-commands.json';
import { additionalDetails, userDetails } from '../xml/documents';
import { badRequest, forbidden, notFound } from '../http/errors';
import { administers } from '../http/auth';
import { requireBody } from '../http/body';
import { queryValue, type Router, type XsiRequest } from '../http/router';
import { changeService, serviceDocument } from '../people/services';
import { findService, SERVICES } from '../people/serviceCatalogue';
import { agentDocument, agentOf, setAgentState, setJoined } from '../queues/agents';
import { UNAVAILABLE_CODES } from '../queues/agents';
import { mergeDocument } from '../people/services';
import type { AcdState, UserState } from '../state';
import { child, childText, type XmlElement } from '../xml/xml';
import { DONE, userRoutes } from './user';

/** Services whose document is made from other state. */
const OWN_DOCUMENT = ['CallCenter', 'agentCallCenterAssignedStatus'];

const FEATURE_ACCESS_CODES = [
	{ codeName: 'Call Forwarding Always Activation', code: '*72' },
	{ codeName: 'Call Park', code: '*68' },
	{ codeName: 'Do Not Disturb Activation', code: '*78' },
];

/** Profile, services, agent state. */
export function addProfileRoutes(router: Router): void {
	const route = userRoutes(router);
	route('GET', '/profile', ({ world }, user) => {
		const base = `/v2.0/user/${user.userId}/profile`;
		const fields = {
			details: {
				...userDetails(user),
				serviceProvider: { '@isEnterprise': 'true', $: world.state.enterprise },
				number: user.number,
				extension: user.extension,
			},
			additionalDetails: additionalDetails(user),
			passwordExpiresDays: 2_147_483_647,
			fac: `${base}/Fac`,
			registrations: `${base}/Registrations`,
			scheduleList: `${base}/Schedule`,
			portalPasswordChange: `${base}/Password/Portal`,
			countryCode: '1',
			timeZone: 'America/Los_Angeles',
		};
		return { document: { root: 'Profile', fields } };
	});
	route('POST', '/profile/LoginToken', ({ world }, user) => {
		const token = randomBytes(16).toString('hex');
		world.state.loginTokens.set(token, user.userId);
		return { document: { root: 'LoginToken', fields: { token } } };
	});
	route('GET', '/profile/Registrations', () => ({
		document: { root: 'Registrations', fields: {} },
	}));
	route('GET', '/profile/Fac', () => ({
		document: { root: 'FAC', fields: { featureAccessCode: FEATURE_ACCESS_CODES } },
	}));
	route('GET', '/profile/Schedule', () => ({ document: { root: 'ScheduleUri', fields: {} } }));
	route('GET', '/services', (_request, user) => {
		const assigned = SERVICES.filter((item) => user.services[item.path]);
		const list = assigned.map(({ name, path }) => ({ name, path }));
		if (user.agent) list.push({ name: 'Call Center', path: 'CallCenter' });
		const service = list.map(({ name, path }) => ({
			name,
			uri: `/v2.0/user/${user.userId}/services/${path}`,
		}));
		return { document: { root: 'Services', fields: { service } } };
	});
	addServices(router);
	addAgent(router);
	router.add('GET', '/v2.0/group/{groupId}/services/CallCenter/UnavailableCodes', unavailableCodes);
}

/** One pair of routes for every service the vendor lists, whether it is assigned or not. */
function addServices(router: Router): void {
	const route = userRoutes(router, '/services');
	const listed = catalogue.flatMap((command) => {
		const name = /^\/v2\.0\/user\/\{userId\}\/services\/([^/]+)$/.exec(command.path)?.[1];
		return name ? [{ name, put: command.methods.includes('PUT') }] : [];
	});
	const unlisted = SERVICES.filter(
		(item) => !listed.some(({ name }) => findService(name) === item),
	);
	for (const { name, put } of [
		...listed,
		...unlisted.map((item) => ({ name: item.path, put: true })),
	]) {
		if (OWN_DOCUMENT.includes(name)) continue;
		const described = findService(name);
		const path = described?.path ?? name;
		const root = described?.root ?? name;
		route('GET', `/${name}`, (_request, user) => ({
			document: { root, fields: serviceDocument(user, path) },
		}));
		if (!put) continue;
		route('PUT', `/${name}`, (request, user) => {
			serviceDocument(user, path);
			changeService(request.world, user, path, requireBody(request.body, root));
			if (path === 'DoNotDisturb') followDoNotDisturb(request, user);
			return DONE;
		});
	}
}

const isTrue = (value: unknown) => value === true || value === 'true';

/** Do Not Disturb can make an agent unavailable. */
export function followDoNotDisturb(request: Pick<XsiRequest, 'world'>, user: UserState): void {
	const forced = isTrue(user.services.CallCenter?.forceAgentUnavailableOnDNDActivation);
	const active = isTrue(user.services.DoNotDisturb?.active);
	if (forced && active && user.agent?.state === 'Available') {
		setAgentState(request.world, user, 'Unavailable');
	}
}

const SETTINGS_OF_ITS_OWN = ['agentACDState', 'agentUnavailableCode', 'callCenterList'];

function addAgent(router: Router): void {
	const route = userRoutes(router, '/services');
	route('GET', '/CallCenter', ({ world }, user) => ({
		document: { root: 'CallCenter', fields: agentDocument(world, user) },
	}));
	route('PUT', '/CallCenter', (request, user) => {
		const body = requireBody(request.body, 'CallCenter');
		agentOf(user);
		const state = childText(body, 'agentACDState');
		const unavailableCode = childText(body, 'agentUnavailableCode');
		if (state === undefined && unavailableCode !== undefined) {
			throw badRequest('An unavailable code needs the state Unavailable.');
		}
		const validateSignOut = queryValue(request, 'validateSignOut') === 'true';
		if (state !== undefined) {
			const options = { unavailableCode, validateSignOut };
			setAgentState(request.world, user, state as AcdState, options);
		}
		const settings = body.children.filter((item) => !SETTINGS_OF_ITS_OWN.includes(item.name));
		const change = { ...body, children: settings };
		user.services.CallCenter = mergeDocument(serviceDocument(user, 'CallCenter'), change);
		joinOrLeave(request, user, child(body, 'callCenterList'));
		return DONE;
	});
	route('GET', '/agentCallCenterAssignedStatus', (_request, user) => ({
		document: {
			root: 'AgentCallCenterAssignedStatus',
			fields: {
				isCallCenterBasicAssigned: false,
				isCallCenterStandardAssigned: false,
				isCallCenterPremiumAssigned: user.agent !== undefined,
			},
		},
	}));
}

function joinOrLeave(request: XsiRequest, user: UserState, list: XmlElement | undefined): void {
	for (const item of list?.children ?? []) {
		const queueId = childText(item, 'serviceUserId');
		const available = childText(item, 'available');
		if (queueId === undefined || available === undefined) continue;
		setJoined(request.world, user, queueId, isTrue(available));
	}
}

/** Needs the enterprise or service provider the group is in (docs/protocols/broadworks.md#group-level). */
export function unavailableCodesGroup(request: XsiRequest): void {
	const { world, params, caller } = request;
	const parent =
		queryValue(request, 'enterpriseId') ?? queryValue(request, 'serviceProviderId') ?? '';
	if (parent === '') throw badRequest('enterpriseId or serviceProviderId is needed.');
	const { enterprise, groups } = world.state;
	if (parent !== enterprise || !groups.includes(params.groupId)) {
		throw notFound('The group does not exist.');
	}
	if (caller.groupId !== params.groupId && !administers(caller, params.groupId)) {
		throw forbidden('The group belongs to others.');
	}
}

function unavailableCodes(request: XsiRequest) {
	unavailableCodesGroup(request);
	const unavailableCodeDetail = UNAVAILABLE_CODES.map((item) => ({
		'@isDefault': item.isDefault ? 'true' : undefined,
		active: true,
		code: item.code,
		description: item.description,
	}));
	const fields = {
		enableAgentUnavailableCodes: true,
		forceUseOfAgentUnavailableCodes: false,
		unavailableCodes: { unavailableCodeDetail },
	};
	return { document: { root: 'ACDAgentUnavailableCodes', fields } };
}

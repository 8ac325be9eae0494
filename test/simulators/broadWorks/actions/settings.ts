import { randomBytes } from 'node:crypto';
import { additionalDetails, userDetails } from '../xml/documents';
import { isAdministrator } from '../http/auth';
import { requireBody } from '../http/body';
import { badRequest, conflict, forbidden, notFound } from '../http/errors';
import { queryValue, requiredQuery, type Router, type XsiRequest } from '../http/router';
import { recordAt, recordsOf } from '../people/records';
import { fieldsFrom } from '../people/services';
import { changeSettings, SETTINGS, settingsOf, type SettingsKind } from '../people/settings';
import type { UserState } from '../state';
import { child, childText, type XmlFields } from '../xml/xml';
import { search } from './directories';
import { unavailableCodesGroup } from './profile';
import { DONE, userRoutes } from './user';

const ROOM = 'services/collaborate/room';
const ALIASES = 'services/VoiceMessaging/Aliases';
const REGISTRATIONS = 'profile/PushNotificationRegistrations';

/** The path of a kind as a request has it. @throws XsiError 404 where there is no such part */
function placeOf({ path, only, keptAt = path }: SettingsKind, { params }: XsiRequest): string {
	const [, variable] = /\{(\w+)\}/.exec(path) ?? [];
	if (variable === undefined) return keptAt;
	const value = params[variable];
	if (only && !only.test(value)) throw notFound('There is no such entry.');
	return path.replace(`{${variable}}`, value);
}

/** What users have one of, lists of whom they may choose, and the few paths that are like no other. */
export function addSettingsRoutes(router: Router): void {
	const route = userRoutes(router);
	for (const kind of SETTINGS) {
		const { path, root, fixed } = kind;
		route('GET', `/${path}`, (request, user) => ({
			document: { root, fields: settingsOf(user, kind, placeOf(kind, request)) },
		}));
		if (fixed) continue;
		route('PUT', `/${path}`, (request, user) => {
			const place = placeOf(kind, request);
			changeSettings(user, kind, place, requireBody(request.body, root));
			return DONE;
		});
	}
	addAvailableUsers(router);
	addProfileParts(router);
	addScheduleEvents(router);
	addAliases(router);
	addOrganization(router);
	route('POST', `/${ROOM}/{roomId}/reset`, ({ world, params }, user) => {
		const rooms = recordsOf(user, ROOM);
		const fields = recordAt(user, ROOM, params.roomId);
		const roomId = String(world.nextNumber()).slice(-6);
		delete rooms[params.roomId];
		rooms[roomId] = fields;
		return { status: 201, headers: { Location: `/v2.0/user/${user.userId}/${ROOM}/${roomId}` } };
	});
	route('GET', '/services/PersonalAssistant/exclusionumberlist', (_request, user) => {
		const exclusionNumber = Object.values(
			recordsOf(user, 'services/PersonalAssistant/exclusionnumber'),
		);
		return {
			document: { root: 'PersonalAssistantExclusionNumberList', fields: { exclusionNumber } },
		};
	});
}

/** Whom a user may watch, or let in: people of the enterprise, by the filters of the directories. */
function addAvailableUsers(router: Router): void {
	const route = userRoutes(router, '/services');
	for (const service of [
		'BusyLampField',
		'BwReceptionist',
		'Executive/Assistants',
		'Privacy',
		'PushToTalk',
	]) {
		route('GET', `/${service}/AvailableUsers`, (request, user) => {
			if (service === 'BwReceptionist') requiredQuery(request, 'receptionistType');
			const others = search(request).filter((one) => one.kind === 'user' && one !== user);
			const userDetailsOf = (one: UserState) => ({
				...userDetails(one),
				number: one.number,
				extension: one.extension,
				additionalDetails: additionalDetails(one),
			});
			return {
				document: { root: 'AvailableUsers', fields: { userDetails: others.map(userDetailsOf) } },
			};
		});
	}
}

function addProfileParts(router: Router): void {
	const route = userRoutes(router, '/profile');
	const [device] = SETTINGS;
	route('GET', '/Device', (request, user) => {
		const one = settingsOf(user, device, 'profile/Device/desk_1@example.net');
		const type = queryValue(request, 'deviceType');
		const accessDevice = type === undefined || type === one.deviceType ? [one] : [];
		return { document: { root: 'AccessDevices', fields: { accessDevice } } };
	});
	route('POST', '/DeviceToken', (request) => {
		requiredQuery(request, 'deviceName');
		const level = requiredQuery(request, 'deviceLevel');
		if (!['Group', 'Service Provider', 'System'].includes(level)) {
			throw badRequest('The parameter "deviceLevel" is invalid.');
		}
		const token = randomBytes(16).toString('base64');
		return { status: 201, document: { root: 'DeviceToken', fields: { token } } };
	});
	route('PUT', '/Password/Portal', (request, user) => {
		const body = requireBody(request.body, 'Portal');
		const old = childText(body, 'oldPassword');
		const isOwn = request.caller === user;
		if (isOwn && old !== user.password) throw forbidden('The old password is wrong.');
		user.password = childText(body, 'newPassword') ?? user.password;
		return DONE;
	});
	addRegistrations(router);
}

function addRegistrations(router: Router): void {
	const route = userRoutes(router, `/${REGISTRATIONS}`);
	const chosen = (request: XsiRequest, user: UserState) => {
		const wanted = queryValue(request, 'registrationId');
		const all = Object.entries(recordsOf(user, REGISTRATIONS));
		return all.filter(([id]) => wanted === undefined || id === wanted);
	};
	route('GET', '', (request, user) => {
		const pushNotificationRegistration = chosen(request, user).map(([, fields]) => fields);
		return {
			document: { root: 'PushNotificationRegistrations', fields: { pushNotificationRegistration } },
		};
	});
	route('DELETE', '', (request, user) => {
		for (const [id] of chosen(request, user)) delete recordsOf(user, REGISTRATIONS)[id];
		return DONE;
	});
	route('POST', '/new', (request, user) => {
		const body = requireBody(request.body, 'PushNotificationRegistration');
		const id = childText(body, 'registrationId') ?? '';
		recordsOf(user, REGISTRATIONS)[id] = fieldsFrom(body) as XmlFields;
		return { status: 201 };
	});
}

/** Events of a schedule of the user, in a document of the whole schedule (docs/protocols/broadworks.md#services). */
function addScheduleEvents(router: Router): void {
	const route = userRoutes(router, '/profile/Schedule');
	for (const type of ['Time', 'Holiday']) {
		const base = `/${type}/{scheduleName}/event`;
		const schedules = `profile/Schedule/${type}`;
		const eventsOf = ({ params }: XsiRequest, user: UserState) => {
			recordAt(user, schedules, params.scheduleName);
			return recordsOf(user, `${schedules}/${params.scheduleName}/event`);
		};
		const document = ({ params }: XsiRequest, events: XmlFields[]) => ({
			document: {
				root: 'Schedule',
				fields: {
					scheduleDetail: [
						{
							'@type': type,
							name: params.scheduleName,
							level: 'User',
							events: events.length > 0 ? { eventDetail: events } : undefined,
						},
					],
				},
			},
		});
		const given = (request: XsiRequest): XmlFields[] => {
			const body = requireBody(request.body, 'Schedule');
			const events = child(child(body, 'scheduleDetail'), 'events')?.children ?? [];
			if (events.length === 0) throw badRequest('An event is needed.');
			return events.map((event) => fieldsFrom(event) as XmlFields);
		};
		const oneOf = (request: XsiRequest, user: UserState) => {
			const found = eventsOf(request, user)[request.params.eventName];
			if (!found) throw notFound('There is no such entry.');
			return found;
		};
		route('GET', base, (request, user) =>
			document(request, Object.values(eventsOf(request, user))),
		);
		route('POST', base, (request, user) => {
			const events = eventsOf(request, user);
			const [event] = given(request);
			const name = String(event.eventName ?? '');
			if (name === '' || events[name]) throw conflict('An entry of this name is there already.');
			events[name] = event;
			const { scheduleName } = request.params;
			const place = `/v2.0/user/${user.userId}/${schedules}/${scheduleName}/event/${name}`;
			return { status: 201, headers: { Location: place } };
		});
		route('GET', `${base}/{eventName}`, (request, user) =>
			document(request, [oneOf(request, user)]),
		);
		route('PUT', `${base}/{eventName}`, (request, user) => {
			const { eventName } = request.params;
			const before = oneOf(request, user);
			eventsOf(request, user)[eventName] = { ...before, ...given(request)[0], eventName };
			return DONE;
		});
		route('DELETE', `${base}/{eventName}`, (request, user) => {
			oneOf(request, user);
			delete eventsOf(request, user)[request.params.eventName];
			return DONE;
		});
	}
}

function addAliases(router: Router): void {
	const route = userRoutes(router, `/${ALIASES}`);
	route('GET', '', (_request, user) => {
		const phoneNumber = Object.keys(recordsOf(user, ALIASES));
		return { document: { root: 'VoiceMessagingAliasList', fields: { phoneNumber } } };
	});
	route('POST', '', (request, user) => {
		const body = requireBody(request.body, 'VoiceMessagingAliasList');
		const [number = ''] = body.children.map(({ text }) => text.trim());
		if (number === '') throw badRequest('There is nothing to add.');
		if (recordsOf(user, ALIASES)[number]) throw conflict('The alias is there already.');
		recordsOf(user, ALIASES)[number] = {};
		const place = `/v2.0/user/${user.userId}/${ALIASES}/${number}`;
		return { status: 201, headers: { Location: place } };
	});
	route('DELETE', '/{phoneNumber}', ({ params }, user) => {
		recordAt(user, ALIASES, params.phoneNumber);
		delete recordsOf(user, ALIASES)[params.phoneNumber];
		return DONE;
	});
}

/** What groups and the system have. */
function addOrganization(router: Router): void {
	router.add('GET', '/v2.0/group/{groupId}/services/CallCenter/ExternalReporting', (request) => {
		unavailableCodesGroup(request);
		return { document: { root: 'ACDExternalReporting', fields: { mode: 'Off' } } };
	});
	const controller =
		'/v2.0/system/services/RoutePoint/ApplicationController/{applicationControllerId}';
	const controllerOf = ({ world, caller }: XsiRequest) => {
		if (!isAdministrator(caller)) throw forbidden('Administrators only.');
		return world.state.applicationControllers;
	};
	router.add('GET', controller, (request) => {
		const state = controllerOf(request).get(request.params.applicationControllerId) ?? 'not ready';
		return { document: { root: 'ApplicationController', fields: { state } } };
	});
	router.add('PUT', controller, (request) => {
		const controllers = controllerOf(request);
		const body = requireBody(request.body, 'ApplicationController');
		controllers.set(request.params.applicationControllerId, childText(body, 'state') ?? '');
		return DONE;
	});
}

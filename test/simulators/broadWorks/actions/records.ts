import { badRequest, notFound } from '../http/errors';
import { requireBody } from '../http/body';
import { requiredQuery, type Router, type XsiRequest } from '../http/router';
import {
	addRecords,
	changeRecord,
	recordAt,
	RECORDS,
	recordsOf,
	type RecordKind,
} from '../people/records';
import { BRIDGE } from '../meetings/meetings';
import { serviceDocument } from '../people/services';
import type { UserState } from '../state';
import type { XmlFields } from '../xml/xml';
import { DONE, userRoutes } from './user';

const BRIDGE_NAME = 'Main Bridge';

/** The path of a kind as a request has it. @throws XsiError 404 for what it belongs to */
function placeOf({ base, within }: RecordKind, { params }: XsiRequest, user: UserState): string {
	if (base.includes('{bridgeId}') && params.bridgeId !== BRIDGE) {
		throw notFound('The bridge does not exist.');
	}
	if (!within) return base;
	const value = params[within.variable];
	recordAt(user, within.base, value);
	return base.replace(`{${within.variable}}`, value);
}

/** What users have several of: locations, schedules, speed dials, phone lists, conferences, rooms. */
export function addRecordRoutes(router: Router): void {
	const route = userRoutes(router);
	for (const kind of RECORDS) {
		const { base, variable, root, entry, made } = kind;
		const one = `/${base}/{${variable}}`;
		route('POST', `/${base}`, (request, user) => {
			const body = requireBody(request.body, root);
			const nextId = () => String(request.world.nextNumber()).slice(-6);
			const ids = addRecords(user, kind, placeOf(kind, request, user), body, nextId);
			if (ids.length === 0) throw badRequest('There is nothing to add.');
			const headers = {
				Location: `/v2.0/user/${user.userId}/${placeOf(kind, request, user)}/${ids[0]}`,
			};
			return { status: 201, headers, document: made?.(ids[0]) };
		});
		route('GET', one, (request, user) => {
			const found = recordAt(user, placeOf(kind, request, user), request.params[variable]);
			return { document: { root, fields: entry === undefined ? found : { [entry]: [found] } } };
		});
		route('PUT', one, (request, user) => {
			const body = requireBody(request.body, root);
			changeRecord(user, kind, placeOf(kind, request, user), request.params[variable], body);
			return DONE;
		});
		route('DELETE', one, (request, user) => {
			const place = placeOf(kind, request, user);
			recordAt(user, place, request.params[variable]);
			delete recordsOf(user, place)[request.params[variable]];
			return DONE;
		});
	}
	addLists(router);
	addFaxes(router);
}

const entries = (user: UserState, place: string): Array<[string, XmlFields]> =>
	Object.entries(recordsOf(user, place));

function addLists(router: Router): void {
	const route = userRoutes(router);
	route('GET', '/services/BroadWorksAnywhere', (_request, user) => {
		const base = 'services/BroadWorksAnywhere/Location';
		const location = entries(user, base).map(([id, { phoneNumber, active, description }]) => ({
			locationUri: `/v2.0/user/${user.userId}/${base}/${id}`,
			phoneNumber,
			active,
			description,
		}));
		const locations = location.length > 0 ? { location } : undefined;
		const fields = { ...serviceDocument(user, 'BroadWorksAnywhere'), locations };
		return { document: { root: 'BroadWorksAnywhere', fields } };
	});
	route('GET', '/services/CallForwardingSelective', (_request, user) => {
		const base = 'services/CallForwardingSelective/criteria';
		const criteriaActivation = entries(user, base).map(([criteriaName]) => ({
			criteriaName,
			active: true,
			uri: `/v2.0/user/${user.userId}/${base}/${encodeURIComponent(criteriaName)}`,
		}));
		const made =
			criteriaActivation.length > 0 ? { criteriaActivations: { criteriaActivation } } : {};
		const fields = { ...serviceDocument(user, 'CallForwardingSelective'), ...made };
		return { document: { root: 'CallForwardingSelective', fields } };
	});
	route('GET', '/profile/Schedule', (_request, user) => {
		const scheduleList = ['Time', 'Holiday'].flatMap((type) =>
			entries(user, `profile/Schedule/${type}`).map(([name, { level = 'User' }]) => ({
				[`${type.toLowerCase()}Schedule`]: {
					level,
					name,
					uri: `/v2.0/user/${user.userId}/profile/Schedule/${type}/${encodeURIComponent(name)}`,
				},
			})),
		);
		return { document: { root: 'ScheduleUri', fields: { scheduleList } } };
	});
	for (const type of ['Time', 'Holiday']) {
		route('GET', `/profile/Schedule/${type}`, (_request, user) => {
			const scheduleDetail = entries(user, `profile/Schedule/${type}`).map(([, one]) => one);
			return { document: { root: 'Schedule', fields: { scheduleDetail } } };
		});
	}
	route('GET', '/services/SpeedDial100', (_request, user) => ({
		document: {
			root: 'SpeedDial100',
			fields: {
				prefix: '#',
				speedDial100Entry: entries(user, 'services/SpeedDial100').map(([, one]) => one),
			},
		},
	}));
	route('GET', '/services/meetmeconference', () => ({
		document: {
			root: 'MeetMeConferencingUserBridges',
			fields: {
				userBridge: [
					{
						bridgeId: BRIDGE,
						name: BRIDGE_NAME,
						phoneNumber: '+15550160',
						ports: { unlimited: true },
						isActive: true,
					},
				],
			},
		},
	}));
	route('GET', '/services/meetmeconference/{bridgeId}', (request, user) => {
		if (request.params.bridgeId !== BRIDGE) throw notFound('The bridge does not exist.');
		const base = 'services/meetmeconference/{bridgeId}/conference';
		const userConference = entries(user, base).map(([conferenceId, { conferenceTitle }]) => ({
			bridgeId: BRIDGE,
			conferenceId,
			title: conferenceTitle ?? conferenceId,
			bridgeName: BRIDGE_NAME,
			status: 'Active',
			type: 'Reservationless',
			startTime: '2026-01-01T08:00:00Z',
			isActive: false,
		}));
		return { document: { root: 'MeetMeConferencingUserConferences', fields: { userConference } } };
	});
	route('GET', '/services/collaborate', (_request, user) => {
		const room = entries(user, 'services/collaborate/room').map(([roomId, fields]) => ({
			name: fields.name,
			roomType: fields.roomType,
			roomId,
		}));
		return {
			document: { root: 'Collaborate', fields: { rooms: room.length > 0 ? { room } : undefined } },
		};
	});
}

/** The fax that everybody has sent. */
const FIRST = {
	faxId: '7',
	faxStatus: 'Successful',
	faxFileName: 'offer.tif',
	faxDestination: '+15550188',
	timestamp: 1_568_204_580_687,
};

const faxesOf = (user: UserState): XmlFields[] => [FIRST, ...Object.values(recordsOf(user, 'fax'))];

/** Faxes are sent from a file, of which nothing but its destination is kept here. */
function addFaxes(router: Router): void {
	const route = userRoutes(router, '/fax');
	route('GET', '', (_request, user) => ({
		document: { root: 'FaxStatusEntryList', fields: { fax: faxesOf(user) } },
	}));
	route('GET', '/{faxId}', ({ params }, user) => {
		const fax = faxesOf(user).find(({ faxId }) => faxId === params.faxId);
		if (!fax) throw notFound('There is no such fax.');
		return { document: { root: 'FaxStatusEntry', fields: fax } };
	});
	route('POST', '', (request, user) => {
		const faxDestination = requiredQuery(request, 'faxDestination');
		const faxId = String(request.world.nextNumber()).slice(-6);
		const timestamp = request.world.now();
		const sent = { ...FIRST, faxId, faxStatus: 'Transmitting', faxDestination, timestamp };
		recordsOf(user, 'fax')[faxId] = sent;
		return { status: 201, document: { root: 'FaxEntry', fields: { faxId } } };
	});
}

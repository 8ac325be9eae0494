import type { HttpResponse } from '../../../shared/core/ports';
import { isRecord } from '../../../shared/core/records';
import type { XsiObject } from '../calls/values';
import { documentOf as written } from '../documents/write';
import { ruleDocument } from './ruleDocument';
import { documentOf, entriesAt, type Control, type ControlValues } from './control';

/** The document of a command from `settings`, which is JSON (docs/protocols/broadworks.md#services). */
const settings =
	(root: string, around = (value: unknown): unknown => value) =>
	(values: ControlValues): string =>
		written(root, around(JSON.parse(values.settings || '{}')));

/** One entry of a document that is a list of entries. */
const inList = (entry: string) => (value: unknown) => ({ [entry]: [value] });

/** What the server tells of something that it has made; many tell nothing. */
const told = (response: HttpResponse): XsiObject =>
	response.body.length === 0 ? {} : documentOf(response);

interface RecordPaths {
	/** Where new ones are made. */
	base: string;
	/** What follows there for one of them. */
	one: string;
	root: string;
	/** Element around each, where the document is a list. */
	entry?: string;
	/** How the document is made, if not of JSON alone. */
	write?: (root: string, values: ControlValues) => string;
}

/** Get, create, set and delete of what a user has several of. */
function records({ base, one, root, entry, write }: RecordPaths) {
	const ofJson = settings(root, entry === undefined ? undefined : inList(entry));
	const body = write ? (values: ControlValues) => write(root, values) : ofJson;
	const path = `${base}/${one}`;
	const read = (response: HttpResponse): XsiObject =>
		entry === undefined ? documentOf(response) : (entriesAt(entry)(response)[0] ?? {});
	return {
		get: { method: 'GET', path, read },
		create: { method: 'POST', path: base, body, read: told },
		set: { method: 'PUT', path, body },
		delete: { method: 'DELETE', path },
	} satisfies Record<string, Control>;
}

const USER = 'user/{userId}';
const BRIDGES = `${USER}/services/meetmeconference`;
const SELECTIVE = `${USER}/services/CallForwardingSelective`;
const SPEED_DIAL = `${USER}/services/SpeedDial100`;

/** Each schedule with its type beside its name. */
const schedulesOf = (response: HttpResponse): XsiObject[] =>
	entriesAt('scheduleList')(response).flatMap((list) =>
		['time', 'holiday'].flatMap((type) => {
			const found = list[`${type}Schedule`];
			return isRecord(found)
				? [{ scheduleType: type === 'time' ? 'Time' : 'Holiday', ...found }]
				: [];
		}),
	);

/** What users keep: locations, schedules, rules of selective forwarding, speed dials, phone lists, conferences, rooms and faxes. */
export const RECORD_CONTROLS = {
	anywhereLocation: records({
		base: `${USER}/services/BroadWorksAnywhere/Location`,
		one: '{number}',
		root: 'BroadWorksAnywhereLocation',
	}),
	schedule: {
		getMany: { method: 'GET', path: `${USER}/profile/Schedule`, read: schedulesOf },
		...records({
			base: `${USER}/profile/Schedule/{scheduleType}`,
			one: '{scheduleName}',
			root: 'Schedule',
			entry: 'scheduleDetail',
		}),
	},
	forwardingRule: {
		getMany: {
			method: 'GET',
			path: SELECTIVE,
			read: entriesAt('criteriaActivations/criteriaActivation'),
		},
		...records({
			base: `${SELECTIVE}/criteria`,
			one: '{criteriaName}',
			root: 'CallForwardingSelectiveCriteria',
			write: ruleDocument,
		}),
	},
	speedDial: {
		getMany: { method: 'GET', path: SPEED_DIAL, read: entriesAt('speedDial100Entry') },
		...records({
			base: SPEED_DIAL,
			one: '{code}',
			root: 'SpeedDial100',
			entry: 'speedDial100Entry',
		}),
	},
	phoneList: {
		add: {
			method: 'POST',
			path: `${USER}/directories/Personal`,
			body: ({ name, number }) => written('Personal', { entry: [{ name, number }] }),
		},
		delete: { method: 'DELETE', path: `${USER}/directories/Personal/{name}` },
	},
	meetMe: {
		getBridges: { method: 'GET', path: BRIDGES, read: entriesAt('userBridge') },
		getMany: { method: 'GET', path: `${BRIDGES}/{bridgeId}`, read: entriesAt('userConference') },
		...records({
			base: `${BRIDGES}/{bridgeId}/conference`,
			one: '{conferenceId}',
			root: 'MeetMeConferencingConference',
		}),
	},
	collaborateRoom: {
		getMany: { method: 'GET', path: `${USER}/services/collaborate`, read: entriesAt('rooms/room') },
		...records({
			base: `${USER}/services/collaborate/room`,
			one: '{roomId}',
			root: 'CollaborateRoomInfo',
		}),
	},
	fax: {
		getMany: { method: 'GET', path: `${USER}/fax`, read: entriesAt('fax') },
		get: { method: 'GET', path: `${USER}/fax/{faxId}`, read: documentOf },
	},
} satisfies Record<string, Record<string, Control>>;

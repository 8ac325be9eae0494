import { userDetails } from '../xml/documents';
import { notFound } from '../http/errors';
import { numberQuery, queryValue, type Router, type XsiRequest } from '../http/router';
import { hostsFor } from '../people/hosts';
import { recordsOf } from '../people/records';
import type { UserState } from '../state';
import type { XmlFields } from '../xml/xml';
import { wildcard } from './wildcard';
import { userRoutes } from './user';

interface PhoneEntry {
	name: string;
	number: string;
}

const COMMON: Record<string, PhoneEntry[]> = {
	EnterpriseCommon: [
		{ name: 'Reception', number: '+15550190' },
		{ name: 'Warehouse', number: '+15550191' },
	],
	GroupCommon: [{ name: 'Sales Fax', number: '+15550192' }],
};

const CUSTOM_DIRECTORY = 'Suppliers';
const PORTAL_NUMBERS = ['+15550170'];

/** A page of a list: startIndex, numberOfRecords, totalAvailableRecords and the records. */
export function page<T>(request: XsiRequest, all: T[]): { head: XmlFields; records: T[] } {
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

/** Entries whose name and number fit the filters of a request. */
function fitting(request: XsiRequest, entries: PhoneEntry[]): PhoneEntry[] {
	const patterns = (['name', 'number'] as const).flatMap((name) => {
		const pattern = queryValue(request, name);
		return pattern ? [{ name, expression: wildcard(pattern) }] : [];
	});
	return entries.filter((entry) =>
		patterns.every(({ name, expression }) => expression.test(entry[name])),
	);
}

/** The only contact of the operator's own directory. */
const contact = (user: UserState): XmlFields => ({
	...userDetails(user),
	number: user.number,
	extension: user.extension,
});

/** Phone lists, contacts, hosts and portal numbers (docs/protocols/broadworks.md#directories-logs-voice-mail). */
export function addPhoneListRoutes(router: Router): void {
	const route = userRoutes(router, '/directories');
	const list = (request: XsiRequest, root: string, element: string, entries: PhoneEntry[]) => {
		const { head, records } = page(request, fitting(request, entries));
		const found = records.map(({ name, number }) => ({ name, number }));
		return { document: { root, fields: { ...head, [element]: found } } };
	};
	for (const [root, entries] of Object.entries(COMMON)) {
		route('GET', `/${root}`, (request) => list(request, root, 'commonPhoneEntry', entries));
	}
	route('GET', '/Personal', (request, user) => {
		const entries = Object.values(recordsOf(user, 'directories/Personal'));
		return list(request, 'Personal', 'entry', entries as unknown as PhoneEntry[]);
	});
	route('GET', '/CustomContact', () => ({
		document: { root: 'CustomContact', fields: { directory: [{ name: CUSTOM_DIRECTORY }] } },
	}));
	route('GET', '/CustomContact/{directoryName}', (request) => {
		const { params, world } = request;
		if (params.directoryName !== CUSTOM_DIRECTORY) throw notFound('There is no such directory.');
		const lastName = queryValue(request, 'lastName');
		const contacts = [world.user('bob@example.net')].filter(
			(user) => !lastName || wildcard(lastName).test(user.lastName),
		);
		const { head, records } = page(request, contacts);
		const fields = { ...head, contacts: { contact: records.map(contact) } };
		return { document: { root: 'Directory', fields } };
	});
	for (const kind of ['Hoteling', 'FlexibleSeating']) {
		route('GET', `/${kind}Hosts`, () => ({
			document: {
				root: `Available${kind}Hosts`,
				fields: { hostUserIdList: { userID: hostsFor(`${kind}Guest`) } },
			},
		}));
	}
	route('GET', '/BroadWorksAnywherePortal', () => ({
		document: {
			root: 'BroadWorksAnywherePortal',
			fields: { phoneNumbers: { phoneNumber: PORTAL_NUMBERS } },
		},
	}));
}

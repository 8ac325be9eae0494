import { conflict, notFound } from '../http/errors';
import type { UserState } from '../state';
import { child, childText, type XmlElement, type XmlFields } from '../xml/xml';
import { fieldsFrom, mergeDocument } from './services';

/** Something of which a user may have several: where it is, what its document is called, how one is named. */
export interface RecordKind {
	/** Below the user. */
	base: string;
	/** Variable of the path for one. */
	variable: string;
	root: string;
	/** Element of each, where the document is a list of them. */
	entry?: string;
	/** Element that names one, by its path; without it the server gives a number. */
	key?: string;
	/** What it belongs to: one of another kind, by the variable of the base. */
	within?: { base: string; variable: string };
	/** What the answer to a new one is. */
	made?: (id: string) => { root: string; fields: XmlFields };
}

/** Services with rules of one form, and the root of a rule. */
const RULES: ReadonlyArray<readonly [service: string, root: string]> = [
	...[
		'CallForwardingSelective',
		'CallMeNow',
		'CallNotify',
		'CustomRingbackUser',
		'PriorityAlert',
		'SelectiveCallAcceptance',
		'SelectiveCallRejection',
		'SequentialRing',
		'SimultaneousRingPersonal',
	].map((service) => [service, `${service}Criteria`] as const),
	['Executive/Filtering', 'ExecutiveFilteringCriteria'],
];

/** With the number of a conference behind it, the PIN of its moderators. */
export const MODERATOR_PIN = '77';

/** The conferences and rooms get their numbers from the server (docs/protocols/broadworks.md#services). */
export const RECORDS: readonly RecordKind[] = [
	{
		base: 'services/BroadWorksAnywhere/Location',
		variable: 'number',
		root: 'BroadWorksAnywhereLocation',
		key: 'phoneNumber',
	},
	...['Time', 'Holiday'].map((type) => ({
		base: `profile/Schedule/${type}`,
		variable: 'scheduleName',
		root: 'Schedule',
		entry: 'scheduleDetail',
		key: 'name',
	})),
	...RULES.map(([service, root]) => ({
		base: `services/${service}/criteria`,
		variable: 'criteriaName',
		root,
		key: 'criteria/criteriaName',
	})),
	{
		base: 'services/BroadWorksAnywhere/Location/{number}/criteria',
		variable: 'criteriaName',
		root: 'BroadWorksAnywhereLocationCriteria',
		key: 'criteria/criteriaName',
		within: { base: 'services/BroadWorksAnywhere/Location', variable: 'number' },
	},
	{
		base: 'services/PersonalAssistant/exclusionnumber',
		variable: 'number',
		root: 'PersonalAssistantExclusionNumber',
		key: 'number',
	},
	{
		base: 'services/SpeedDial100',
		variable: 'code',
		root: 'SpeedDial100',
		entry: 'speedDial100Entry',
		key: 'speedCode',
	},
	{
		base: 'directories/Personal',
		variable: 'name',
		root: 'Personal',
		entry: 'entry',
		key: 'name',
	},
	{
		base: 'services/meetmeconference/{bridgeId}/conference',
		variable: 'conferenceId',
		root: 'MeetMeConferencingConference',
		made: (conferenceId) => ({
			root: 'MeetMeConferencingConferenceInfo',
			fields: { conferenceId, moderatorPin: MODERATOR_PIN + conferenceId },
		}),
	},
	{
		base: 'services/collaborate/room',
		variable: 'roomId',
		root: 'CollaborateRoomInfo',
		made: (roomId) => ({ root: 'CollaborateRoomInfo', fields: { roomId } }),
	},
];

/** What a user has of a kind, by name; the first phone list has a dentist in it. */
export function recordsOf(user: UserState, place: string): Record<string, XmlFields> {
	const records = (user.records ??= {
		'directories/Personal': { Dentist: { name: 'Dentist', number: '+15550193' } },
	});
	return (records[place] ??= {});
}

/** @throws XsiError 404 */
export function recordAt(user: UserState, place: string, id: string): XmlFields {
	const found = recordsOf(user, place)[id];
	if (found) return found;
	throw notFound('There is no such entry.');
}

/** An entry as it is kept; the type of a schedule is an attribute of its own. */
function keptOf(part: XmlElement): XmlFields {
	const { '@xsi:type': type, ...fields } = fieldsFrom(part) as XmlFields;
	return type === undefined ? fields : { '@type': type, ...fields };
}

const partsOf = (kind: RecordKind, body: XmlElement): XmlElement[] =>
	kind.entry === undefined ? [body] : body.children.filter(({ name }) => name === kind.entry);

function nameAt(part: XmlElement, path: string): string {
	const [last = '', ...above] = path.split('/').reverse();
	const parent = above.reduceRight<XmlElement | undefined>(child, part);
	return (parent && childText(parent, last)) ?? '';
}

/** Keeps what a document has; gives the names. @throws XsiError 409 for a name that is taken */
export function addRecords(
	user: UserState,
	kind: RecordKind,
	place: string,
	body: XmlElement,
	nextId: () => string,
): string[] {
	const records = recordsOf(user, place);
	return partsOf(kind, body).map((part) => {
		const id = kind.key === undefined ? nextId() : nameAt(part, kind.key);
		if (id === '' || records[id]) throw conflict('An entry of this name is there already.');
		records[id] = keptOf(part);
		return id;
	});
}

/** Changes one by a partial document. @throws XsiError 404 */
export function changeRecord(
	user: UserState,
	kind: RecordKind,
	place: string,
	id: string,
	body: XmlElement,
): void {
	const before = recordAt(user, place, id);
	const [part] = partsOf(kind, body);
	recordsOf(user, place)[id] =
		kind.entry === undefined
			? mergeDocument(before, body)
			: { ...before, ...(part ? keptOf(part) : {}) };
}

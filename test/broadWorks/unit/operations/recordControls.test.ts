import { RECORD_CONTROLS } from '../../../../nodes/BroadWorks/client/controls/recordControls';
import { type RECORDS } from '../../../../nodes/BroadWorks/operations/record/table';
import { toActionXml, type XmlFields } from '../../../simulators/broadWorks/xml/xml';
import { ALICE, describeControls, runControl, type ControlCase } from '../support/controlCases';
import { ACTIONS, telephonyError } from '../support/xsi';

const USER = `${ACTIONS}/v2.0/user/${ALICE}`;
const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const done = { success: true, userId: ALICE };

interface Kind {
	/** Path of all, and what names one. */
	base: string;
	one: string;
	at: Record<string, string>;
	/** Name of the value that names one; the others say where. */
	last: string;
	settings: XmlFields;
	/** The settings as they go out. */
	document: string;
	answer: string;
	gives: Record<string, unknown>;
}

const plainKind = (root: string, settings: XmlFields) => ({
	settings,
	document: toActionXml(root, settings),
	answer: toActionXml(root, settings),
	gives: settings,
});
const listKind = (root: string, entry: string, settings: XmlFields) => {
	const { type, ...elements } = settings;
	const document = toActionXml(root, {
		[entry]: { ...(type === undefined ? {} : { '@type': type }), ...elements },
	});
	return { settings, document, answer: document, gives: settings };
};

const KINDS: Record<keyof typeof RECORDS, Kind> = {
	anywhereLocation: {
		base: 'services/BroadWorksAnywhere/Location',
		one: '+12125550155',
		at: { number: '+12125550155' },
		last: 'number',
		...plainKind('BroadWorksAnywhereLocation', { phoneNumber: '+12125550155', active: true }),
	},
	schedule: {
		base: 'profile/Schedule/Time',
		one: 'Office%20Hours',
		at: { scheduleType: 'Time', scheduleName: 'Office Hours' },
		last: 'scheduleName',
		...listKind('Schedule', 'scheduleDetail', {
			type: 'Time',
			name: 'Office Hours',
			level: 'User',
		}),
	},
	forwardingRule: {
		base: 'services/CallForwardingSelective/criteria',
		one: 'Night',
		at: { criteriaName: 'Night' },
		last: 'criteriaName',
		...plainKind('CallForwardingSelectiveCriteria', {
			forwardToNumberSelection: 'Forward To Specified Number',
			forwardToPhoneNumber: '+12125550155',
			criteria: { criteriaName: 'Night' },
		}),
	},
	speedDial: {
		base: 'services/SpeedDial100',
		one: '07',
		at: { code: '07' },
		last: 'code',
		...listKind('SpeedDial100', 'speedDial100Entry', { speedCode: '07', phoneNumber: '1002' }),
	},
	meetMe: {
		base: 'services/meetmeconference/bridge@example.net/conference',
		one: '123456',
		at: { bridgeId: 'bridge@example.net', conferenceId: '123456' },
		last: 'conferenceId',
		...plainKind('MeetMeConferencingConference', {
			conferenceTitle: 'Weekly',
			muteAllAttendeesOnEntry: false,
		}),
	},
	collaborateRoom: {
		base: 'services/collaborate/room',
		one: '1000001',
		at: { roomId: '1000001' },
		last: 'roomId',
		...plainKind('CollaborateRoomInfo', { name: 'Project X', roomType: 'ProjectRoom' }),
	},
};

/** The settings in another order than the document has them. */
const shuffled = (settings: XmlFields) =>
	JSON.stringify(Object.fromEntries(Object.entries(settings).reverse()));

const casesOf = (
	name: string,
	{ base, one, at, last, settings, document, answer, gives }: Kind,
): ControlCase[] => {
	const path = `${USER}/${base}`;
	const { [last]: _one, ...below } = at;
	const given = { settings: shuffled(settings) };
	return [
		{
			of: `${name}: get`,
			given: at,
			line: `GET ${path}/${one}`,
			answer: { body: answer },
			gives,
		},
		{
			of: `${name}: create`,
			given: { ...below, ...given },
			line: `POST ${path}`,
			body: document,
			answer: { status: 201 },
			gives: { ...done, ...below, settings },
		},
		{
			of: `${name}: set`,
			given: { ...at, ...given },
			line: `PUT ${path}/${one}`,
			body: document,
			gives: { ...done, ...at, settings },
		},
		{
			of: `${name}: delete`,
			given: at,
			line: `DELETE ${path}/${one}`,
			gives: { ...done, ...at },
		},
	];
};

const many = (of: string, path: string, body: string, gives: unknown[]): ControlCase => ({
	of,
	given: { bridgeId: 'bridge@example.net' },
	line: `GET ${USER}/${path}`,
	answer: { body },
	gives,
});

const cases: ControlCase[] = [
	...Object.entries(KINDS).flatMap(([name, kind]) => casesOf(name, kind)),
	many(
		'schedule: getMany',
		'profile/Schedule',
		toActionXml('ScheduleUri', {
			scheduleList: [
				{ timeSchedule: { level: 'User', name: 'Office Hours', uri: '/x' } },
				{ holidaySchedule: { level: 'Group', name: 'Holidays', uri: '/y' } },
			],
		}),
		[
			{ scheduleType: 'Time', level: 'User', name: 'Office Hours', uri: '/x' },
			{ scheduleType: 'Holiday', level: 'Group', name: 'Holidays', uri: '/y' },
		],
	),
	many('schedule: getMany', 'profile/Schedule', toActionXml('ScheduleUri', {}), []),
	many(
		'forwardingRule: getMany',
		'services/CallForwardingSelective',
		toActionXml('CallForwardingSelective', {
			active: true,
			criteriaActivations: { criteriaActivation: [{ criteriaName: 'Night', active: 'true' }] },
		}),
		[{ criteriaName: 'Night', active: true }],
	),
	many(
		'forwardingRule: getMany',
		'services/CallForwardingSelective',
		toActionXml('CallForwardingSelective', { active: false }),
		[],
	),
	many(
		'speedDial: getMany',
		'services/SpeedDial100',
		toActionXml('SpeedDial100', { prefix: '#', speedDial100Entry: [{ speedCode: '07' }] }),
		[{ speedCode: '07' }],
	),
	many(
		'meetMe: getBridges',
		'services/meetmeconference',
		toActionXml('MeetMeConferencingUserBridges', { userBridge: [{ bridgeId: 'b@x' }] }),
		[{ bridgeId: 'b@x' }],
	),
	many(
		'meetMe: getMany',
		'services/meetmeconference/bridge@example.net',
		toActionXml('MeetMeConferencingUserConferences', { userConference: [{ title: 'Weekly' }] }),
		[{ title: 'Weekly' }],
	),
	many(
		'collaborateRoom: getMany',
		'services/collaborate',
		toActionXml('Collaborate', { rooms: { room: [{ name: 'X', roomId: '1' }] } }),
		[{ name: 'X', roomId: '1' }],
	),
	many('fax: getMany', 'fax', toActionXml('FaxStatusEntryList', { fax: [{ faxId: '7' }] }), [
		{ faxId: '7' },
	]),
	{
		of: 'fax: get',
		given: { faxId: '7' },
		line: `GET ${USER}/fax/7`,
		answer: { body: toActionXml('FaxStatusEntry', { faxId: '7' }) },
		gives: { faxId: '7' },
	},
	{
		of: 'phoneList: add',
		given: { name: 'A & B', number: '1002' },
		line: `POST ${USER}/directories/Personal`,
		body: `<Personal ${NAMESPACE}><entry><name>A &amp; B</name><number>1002</number></entry></Personal>`,
		gives: { ...done, name: 'A & B', number: '1002' },
	},
	{
		of: 'phoneList: delete',
		given: { name: 'A & B' },
		line: `DELETE ${USER}/directories/Personal/A%20%26%20B`,
		gives: { ...done, name: 'A & B' },
	},
];

/** A rule by fields, alone and with JSON, which counts where both say something. */
const ruleBy = (rule: object, settings: object, document: string): ControlCase => ({
	of: 'forwardingRule: set',
	given: { criteriaName: 'Night', rule, settings: JSON.stringify(settings) },
	line: `PUT ${USER}/services/CallForwardingSelective/criteria/Night`,
	body: `<CallForwardingSelectiveCriteria ${NAMESPACE}>${document}</CallForwardingSelectiveCriteria>`,
	gives: { ...done, criteriaName: 'Night', ...rule, settings },
});

const rules: ControlCase[] = [
	ruleBy(
		{ phoneNumbers: '1002, 1003', forwardToPhoneNumber: '1004' },
		{},
		'<forwardToNumberSelection>Forward To Specified Number</forwardToNumberSelection><forwardToPhoneNumber>1004</forwardToPhoneNumber><criteria><criteriaFromDn><fromDnCriteriaSelection>Specified Only</fromDnCriteriaSelection><phoneNumberList><phoneNumber>1002</phoneNumber><phoneNumber>1003</phoneNumber></phoneNumberList></criteriaFromDn></criteria>',
	),
	ruleBy(
		{
			newName: 'Day',
			fromDnCriteriaSelection: 'Any',
			includeUnavailableCallers: false,
			timeSchedule: 'Office',
			timeScheduleLevel: 'Group',
			holidaySchedule: 'Year',
		},
		{},
		'<criteria><criteriaName>Day</criteriaName><timeSchedule><level>Group</level><name>Office</name></timeSchedule><holidaySchedule><level>User</level><name>Year</name></holidaySchedule><criteriaFromDn><fromDnCriteriaSelection>Any</fromDnCriteriaSelection><includeUnavailableCallers>false</includeUnavailableCallers></criteriaFromDn></criteria>',
	),
	ruleBy(
		{ forwardToNumberSelection: 'Do not forward', newName: 'Day' },
		{ forwardToNumberSelection: 'Forward To Default Number', criteria: { criteriaName: 'Eve' } },
		'<forwardToNumberSelection>Forward To Default Number</forwardToNumberSelection><criteria><criteriaName>Eve</criteriaName></criteria>',
	),
];

describe('what a user has several of', () => {
	describeControls(RECORD_CONTROLS, [...cases, ...rules]);
});

it('gives the number of what the server has made', async () => {
	const answer = {
		status: 201,
		body: toActionXml('MeetMeConferencingConferenceInfo', { conferenceId: '778899' }),
	};
	const given = { bridgeId: 'b@x', settings: '{"conferenceTitle":"Weekly"}' };
	const { work } = runControl('meetMe: create', given, answer);
	expect(await work).toEqual(expect.objectContaining({ conferenceId: '778899', success: true }));
});

it.each([
	[
		'speedDial: set',
		{ code: '07', settings: '{"number":"1"}' },
		/"SpeedDial100.speedDial100Entry\[0\]" has no "number"/,
	],
	['speedDial: set', { code: '', settings: '{}' }, 'The parameter "Speed Code" is empty'],
	['schedule: create', { settings: '[]' }, /not a JSON object/],
	['forwardingRule: create', { rule: {}, settings: '{}' }, 'Add at least one field of the rule'],
])('%s with %j is refused before anything is sent', async (of, given, message) => {
	const { work, http } = runControl(of, given);
	const error = await telephonyError(work as Promise<unknown>, 'badRequest');
	expect(error.message).toMatch(message);
	expect(http.sent).toEqual([]);
});

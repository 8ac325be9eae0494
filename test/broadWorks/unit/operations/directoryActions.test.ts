import { runOperation } from '../../../support/contexts/runOperation';
import { errorInfo, telephonyError } from '../support/xsi';

const XSI = 'xmlns="http://schema.broadsoft.com/xsi"';
const page = 'start=1&results=50';

const details = (id: string, more = '') =>
	`<userId>${id}</userId><firstName>F</firstName><extension>007</extension>${more}`;
const paged = (root: string, inside: string, total = 1) =>
	`<${root} ${XSI}><startIndex>1</startIndex><numberOfRecords>1</numberOfRecords><totalAvailableRecords>${total}</totalAvailableRecords>${inside}</${root}>`;
const members = (list: string) =>
	`<callCenter><serviceUserID>q@x</serviceUserID><${list}><userDetails>${details('a')}</userDetails></${list}></callCenter>`;

const person = { userId: 'a', firstName: 'F', extension: '007' };
const entry = '<name>N</name><number>+1555</number>';
const phone = { name: 'N', number: '+1555' };

/** Operation, parameters, what is asked, what is answered, the items. */
const rows: Array<[string, Record<string, unknown>, string, string, object[]]> = [
	[
		'getEnterpriseUsers',
		{},
		`Enterprise?${page}`,
		paged(
			'Enterprise',
			`<enterpriseDirectory><directoryDetails>${details('a', '<additionalDetails><mobile>+1</mobile></additionalDetails>')}</directoryDetails></enterpriseDirectory>`,
		),
		[{ ...person, additionalDetails: { mobile: '+1' } }],
	],
	[
		'getGroupUsers',
		{},
		`Group?${page}`,
		paged(
			'Group',
			`<groupDirectory><directoryDetails>${details('a')}</directoryDetails></groupDirectory>`,
		),
		[person],
	],
	['getGroupUsers', {}, `Group?${page}`, paged('Group', '<groupDirectory/>', 0), []],
	[
		'getEnterpriseCommon',
		{},
		`EnterpriseCommon?${page}`,
		paged('EnterpriseCommon', `<commonPhoneEntry>${entry}</commonPhoneEntry>`),
		[phone],
	],
	[
		'getGroupCommon',
		{},
		`GroupCommon?${page}`,
		paged('GroupCommon', `<commonPhoneEntry>${entry}</commonPhoneEntry>`),
		[phone],
	],
	['getPersonal', {}, `Personal?${page}`, paged('Personal', `<entry>${entry}</entry>`), [phone]],
	[
		'getCustomDirectories',
		{},
		'CustomContact',
		`<CustomContact ${XSI}><directory><name>A B</name></directory></CustomContact>`,
		[{ name: 'A B' }],
	],
	[
		'getCustomContacts',
		{ directoryName: 'A B' },
		`CustomContact/A%20B?${page}`,
		paged('Directory', `<contacts><contact>${details('a')}</contact></contacts>`),
		[person],
	],
	[
		'getCallCenters',
		{ role: 'Supervisor' },
		'CallCenters?user=Supervisor',
		`<CallCenters ${XSI}><callCenter><serviceUserID>q@x</serviceUserID><numberCallsInQueue>2</numberCallsInQueue></callCenter></CallCenters>`,
		[{ serviceUserID: 'q@x', numberCallsInQueue: 2 }],
	],
	[
		'getAgents',
		{ callCenterId: 'q@x', filters: { firstName: 'F' } },
		'Agents?callcenter=q%40x&firstName=*F*%2Fi',
		`<CallCenterAgents ${XSI}>${members('agentList')}</CallCenterAgents>`,
		[{ callCenterId: 'q@x', ...person }],
	],
	[
		'getSupervisors',
		{},
		'Supervisors',
		`<Supervisors ${XSI}><callCenters>${members('supervisorList')}</callCenters></Supervisors>`,
		[{ callCenterId: 'q@x', ...person }],
	],
	['getSupervisors', {}, 'Supervisors', `<Supervisors ${XSI}/>`, []],
	[
		'getHotelingHosts',
		{},
		'HotelingHosts',
		`<AvailableHotelingHosts ${XSI}><hostUserIdList><userID>h@x</userID></hostUserIdList></AvailableHotelingHosts>`,
		[{ hostUserId: 'h@x' }],
	],
	[
		'getFlexibleSeatingHosts',
		{},
		'FlexibleSeatingHosts',
		`<AvailableFlexibleSeatingHosts ${XSI}><hostUserIdList/></AvailableFlexibleSeatingHosts>`,
		[],
	],
	[
		'getAnywherePortals',
		{},
		'BroadWorksAnywherePortal',
		`<BroadWorksAnywherePortal ${XSI}><phoneNumbers><phoneNumber>+1</phoneNumber></phoneNumbers></BroadWorksAnywherePortal>`,
		[{ phoneNumber: '+1' }],
	],
];

describe('Directory', () => {
	it.each(rows)('%s of %j asks for %s', async (operation, parameters, path, body, items) => {
		const line = `GET directories/${path}`;
		const ran = await runOperation('directory', operation, parameters, { [line]: { body } });
		expect(ran.lines).toEqual([line]);
		expect(ran.items).toEqual(items);
	});

	const users = (ids: string[], total: number) => ({
		body: paged(
			'Enterprise',
			`<enterpriseDirectory>${ids.map((id) => `<directoryDetails>${details(id)}</directoryDetails>`).join('')}</enterpriseDirectory>`,
			total,
		),
	});
	const find = async (parameters: object, answers: Parameters<typeof runOperation>[3]) =>
		await runOperation('directory', 'getEnterpriseUsers', { ...parameters }, answers);

	it('filters by text anywhere, by a pattern as a whole, and by any of several', async () => {
		const filters = { lastName: 'Stone', number: '+1555*', department: ' ', any: true };
		const query = 'lastName=*Stone*%2Fi&number=%2B1555*%2Fi&searchCriteriaModeOr=true';
		const line = `GET directories/Enterprise?${query}&${page}`;
		expect((await find({ filters }, { [line]: users(['a'], 1) })).lines).toEqual([line]);
	});

	it('reads page after page, up to the limit', async () => {
		const many = Array.from({ length: 200 }, (_, index) => `u${index}`);
		const pages = {
			'GET directories/Enterprise?start=1&results=200': users(many, 201),
			'GET directories/Enterprise?start=201&results=200': users(['last'], 201),
		};
		expect((await find({ returnAll: true }, pages)).items).toHaveLength(201);
		const some = { 'GET directories/Enterprise?start=1&results=2': users(['a', 'b', 'c'], 9) };
		expect((await find({ limit: 2 }, some)).items).toHaveLength(2);
	});

	it('asks without pages where the server refuses them', async () => {
		const { lines, items } = await find(
			{},
			{
				[`GET directories/Enterprise?${page}`]: { status: 400 },
				'GET directories/Enterprise': users(['a'], 1),
			},
		);
		expect([lines.length, items.length]).toEqual([2, 1]);
	});

	it('says what is missing', async () => {
		const gone = {
			[`GET directories/Enterprise?${page}`]: { status: 404, body: errorInfo('No', '1') },
		};
		expect((await telephonyError(find({ userId: 'bob' }, gone), 'notFound')).message).toBe(
			'The server knows no user bob (user IDs have a domain), or has no directory Enterprise for the user',
		);
		const error = await telephonyError(
			runOperation('directory', 'getCustomContacts'),
			'badRequest',
		);
		expect(error.message).toBe('The parameter "Directory Name or ID" is empty');
	});
});

import { errorInfo, telephonyError } from '../support/xsi';
import { ALICE, runOperation } from '../../../support/contexts/runOperation';

const XSI = 'xmlns="http://schema.broadsoft.com/xsi"';
const T = Date.parse('2026-11-29T14:00:00Z');

const entry = (id: string, start: number) =>
	`<enhancedCallLogsExtendedEntry><countryCode>1</countryCode><callLogId>${id}</callLogId><callId>half-${id}</callId><callingPresentationNumber>+18185550109</callingPresentationNumber><callingPresentationName>Jordan</callingPresentationName><startTime>${start}</startTime><releaseTime>${start + 9000}</releaseTime></enhancedCallLogsExtendedEntry>`;
const enhanced = (list: string, ...entries: string[]) => ({
	body: `<EnhancedCallLogs ${XSI}><startIndex>1</startIndex><numberOfRecords>${entries.length}</numberOfRecords><${list}>${entries.join('')}</${list}></EnhancedCallLogs>`,
});
const basic = {
	body: '<?xml version="1.0"?><missed><callLogsEntry><countryCode>1</countryCode><phoneNumber>8185550109</phoneNumber><name>Jordan</name><time>2026-11-29T15:00:00+01:00</time><callLogId>7:0</callLogId></callLogsEntry></missed>',
};
const page = 'start=1&results=50';

describe('Call Log: Get Many', () => {
	it('gives the entries of a list, newest first', async () => {
		const { items, lines } = await runOperation(
			'callLog',
			'getMany',
			{ callLogType: 'missed' },
			{
				[`GET directories/EnhancedCallLogs/Missed?${page}`]: enhanced(
					'missed',
					entry('1:0', T),
					entry('2:0', T + 1),
				),
			},
		);
		expect(lines).toEqual([`GET directories/EnhancedCallLogs/Missed?${page}`]);
		expect(items).toMatchObject([
			{ userId: ALICE, log: 'enhanced', callLogType: 'missed', callLogId: '2:0' },
			{ callId: 'half-1:0', startTime: T, releaseTime: T + 9000 },
		]);
	});

	it('asks for a span of time, which without zone is that of the workflow', async () => {
		const times = 'startTime=2026-11-29T13%3A00%3A00.000Z&endTime=2026-11-29T14%3A00%3A00.000Z';
		const { items } = await runOperation(
			'callLog',
			'getMany',
			{ startTime: '2026-11-29T14:00:00', endTime: '2026-11-29T14:00:00Z', returnAll: true },
			{
				[`GET directories/EnhancedCallLogs?${times}&start=1&results=200`]: enhanced(
					'received',
					entry('1:0', T),
					entry('2:0', T + 1),
				),
			},
		);
		expect(items.map(({ callLogId }) => callLogId)).toEqual(['1:0']);
	});

	it('takes the basic log of a user without the enhanced one, and its bare list', async () => {
		const { items, lines } = await runOperation(
			'callLog',
			'getMany',
			{ callLogType: 'missed', output: 'callRecord' },
			{
				[`GET directories/EnhancedCallLogs/Missed?${page}`]: { status: 404 },
				'GET directories/CallLogs/Missed': basic,
			},
		);
		expect(lines).toHaveLength(2);
		expect(items).toEqual([
			{
				schemaVersion: '1.0',
				result: 'missed',
				id: '7:0',
				backend: 'broadWorks',
				direction: 'inbound',
				state: 'ended',
				from: { name: 'Jordan', number: '8185550109', e164: '+18185550109' },
				to: { userId: ALICE },
				startTime: '2026-11-29T14:00:00.000Z',
				answered: false,
				ids: { callLogId: '7:0' },
			},
		]);
	});

	it('gives each entry as it came', async () => {
		const { items } = await runOperation(
			'callLog',
			'getMany',
			{ log: 'basic', callLogType: 'missed', output: 'raw', limit: 1 },
			{ 'GET directories/CallLogs/Missed': basic },
		);
		expect(items).toEqual([
			{
				userId: ALICE,
				log: 'basic',
				callLogType: 'missed',
				callLogId: '7:0',
				xml: basic.body.replace(/^.*<missed>|<\/missed>$/g, ''),
			},
		]);
	});

	it('says whose log is not there', async () => {
		const error = await telephonyError(
			runOperation(
				'callLog',
				'getMany',
				{ userId: 'alice', log: 'enhanced' },
				{
					[`GET directories/EnhancedCallLogs?${page}`]: {
						status: 404,
						body: errorInfo('Not', '1'),
					},
				},
			),
			'notFound',
		);
		expect(error.message).toBe(
			'The server knows no user alice (user IDs have a domain), or the user has no enhanced call logs',
		);
		expect(error).toMatchObject({ status: 404, vendorText: 'Not' });
	});
});

describe('Call Log: Delete', () => {
	it.each([
		['delete', { callLogType: 'placed', callLogId: '7:0' }, 'EnhancedCallLogs/Placed/7:0'],
		['delete', { callLogType: 'missed', callLogId: '7:0', log: 'basic' }, 'CallLogs/Missed/7:0'],
		['deleteAll', { callLogType: 'received' }, 'EnhancedCallLogs/Received'],
		['deleteAll', {}, 'EnhancedCallLogs'],
		['deleteAll', { log: 'basic' }, 'CallLogs'],
	])('%s of %j', async (operation, parameters, path) => {
		const line = `DELETE directories/${path}`;
		const { items, lines } = await runOperation('callLog', operation, parameters, { [line]: {} });
		expect(lines).toEqual([line]);
		expect(items).toMatchObject([{ success: true, userId: ALICE }]);
	});

	it('tries the basic log where there is no enhanced one, and says what is missing', async () => {
		const error = await telephonyError(
			runOperation(
				'callLog',
				'delete',
				{ callLogType: 'missed', callLogId: '7:0' },
				{
					'DELETE directories/EnhancedCallLogs/Missed/7:0': { status: 404 },
					'DELETE directories/CallLogs/Missed/7:0': { status: 404 },
				},
			),
			'notFound',
		);
		expect(error.message).toBe(`There is no entry 7:0 among the missed calls of ${ALICE}`);
	});

	it('refuses an unknown list, and an empty entry, before anything is sent', async () => {
		const run = async (parameters: Record<string, unknown>) =>
			await telephonyError(runOperation('callLog', 'delete', parameters), 'badRequest');
		expect((await run({ callLogType: 'lost', callLogId: '1' })).message).toBe(
			'"lost" is not a list of the call log: use one of placed, received, missed',
		);
		expect((await run({ callLogId: '' })).message).toBe('The parameter "Log Entry" is empty');
	});
});

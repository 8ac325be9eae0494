import { startXsiSimulator, type XsiSimulator } from '../index';
import { seen, type TestChannel, TestClient, textAt } from '../testClient';
import { childText } from '../xml/xml';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const ALICE = '/user/alice@example.net';

describe('what users have', () => {
	let simulator: XsiSimulator;
	let alice: TestClient;
	let channel: TestChannel;

	beforeEach(async () => {
		simulator = await startXsiSimulator({ additionalUsers: 60 });
		alice = new TestClient(simulator, 'alice@example.net');
		channel = await alice.channel('set');
	});
	afterEach(async () => {
		await simulator.close();
		expect(seen.problems).toEqual([]);
	});

	const ids = async (path: string) => {
		const { text } = await alice.actions('GET', `${ALICE}/directories/${path}`);
		return [...text.matchAll(/<userId>([^<@]*)/g)].map((found) => found[1]);
	};

	test('profile', async () => {
		const { xml } = await alice.actions('GET', `${ALICE}/profile`);
		expect(textAt(xml, 'details', 'number')).toBe('+15550101');
		expect(textAt(xml, 'details', 'extension')).toBe('1001');
		expect(textAt(xml, 'details', 'groupId')).toBe('sales');
	});

	test('directories: filters with wildcards and case, paging, sorting', async () => {
		expect(await ids('Enterprise?lastName=Stone')).toEqual(['bob']);
		expect(await ids('Enterprise?lastName=stone')).toEqual([]);
		expect(await ids('Enterprise?lastName=stone/i')).toEqual(['bob']);
		expect(await ids('Enterprise?lastName=St*')).toEqual(['bob']);
		expect(await ids('Group?firstName=*LI*/i')).toEqual(['alice']);
		expect(await ids('Enterprise?firstName=Alice&lastName=Stone')).toEqual([]);
		const either = 'Enterprise?firstName=Alice&lastName=Stone&searchCriteriaModeOr=true';
		expect(await ids(either)).toEqual(['alice', 'bob']);
		expect(await ids('Enterprise?extension=100*&sortColumn=extension')).toEqual([
			'alice',
			'bob',
			'carol',
		]);
		const { xml } = await alice.actions(
			'GET',
			`${ALICE}/directories/Enterprise?start=61&results=10`,
		);
		expect(childText(xml, 'startIndex')).toBe('61');
		expect(childText(xml, 'numberOfRecords')).toBe('5');
		expect(childText(xml, 'totalAvailableRecords')).toBe('65');
		for (const bad of ['start=0', 'results=1001', 'start=x']) {
			const answer = await alice.actions('GET', `${ALICE}/directories/Enterprise?${bad}`);
			expect(answer.status).toBe(400);
		}
	});

	test('phone lists, contacts, hosts, agents by name', async () => {
		const get = async (path: string) =>
			(await alice.actions('GET', `${ALICE}/directories/${path}`)).text;
		expect(await get('EnterpriseCommon?name=rec*/i')).toMatch(/Reception(?!.*Warehouse)/);
		expect(await get('Personal?number=1')).toContain('<totalAvailableRecords>0<');
		expect(await get('CustomContact')).toContain('<directory><name>Suppliers</name></directory>');
		expect(await get('CustomContact/Suppliers?lastName=St*')).toContain('bob@example.net');
		expect((await alice.actions('GET', `${ALICE}/directories/CustomContact/No`)).status).toBe(404);
		expect(await get('HotelingHosts')).toContain('<userID>lobby@example.net</userID>');
		expect(await get('BroadWorksAnywherePortal')).toContain('<phoneNumber>+15550170<');
		expect(await get('Agents?firstName=Bo*')).toMatch(/bob@(?!.*carol@)/);
	});

	test('a service keeps what a partial document leaves out, and tells the change', async () => {
		await alice.subscribe(ALICE, 'Call Forwarding Always', { setId: 'set' });
		await channel.next('CallForwardingAlwaysEvent');
		const path = `${ALICE}/services/CallForwardingAlways`;
		const put = async (inside: string) =>
			(
				await alice.actions(
					'PUT',
					path,
					`<CallForwardingAlways ${NAMESPACE} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${inside}</CallForwardingAlways>`,
				)
			).status;
		expect(await put('<active>true</active>')).toBe(400);
		expect(await put('<ringSplash>true</ringSplash><active>true</active>')).toBe(400);
		const number = '<forwardToPhoneNumber countryCode="1">tel:+15550155</forwardToPhoneNumber>';
		expect(await put(`<active>true</active>${number}`)).toBe(200);
		expect(await put('<ringSplash>true</ringSplash>')).toBe(200);
		expect((await alice.actions('GET', path)).text).toContain(
			`<active>true</active>${number}<ringSplash>true</ringSplash></CallForwardingAlways>`,
		);
		const event = await channel.next('CallForwardingAlwaysEvent', 3);
		expect(textAt(event.data, 'info', 'ringSplash')).toBe('true');
		expect(await put('<active>false</active><forwardToPhoneNumber xsi:nil="true"/>')).toBe(200);
		expect((await alice.actions('GET', path)).text).not.toContain('forwardToPhoneNumber');
	});

	test('services refuse what cannot be, and clear what nil says', async () => {
		const change = async (service: string, inside: string) => {
			const body = `<${service} ${NAMESPACE} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${inside}</${service}>`;
			const { status } = await alice.actions('PUT', `${ALICE}/services/${service}`, body);
			const { text } = await alice.actions('GET', `${ALICE}/services/${service}`);
			return { status, text };
		};
		const refused: Array<[string, string]> = [
			['CallForwardingNoAnswer', '<numberOfRings>1</numberOfRings>'],
			['CallForwardingNoAnswer', '<numberOfRings>21</numberOfRings>'],
			['CallForwardingSelective', '<active>true</active>'],
			[
				'CallRecording',
				'<playCallRecordingWarningToneSeconds>9</playCallRecordingWarningToneSeconds>',
			],
			['DoNotDisturb', '<active xsi:nil="true"/>'],
			['HotelingGuest', '<hostUserId>bob@example.net</hostUserId>'],
			['SimultaneousRingPersonal', '<active>true</active>'],
		];
		for (const [service, inside] of refused) {
			expect([service, (await change(service, inside)).status]).toEqual([service, 400]);
		}
		const two = [1, 2].map((n) => `<location${n}><address>${n}</address></location${n}>`).join('');
		expect((await change('SequentialRing', two)).text).toContain('<location2>');
		const cleared = '<location2><address xsi:nil="true"/></location2>';
		const ring = await change('SequentialRing', cleared);
		expect(ring.text).toContain('<location1><address>1</address></location1>');
		expect(ring.text).not.toContain('location2');
		const host = '<hostUserId>lobby@example.net</hostUserId>';
		const guest = await change('HotelingGuest', `<active>true</active>${host}`);
		expect(guest.text).toContain('<hostFirstName>lobby</hostFirstName><hostAssociationDateTime>');
		const left = await change('HotelingGuest', '<hostUserId xsi:nil="true"/>');
		expect(left.text).not.toContain('host');
	});

	test('a service taken away is told as unassigned and is 404', async () => {
		await alice.subscribe(ALICE, 'Do Not Disturb', { setId: 'set' });
		const service = { name: 'DoNotDisturb', assigned: false };
		await alice.control('POST', 'users/alice@example.net/services', service);
		const event = await channel.next('DoNotDisturbEvent', 2);
		expect(textAt(event.data, 'unassigned')).toBe('');
		expect((await alice.actions('GET', `${ALICE}/services/DoNotDisturb`)).status).toBe(404);
		const list = await alice.actions('GET', `${ALICE}/services`);
		expect(list.text).not.toContain('DoNotDisturb');
		expect(list.text).toContain('<uri>/v2.0/user/alice@example.net/services/CallCenter</uri>');
	});

	test('call logs, basic and enhanced', async () => {
		const missed = await alice.call('alice@example.net', '+15550100', 'Zoë Łęska');
		await alice.control('POST', `calls/${missed}/remoteHangup`, {});
		const answered = await alice.call('alice@example.net', '', '');
		await alice.control('POST', `calls/${answered}/answer`, {});
		await alice.control('POST', `calls/${answered}/hangup`, {});
		const logs = await alice.actions('GET', `${ALICE}/directories/CallLogs`);
		expect(logs.xml?.children.map((item) => item.name)).toEqual(['received', 'missed']);
		expect(logs.text).toContain('<name>Unavailable</name>');
		const bare = await alice.actions('GET', `${ALICE}/directories/CallLogs/Missed`);
		expect(bare.headers['content-type']).toBe('application/xml;charset=ISO-8859-1');
		expect(bare.text).toMatch(
			/^<\?xml version="1.0" encoding="ISO-8859-1"\?><missed><callLogsEntry><countryCode>1</,
		);
		expect(bare.text).toContain('&#321;&#281;ska');
		const path = `${ALICE}/directories/EnhancedCallLogs`;
		const enhanced = await alice.actions('GET', path);
		expect(enhanced.text).toContain(`<callId>${answered}</callId>`);
		expect(childText(enhanced.xml, 'numberOfRecords')).toBe('2');
		const only = async (query: string) =>
			childText((await alice.actions('GET', `${path}?${query}`)).xml, 'numberOfRecords');
		expect(await only('callLogType=missed')).toBe('1');
		expect(await only('results=1')).toBe('1');
		const later = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
		expect(await only(`startTime=${later}`)).toBe('0');
		expect(await only(`endTime=${later}`)).toBe('2');
		expect((await alice.actions('GET', `${path}?startTime=soon`)).status).toBe(400);
		expect((await alice.actions('DELETE', `${ALICE}/directories/CallLogs/Missed`)).status).toBe(
			200,
		);
		expect(await only('')).toBe('1');
	});

	test('without a licence the enhanced log is 404, whatever is asked of it', async () => {
		simulator.world.settings.enhancedCallLogs = false;
		const missed = await alice.call('alice@example.net', '+15550100', 'Zoë');
		await alice.control('POST', `calls/${missed}/remoteHangup`, {});
		for (const [method, path] of [
			['GET', ''],
			['DELETE', ''],
			['DELETE', '/Missed'],
			['DELETE', '/Missed/1:0'],
		]) {
			const answer = await alice.actions(method, `${ALICE}/directories/EnhancedCallLogs${path}`);
			expect(answer.status).toBe(404);
		}
		expect((await alice.actions('GET', `${ALICE}/directories/CallLogs`)).text).toContain('Zoë');
	});

	test('voice mail: list, get, mark, delete; every change tells the summary', async () => {
		await alice.subscribe(ALICE, 'Voice Mail Message Summary', { setId: 'set' });
		const empty = await channel.next('VoiceMailMessageSummaryEvent');
		expect(empty.text).toContain('<xsi:messageSummary/>');
		const leave = (urgent: boolean) =>
			alice.control('POST', 'users/alice@example.net/voicemail', {
				from: '+15550100',
				name: 'Jordan',
				duration: 9000,
				urgent,
			});
		await leave(false);
		await leave(true);
		const list = await alice.actions('GET', `${ALICE}/VoiceMessagingMessages`);
		const messages = [...list.text.matchAll(/<messageId>\/v2.0([^<]*)/g)].map((found) => found[1]);
		expect(messages[0]).toMatch(
			/^\/user\/alice@example.net\/voicemessagingmessages\/[0-9a-f-]{36}$/,
		);
		const message = await alice.actions('GET', messages[0]);
		expect(textAt(message.xml, 'messageInfo', 'urgent')).toBe('');
		const content = textAt(message.xml, 'messageMediaContent', 'content')!;
		expect(Buffer.from(content, 'base64').subarray(0, 4).toString()).toBe('RIFF');
		expect((await alice.actions('GET', `${messages[0]}/transcript`)).status).toBe(404);
		simulator.world.user('alice@example.net').messages[0].transcript = 'Please call back';
		const transcript = await alice.actions('GET', `${messages[0]}/transcript`);
		expect(textAt(transcript.xml, 'content')).toBe('Please call back');
		expect((await alice.actions('PUT', `${messages[0]}/MarkAsRead`)).status).toBe(200);
		expect((await alice.actions('DELETE', messages[1])).status).toBe(200);
		expect((await alice.actions('DELETE', messages[1])).status).toBe(404);
		const last = await channel.next('VoiceMailMessageSummaryEvent', 5);
		const summary = last.data?.children[0].children.map((item) => `${item.name} ${item.text}`);
		expect(summary).toEqual(['oldMessages 1', 'oldUrgentMessages 1']);
	});
});

import type { IDataObject } from 'n8n-workflow';

import activeCalls from '../../fixtures/active-calls.response.json';
import { operations } from '../../../../nodes/RingCentral/operations';
import { ALICE, BOB, CAROL, SALES } from '../../../simulators/ringCentral/testClient';
import { companyRulesAndGreetings, numbersAndInsights } from './companyCases';
import { NodeBench } from './nodeBench';

const OUTSIDE = '+14155550199';
const TEAM = '1002';
const DEVICE = { alice: '80000000101', bob: '80000000102', carol: '80000000103' };

const file = (text: string, fileName: string, mimeType: string) => ({
	bytes: Buffer.from(text),
	fileName,
	mimeType,
});

/** What has been sent is delivered after so long. */
const delivered = async () => await new Promise((resolve) => setTimeout(resolve, 150));

describe('what the node sends and understands', () => {
	let bench: NodeBench;
	beforeAll(async () => {
		bench = await NodeBench.start();
	});
	afterAll(async () => expect(await bench.stop()).toEqual([]));
	afterEach(() => bench.control.hangUpAll());

	const ringing = (to = 'alice', from = OUTSIDE) =>
		bench.control.place({ from, to }).telephonySessionId;
	const answered = (to = 'alice', from = OUTSIDE) => {
		const id = ringing(to, from);
		bench.control.answer(id);
		return id;
	};
	const call = async (name: string, parameters: IDataObject, as?: string) =>
		await bench.one('call', name, parameters, { as });

	test('a call that is there', async () => {
		const sessionId = ringing();
		expect(await call('get', { sessionId, output: 'raw' })).toMatchObject({ id: sessionId });
		expect(await call('get', { sessionId })).toMatchObject({ telephonySessionId: sessionId });
		for (const output of ['raw', 'connector', 'callRecord']) {
			expect(await bench.run('call', 'getActive', { output })).toHaveLength(1);
		}
		await call('answer', { sessionId, deviceId: DEVICE.alice });
		await call('hold', { sessionId });
		await call('unhold', { sessionId });
		await call('mute', { sessionId, muted: true });
		const { recordingId } = await call('startRecording', { sessionId });
		await call('pauseRecording', { sessionId, recordingId: recordingId as string });
		await call('resumeRecording', { sessionId, recordingId: recordingId as string });
		await call('flip', { sessionId, callFlipId: '3' });
		await call('drop', { sessionId });
	});

	test('a call that rings', async () => {
		await call('reject', { sessionId: ringing() });
		await call('reply', { sessionId: ringing(), replyType: 'text', text: 'Later' });
		const pattern = { pattern: 'WillCallYouBack', time: 5, timeUnit: 'Minute' };
		await call('reply', { sessionId: ringing(), replyType: 'pattern', ...pattern });
		for (const target of [
			{ target: 'phoneNumber', phoneNumber: OUTSIDE },
			{ target: 'extensionNumber', extensionNumber: '102' },
			{ target: 'extensionId', targetExtensionId: BOB },
			{ target: 'voicemail', targetExtensionId: BOB },
		]) {
			await call('forward', { sessionId: ringing(), ...target });
		}
		await call('toVoicemail', { sessionId: ringing(), mailboxId: ALICE });
		await call('ignore', { sessionId: ringing('Sales'), deviceId: DEVICE.alice });
	});

	test('a call that goes elsewhere', async () => {
		for (const target of [
			{ target: 'phoneNumber', phoneNumber: OUTSIDE },
			{ target: 'extensionNumber', extensionNumber: '102' },
			{ target: 'extensionId', targetExtensionId: BOB },
			{ target: 'voicemail', targetExtensionId: CAROL },
		]) {
			await call('transfer', { sessionId: answered(), ...target });
		}
		const first = answered();
		await call('hold', { sessionId: first });
		const second = answered('bob', 'alice');
		await call('warmTransfer', { sessionId: first, otherSessionId: second });
		const parked = answered();
		await call('park', { sessionId: parked });
		const partyId = bench.simulator.world.control.calls
			.find(parked)
			.parties.find(({ code }) => code === 'Parked')?.id;
		await call('pickUp', { sessionId: parked, partyId, deviceId: DEVICE.carol }, 'carol');
		await call('end', { sessionId: parked }, 'carol');
	});

	test('a call that is made', async () => {
		const made = await call('callOut', {
			deviceId: DEVICE.alice,
			target: 'phoneNumber',
			phoneNumber: OUTSIDE,
		});
		await call('end', { sessionId: made.telephonySessionId as string });
		const { telephonySessionId: conference } = await call('conference', {});
		await call('bringIn', { sessionId: conference as string, otherSessionId: answered() });
		const supervised = answered('bob');
		const options = { autoAnswer: true, mediaSDP: 'sendOnly' };
		const supervise = { sessionId: supervised, agentExtensionId: BOB, deviceId: DEVICE.alice };
		await call('supervise', { ...supervise, options });
		const ring = { fromNumber: '+16505550101', toNumber: OUTSIDE, callerId: '+16505550100' };
		const [{ id: ringOutId }] = await bench.run('ringOut', 'make', { ...ring, playPrompt: true });
		expect(await bench.one('ringOut', 'getStatus', { ringOutId })).toMatchObject({ id: ringOutId });
		await bench.one('ringOut', 'cancel', { ringOutId });
	});

	test('call logs and recordings', async () => {
		const sessionId = answered();
		await call('startRecording', { sessionId });
		expect(await bench.run('callLog', 'getActiveCalls', { logOf: 'company' })).toHaveLength(1);
		const active = { logOf: 'company', filters: { conferenceType: ['AudioConferencing'] } };
		await bench.run('callLog', 'getActiveCalls', active);
		bench.control.hangUpAll();
		await delivered();
		const filters = {
			direction: ['Inbound'],
			type: ['Voice'],
			recordingType: 'All',
			phoneNumber: OUTSIDE,
			dateFrom: '2026-01-01T00:00:00',
		};
		for (const logOf of ['user', 'company']) {
			const list = { logOf, view: 'Detailed', returnAll: true, output: 'raw' };
			const all = await bench.run('callLog', 'getMany', list);
			expect(all.length).toBeGreaterThan(5);
			const [one] = await bench.run('callLog', 'getMany', { ...list, filters });
			expect(one.telephonySessionId).toBe(sessionId);
			const { callLog } = bench.simulator.world;
			callLog.update(sessionId, (logged) => void (logged.metadataCategories = ['Notes']));
			const noted = { ...list, filters: { metadataCategory: 'Notes, Other' } };
			expect(await bench.run('callLog', 'getMany', noted)).toHaveLength(1);
			const get = { logOf, callRecordId: one.id, view: 'Detailed', output: 'callRecord' };
			await bench.one('callLog', 'get', get);
			await bench.one('callLog', 'get', { ...get, output: 'connector' });
			const { id: recordingId } = one.recording as IDataObject;
			const given = { recordingId, binaryProperty: 'data', fileName: `${logOf}.wav` };
			await bench.one('callLog', 'downloadRecording', given);
			const recording = bench.simulator.world.recordings.get(String(recordingId));
			expect(bench.stored.get(`${logOf}.wav`)).toEqual(Buffer.from(recording?.bytes ?? []));
			const full = await bench.one('callLog', 'sync', { logOf, view: 'Detailed' });
			const next = await bench.one('callLog', 'sync', { logOf, syncToken: full.syncToken });
			expect([full.syncType, next.syncType, next.records]).toEqual(['FSync', 'ISync', []]);
		}
	});

	test('team messaging, by the current and by the old paths', async () => {
		const on = async (name: string, given: IDataObject, files = {}) =>
			await bench.one('teamMessaging', name, given, { files });
		for (const options of [{}, { glipPaths: true }]) {
			const { id: postId } = await on('createPost', { chatId: TEAM, text: 'Hello', options });
			const post = { chatId: TEAM, postId, options };
			expect(await on('getPost', post)).toMatchObject({ text: 'Hello' });
			expect(await on('updatePost', { ...post, text: 'Bye' })).toMatchObject({ text: 'Bye' });
			const list = { chatId: TEAM, returnAll: true, options };
			expect(await bench.run('teamMessaging', 'getPosts', list)).not.toEqual([]);
			await on('deletePost', post);
			const types = ['Team', 'Direct'];
			expect(await bench.run('teamMessaging', 'getChats', { types, options })).toHaveLength(2);
			expect(await on('getChat', { chatId: TEAM, options })).toMatchObject({ id: TEAM });
			const members = `${BOB}, carol@example.com`;
			expect(await on('createConversation', { members, options })).toMatchObject({ type: 'Group' });
			expect(await on('getPerson', { personId: BOB, options })).toMatchObject({ id: BOB });
		}
		const files = { data: file('hello', 'note.txt', 'text/plain') };
		const upload = { binaryProperty: 'data', chatId: TEAM };
		const { contentUri } = await on('uploadFile', upload, files);
		await on('downloadFile', { contentUri, binaryProperty: 'data', fileName: 'note.txt' });
		expect(bench.stored.get('note.txt')?.toString()).toBe('hello');
	});

	test('cards, tasks, notes and teams', async () => {
		const on = async (name: string, given: IDataObject) =>
			await bench.one('teamMessaging', name, given);
		const facts = { values: [{ title: 'Number', value: OUTSIDE }] };
		const buttons = { values: [{ title: 'Open', url: 'https://crm.example/1' }] };
		const pop = { chatId: TEAM, cardTitle: 'Call', cardText: 'From outside', facts, buttons };
		const { id: cardId } = await on('createCard', pop);
		await on('updateCard', { cardId, cardFrom: 'json', card: '{"body": []}' });
		expect(await on('getCard', { cardId })).toMatchObject({ body: [] });
		await on('deleteCard', { cardId });
		const options = { dueDate: '2026-07-01T10:00:00', color: 'Red', section: 'Calls' };
		const task = { chatId: TEAM, subject: 'Call back', assignees: [BOB], options };
		const { id: taskId } = await on('createTask', task);
		await on('updateTask', { taskId, newSubject: 'Call back now', assignees: [CAROL] });
		await on('completeTask', { taskId });
		const filters = { assigneeId: [CAROL], creatorId: [ALICE], status: ['Completed'] };
		const period = { creationTimeFrom: '2026-01-01T00:00:00' };
		const list = { chatId: TEAM, returnAll: true, filters: { ...filters, ...period } };
		expect(await bench.run('teamMessaging', 'getTasks', list)).toHaveLength(1);
		expect(await on('getTask', { taskId })).toMatchObject({ subject: 'Call back now' });
		await on('deleteTask', { taskId });
		const note = { noteTitle: 'A call', noteBody: '<b>Good</b> news' };
		const { id: noteId } = await on('createNote', { chatId: TEAM, ...note, publish: false });
		await on('publishNote', { noteId });
		await on('updateNote', { noteId, ...note });
		expect(await on('getNote', { noteId })).toMatchObject({ body: '<b>Good</b> news' });
		expect(await bench.run('teamMessaging', 'getNotes', { chatId: TEAM })).toHaveLength(1);
		await on('deleteNote', { noteId });
		const made = { teamName: 'Deals', members: BOB, options: { public: true, description: 'x' } };
		const { id: teamId } = await on('createTeam', made);
		await on('updateTeam', { teamId, options: { name: 'Big deals', description: '' } });
		for (const name of ['addTeamMembers', 'removeTeamMembers']) {
			await on(name, { teamId, members: 'carol@example.com' });
		}
		await bench.run('teamMessaging', 'joinTeam', { teamId }, { as: 'carol' });
		await bench.run('teamMessaging', 'leaveTeam', { teamId }, { as: 'carol' });
		for (const name of ['archiveTeam', 'unarchiveTeam', 'deleteTeam']) await on(name, { teamId });
		expect(bench.simulator.world.chats.chats.has(String(teamId))).toBe(false);
		const mention = { chatId: TEAM, text: 'please', options: { mentions: [BOB] } };
		expect(await on('createPost', mention)).toMatchObject({ mentions: [{ id: BOB }] });
	});

	test('contacts and blocked callers', async () => {
		const on = async (name: string, given: IDataObject) => await bench.one('contact', name, given);
		const contact = {
			firstName: 'Dora',
			lastName: 'Dean',
			company: 'Example',
			businessPhone: OUTSIDE,
			email: 'dora@example.com',
			birthday: '1990-01-01T00:00:00',
			homeAddress: { address: { city: 'Belmont', street: '' } },
		};
		const { id: contactId } = await on('create', { contact });
		await on('update', { contactId, contact: { jobTitle: 'Buyer' } });
		expect(await on('get', { contactId })).toMatchObject({ lastName: 'Dean', jobTitle: 'Buyer' });
		expect(await on('findByNumber', { phoneNumbers: OUTSIDE })).toMatchObject({ id: contactId });
		const filters = { startsWith: 'do', sortBy: 'Company' };
		expect(await on('getMany', { returnAll: true, filters })).toMatchObject({ id: contactId });
		expect(await on('delete', { contactId })).toEqual({ deleted: true, id: contactId });
		const block = async (name: string, given: IDataObject) =>
			await bench.one('callerBlocking', name, given);
		const number = { phoneNumber: OUTSIDE, label: 'Robot', status: 'Blocked' };
		const { id: numberId } = await block('addNumber', number);
		await block('getNumbers', { status: 'Blocked' });
		await block('updateNumber', { numberId, status: 'Allowed', label: 'Friend' });
		expect(await block('getNumbers', { status: 'Allowed' })).toMatchObject({ label: 'Friend' });
		await block('removeNumber', { numberId });
		await block('setSettings', { mode: 'All', noCallerId: 'BlockFaxes', payPhones: '' });
		expect(await block('getSettings', {})).toMatchObject({ mode: 'All', payPhones: 'Allow' });
		await block('setSettings', { mode: 'Specific' });
	});

	test('rules and hours', async () => {
		const on = async (name: string, given: IDataObject) =>
			await bench.one('answeringRule', name, given);
		const holiday = { rangeFrom: '2026-12-31T17:00:00', rangeTo: '2027-01-02T08:00:00' };
		const forward = { callHandlingAction: 'UnconditionalForwarding', forwardTo: OUTSIDE };
		const made = { extensionId: SALES, ruleName: 'New Year', ...forward, options: holiday };
		const { id: ruleId } = await on('create', made);
		const rule = { extensionId: SALES, ruleId };
		const transfer = { callHandlingAction: 'TransferToExtension', transferTo: BOB };
		const options = { callers: OUTSIDE, members: '{"screening": "Always"}' };
		await on('update', { ...rule, newName: 'Holiday', ...transfer, options });
		await on('update', { ...rule, ...forward });
		await on('get', rule);
		expect(await on('setEnabled', { ...rule, enabled: false })).toMatchObject({ enabled: false });
		const list = { extensionId: SALES, returnAll: true };
		expect(await bench.run('answeringRule', 'getMany', list)).toHaveLength(3);
		const filters = { enabledOnly: true, type: ['Custom', 'AfterHours'] };
		expect(await on('getMany', { ...list, filters })).toMatchObject({ id: 'after-hours-rule' });
		await on('delete', rule);
		const company = { rulesOf: 'company', ruleId: 'after-hours-rule' };
		await on('setEnabled', { ...company, enabled: true });
		expect(await bench.run('answeringRule', 'getMany', company)).toHaveLength(2);
		const hours = { values: [{ days: ['monday', 'friday'], from: '9:00', to: '18:00' }] };
		for (const owner of [{ extensionId: SALES }, { rulesOf: 'company' }]) {
			await bench.one('businessHours', 'set', { ...owner, hours });
			expect(await bench.one('businessHours', 'get', owner)).toMatchObject({
				schedule: { weeklyRanges: { friday: [{ from: '09:00', to: '18:00' }] } },
			});
			await bench.one('businessHours', 'set', { ...owner, open: 'always' });
		}
		await bench.one('businessHours', 'setForwardAll', { enabled: true });
		expect(await bench.one('businessHours', 'getForwardAll', {})).toMatchObject({ enabled: true });
	});

	test('rules of the company, and greetings', async () => await companyRulesAndGreetings(bench));

	test('numbers, insights and files of the call log', async () => {
		const sessionId = answered();
		await call('startRecording', { sessionId });
		bench.control.hangUpAll();
		await delivered();
		await numbersAndInsights(bench, sessionId);
	});

	test('calls with messages', async () => {
		bench.control.post({ from: 'bob', text: 'Called back' });
		const period = { dateFrom: '2026-01-01T00:00:00', dateTo: '', logOf: 'company' };
		for (const given of [{ persons: 'lookUp' }, { itemPer: 'call' }, { persons: 'none' }]) {
			const items = await bench.run('callsWithMessages', 'getMany', { ...period, ...given });
			expect(items).not.toEqual([]);
		}
	});

	test('messages', async () => {
		const on = async (name: string, given: IDataObject, files = {}) =>
			await bench.one('message', name, given, { files });
		const from = '+16505550101';
		const sms = await on('sendSms', { from, to: '+16505550102, +16505550103', text: 'Hello' });
		expect(sms).toMatchObject({ type: 'SMS', direction: 'Outbound' });
		const pictures = { data: file('PNG', 'a.png', 'image/png') };
		await on('sendSms', { from, to: '+16505550102', text: '', binaryProperties: 'data' }, pictures);
		const pages = { data: file('%PDF', 'a.pdf', 'application/pdf') };
		const options = { faxResolution: 'Low', coverIndex: 1, coverPageText: 'For you' };
		const fax = await on(
			'sendFax',
			{ to: '+16505550102', binaryProperties: 'data', options },
			pages,
		);
		expect(fax).toMatchObject({ type: 'Fax', faxResolution: 'Low' });
		await delivered();
		const filters = { messageType: ['SMS', 'Fax'], direction: ['Inbound'], readStatus: ['Unread'] };
		const mine = { extensionId: BOB, returnAll: true, filters };
		const ids = (await bench.run('message', 'getMany', mine)).map(({ id }) => String(id));
		expect(ids).toHaveLength(3);
		const [messageId] = ids;
		expect(await on('get', { extensionId: BOB, messageId })).toMatchObject({ id: messageId });
		const download = { extensionId: BOB, attachment: 'main', binaryProperty: 'data' };
		await on('downloadAttachment', { ...download, messageId });
		const voicemail = { extensionId: BOB, messageId: bench.control.leaveVoicemail(ringing('bob')) };
		await delivered();
		await on('get', voicemail);
		await on('downloadAttachment', { ...download, ...voicemail });
		for (const name of ['markRead', 'markUnread']) {
			await on(name, { extensionId: BOB, messageIds: voicemail.messageId });
		}
		await bench.run('message', 'getMany', { extensionId: BOB, returnAll: true });
		const sales = bench.simulator.world.people.get(SALES);
		bench.simulator.world.messages.voicemail({ to: sales, from: { phoneNumber: OUTSIDE } });
		for (const owner of [{ owner: 'Shared' }, { ownerIds: [SALES, BOB] }]) {
			const shared = { ...owner, ownerExtensionType: ['Department'] };
			expect(
				await bench.run('message', 'getMany', { extensionId: BOB, filters: shared }),
			).toMatchObject([{ owner: { extensionId: SALES, extensionType: 'Department' } }]);
		}
		for (const name of ['markRead', 'markUnread', 'delete']) {
			await bench.run('message', name, { extensionId: BOB, messageIds: messageId });
			await bench.run('message', name, { extensionId: BOB, messageIds: ids.slice(1).join(',') });
		}
	});

	test('presence and queues', async () => {
		await bench.one('presence', 'get', { detailed: true, sipData: true });
		const changes = { dndStatus: 'DoNotAcceptDepartmentCalls', userStatus: 'Busy', message: '' };
		expect(await bench.one('presence', 'set', { changes })).toMatchObject({ userStatus: 'Busy' });
		await bench.one('presence', 'set', { changes: { message: 'At lunch' } });
		await bench.one('presence', 'get', { detailed: true });
		const pair = { dndStatusPersonal: 'TakeAllCalls', acceptCallQueueCalls: true };
		await bench.one('presence', 'set', { changes: pair });
		expect(await bench.run('presence', 'getCompany', { returnAll: true })).toHaveLength(3);
		const on = async (name: string, given: IDataObject) => await bench.run('queue', name, given);
		expect(await on('getMany', { memberExtensionId: BOB })).toHaveLength(1);
		await on('get', { queueId: SALES });
		const settings = { alertTimer: 30, slaGoal: 90, emergency: false, name: 'Sales' };
		expect(await on('setSettings', { queueId: SALES, settings })).toMatchObject([
			{ alertTimer: 30, serviceLevelSettings: { slaGoal: 90, slaThresholdSeconds: 30 } },
		]);
		expect(await on('getMembers', { queueId: SALES, returnAll: true })).toHaveLength(2);
		await on('setMembers', { queueId: SALES, add: [CAROL], remove: [BOB] });
		await on('setMemberPresence', { queueId: SALES, members: [CAROL], accept: false });
		await on('getMemberPresence', { queueId: SALES });
		await on('setUserPresence', { extensionId: ALICE, queues: [SALES], accept: false });
		await on('getUserPresence', { extensionId: ALICE });
		expect(bench.simulator.world.queues.ready(SALES)).toEqual([]);
	});

	test('extensions and raw requests', async () => {
		const on = async (name: string, given: IDataObject) =>
			await bench.run('extension', name, given);
		const filters = { type: ['User'], status: ['Enabled'] };
		expect(await on('getMany', { returnAll: true, filters })).toHaveLength(3);
		await on('get', { extensionId: BOB });
		const search = { searchString: 'bro', searchFields: ['lastName'] };
		expect(await on('search', search)).toMatchObject([{ id: BOB }]);
		await on('checkPermissions', { permissions: ['CallControl'] });
		const query = '{"type": ["User", "Department"]}';
		const path = '/restapi/v1.0/account/~/extension';
		expect(await bench.one('rawRequest', 'send', { method: 'GET', path, query })).toMatchObject({
			statusCode: 200,
		});
	});

	test('every operation has been run, and gave what its sample says', () => {
		// The simulator says no result of a call in progress; the vendor's own example does.
		bench.given.add({ resource: 'callLog', operation: 'getActiveCalls' }, activeCalls.records);
		expect(bench.given.missing('RingCentral', operations)).toEqual([]);
	});
});

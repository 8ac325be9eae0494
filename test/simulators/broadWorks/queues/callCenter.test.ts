import { manualClock, type ManualClock } from '../../shared/clock';
import { startXsiSimulator, type XsiSimulator } from '../index';
import { seen, type TestChannel, TestClient, textAt } from '../testClient';
import { childText } from '../xml/xml';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const QUEUE = 'queue@example.net';

describe('the call center', () => {
	let simulator: XsiSimulator;
	let clock: ManualClock;
	let admin: TestClient;
	let channel: TestChannel;

	beforeEach(async () => {
		clock = manualClock();
		simulator = await startXsiSimulator({ clock, eventTimeout: 3_600_000, wrapUp: 5000 });
		admin = new TestClient(simulator);
		channel = await admin.channel('set');
		for (const name of ['Call Center Queue', 'Call Center Agent', 'Call Center Monitoring']) {
			await admin.subscribe('/enterprise/demo/group/sales', name, { setId: 'set' });
		}
	});
	afterEach(async () => {
		await simulator.close();
		expect(seen.problems).toEqual([]);
	});

	const callsOf = (name: string) => simulator.world.callsOf(`${name}@example.net`);
	const agent = (name: string, state: string, unavailableCode?: string) =>
		admin.control('POST', `agents/${name}@example.net/state`, { state, unavailableCode });
	const queueTypes = () => channel.types().filter((type) => type.startsWith('ACDCall'));
	const act = (callId: string, action: string) =>
		admin.control('POST', `calls/${callId}/${action}`, {});
	const put = async (name: string, inside: string) => {
		const path = `/user/${name}@example.net/services/CallCenter`;
		const body = `<CallCenter ${NAMESPACE}>${inside}</CallCenter>`;
		return (await admin.actions('PUT', path, body)).status;
	};

	test('a call waits, is offered to a free agent, answered, released; the agent wraps up', async () => {
		const entry = await admin.call(QUEUE);
		expect(callsOf('bob')).toEqual([]);
		clock.advance(3000);
		await agent('bob', 'Available');
		const [call] = callsOf('bob');
		expect(call.state).toBe('Alerting');
		const offered = await channel.next('ACDCallOfferedToAgentEvent');
		expect(offered.targetId).toBe(QUEUE);
		expect(textAt(offered.data, 'queueEntry', 'callId')).toBe(entry);
		expect(textAt(offered.data, 'queueEntry', 'answeringCallId')).toBe(call.callId);
		const detail = await admin.actions('GET', `/user/bob@example.net/calls/${call.callId}`);
		expect(textAt(detail.xml, 'acdCallInfo', 'waitTime')).toBe('3');
		expect(textAt(detail.xml, 'extTrackingId')).toBe(
			textAt(offered.data, 'queueEntry', 'extTrackingId'),
		);
		await act(call.callId, 'answer');
		expect(simulator.world.queue(QUEUE).entries).toEqual([]);
		clock.advance(10_000);
		await act(call.callId, 'hangup');
		await channel.next('ACDCallReleasedEvent');
		expect(queueTypes()).toEqual([
			'ACDCallAddedEvent',
			'ACDCallOfferedToAgentEvent',
			'ACDCallAnsweredByAgentEvent',
			'ACDCallReleasedEvent',
		]);
		const wrapUp = await channel.next('AgentStateEvent', 2);
		expect(textAt(wrapUp.data, 'agentStateInfo', 'state')).toBe('Wrap-Up');
		expect(textAt(wrapUp.data, 'agentStateInfo', 'wrapUpCallId')).toBe(call.callId);
		clock.advance(5000);
		const back = await channel.next('AgentStateEvent', 3);
		expect(textAt(back.data, 'agentStateInfo', 'state')).toBe('Available');
		expect(textAt(back.data, 'agentStateInfo', 'averageWrapUpTime', 'value')).toBe('5');
		expect(textAt(back.data, 'agentStateInfo', 'totalAvailableTime')).toBe('10');
	});

	test('an unanswered offer bounces to the next agent; too many make an agent unavailable', async () => {
		await agent('alice', 'Available');
		clock.advance(1);
		await agent('bob', 'Available');
		expect(
			await put(
				'alice',
				'<forceAgentUnavailableOnBouncedCallLimit>true</forceAgentUnavailableOnBouncedCallLimit><numberConsecutiveBouncedCallsToForceAgentUnavailable>1</numberConsecutiveBouncedCallsToForceAgentUnavailable>',
			),
		).toBe(200);
		await admin.call(QUEUE);
		expect(callsOf('alice')).toHaveLength(1);
		clock.advance(17_999);
		expect(callsOf('bob')).toHaveLength(0);
		clock.advance(1);
		expect(callsOf('alice')).toHaveLength(0);
		expect(callsOf('bob')).toHaveLength(1);
		const bounced = await channel.next('ACDCallBouncedEvent');
		expect(textAt(bounced.data, 'queueEntry', 'bounced')).toBe('');
		expect(textAt(bounced.data, 'position')).toBe('1');
		expect(simulator.world.user('alice@example.net').agent).toMatchObject({
			state: 'Unavailable',
			unavailableCode: '4',
		});
		await act(callsOf('bob')[0].callId, 'decline');
		expect((await channel.next('ACDCallBouncedEvent', 2)).type).toBe('ACDCallBouncedEvent');
	});

	test('the caller gives up: abandoned, and the ringing stops', async () => {
		await agent('alice', 'Available');
		const entry = await admin.call(QUEUE);
		await act(entry, 'remoteHangup');
		await channel.next('ACDCallAbandonedEvent');
		expect(callsOf('alice')).toEqual([]);
		await admin.control('POST', 'users/bob@example.net/dial', { to: QUEUE });
		const [own] = callsOf('bob');
		await act(own.callId, 'hangup');
		await channel.next('ACDCallAbandonedEvent', 2);
		expect(simulator.world.queue(QUEUE).entries).toEqual([]);
	});

	test('a caller of the house is connected to the agent', async () => {
		await agent('alice', 'Available');
		await admin.control('POST', 'users/bob@example.net/dial', { to: '1080' });
		await act(callsOf('alice')[0].callId, 'answer');
		expect(callsOf('bob')).toMatchObject([{ state: 'Active', peerId: callsOf('alice')[0].callId }]);
		await act(callsOf('bob')[0].callId, 'hangup');
		expect(callsOf('alice')).toEqual([]);
	});

	test('overflow by time and by size', async () => {
		const settings = { overflowAfter: 20_000, overflowTo: '1003', length: 1 };
		await admin.control('POST', `queues/${QUEUE}/settings`, settings);
		await admin.call(QUEUE);
		await admin.call(QUEUE);
		const size = await channel.next('ACDCallOverflowedEvent');
		expect(textAt(size.data, 'overflowReason')).toBe('size');
		clock.advance(20_000);
		const time = await channel.next('ACDCallOverflowedEvent', 2);
		expect(textAt(time.data, 'overflowReason')).toBe('time');
		expect(callsOf('carol')).toHaveLength(2);
	});

	test('agents: codes, sign-out, joining', async () => {
		expect(await put('alice', '<agentACDState>Resting</agentACDState>')).toBe(400);
		expect(
			await put(
				'alice',
				'<agentACDState>Available</agentACDState><agentUnavailableCode>1</agentUnavailableCode>',
			),
		).toBe(400);
		expect(
			await put(
				'alice',
				'<agentUnavailableCode>1</agentUnavailableCode><agentACDState>Unavailable</agentACDState>',
			),
		).toBe(400);
		expect(
			await put(
				'alice',
				'<agentACDState>Unavailable</agentACDState><agentUnavailableCode>99</agentUnavailableCode>',
			),
		).toBe(400);
		expect(
			await put(
				'alice',
				'<agentACDState>Unavailable</agentACDState><agentUnavailableCode>1</agentUnavailableCode>',
			),
		).toBe(200);
		const event = await channel.next('AgentStateEvent');
		expect(textAt(event.data, 'agentStateInfo', 'unavailableCode')).toBe('1');
		await admin.call(QUEUE);
		const path = '/user/alice@example.net/services/CallCenter?validateSignOut=true';
		const signOut = `<CallCenter ${NAMESPACE}><agentACDState>Sign-Out</agentACDState></CallCenter>`;
		expect((await admin.actions('PUT', path, signOut)).status).toBe(409);
		const join = (available: boolean) =>
			`<callCenterList><callCenterDetails><serviceUserId>${QUEUE}</serviceUserId><available>${available}</available></callCenterDetails></callCenterList>`;
		expect(await put('alice', join(false))).toBe(200);
		await channel.next('ACDAgentJoinUpdateEvent');
		await agent('alice', 'Available');
		expect(callsOf('alice')).toEqual([]);
		expect(await put('alice', join(true))).toBe(200);
		expect(callsOf('alice')).toHaveLength(1);
	});

	test('supervision of the queue: promote, reorder, transfer, end', async () => {
		const entries = [await admin.call(QUEUE), await admin.call(QUEUE), await admin.call(QUEUE)];
		const path = (index: number, verb: string) =>
			`/callcenter/${QUEUE}/calls/${entries[index]}${verb}`;
		const promote = `<ACDPromote ${NAMESPACE}><priority>0-Highest</priority></ACDPromote>`;
		const order = () =>
			simulator.world.queue(QUEUE).entries.map((item) => entries.indexOf(item.callId));
		expect((await admin.actions('PUT', path(1, '/Reorder?index=0'))).status).toBe(409);
		const answer = await admin.actions('PUT', path(2, '/Promote'), promote);
		expect(childText(answer.xml, 'position')).toBe('1');
		await admin.actions('PUT', path(1, '/Promote'), promote);
		expect(order()).toEqual([2, 1, 0]);
		expect((await admin.actions('PUT', path(1, '/Reorder?index=0'))).status).toBe(200);
		expect(order()).toEqual([1, 2, 0]);
		expect((await admin.actions('PUT', path(0, '/BlindTransfer?address=1003'))).status).toBe(400);
		expect((await admin.actions('PUT', path(0, '/BlindTransfer?phoneno=1003'))).status).toBe(200);
		expect(callsOf('carol')).toHaveLength(1);
		expect((await admin.actions('DELETE', path(2, ''))).status).toBe(200);
		expect(order()).toEqual([1]);
		const stranger = new TestClient(simulator, 'queue@example.net');
		expect((await stranger.actions('GET', `/callcenter/${QUEUE}/calls`)).status).toBe(200);
		expect((await admin.actions('GET', '/callcenter/none/calls')).status).toBe(404);
	});

	test('monitoring: throttled, repeated while calls wait, severity past a threshold', async () => {
		await admin.call(QUEUE);
		await admin.call(QUEUE);
		await channel.next('CallCenterMonitoringEvent');
		expect(channel.of('CallCenterMonitoringEvent')).toHaveLength(1);
		clock.advance(1000);
		const second = await channel.next('CallCenterMonitoringEvent', 2);
		const at = (name: string) => textAt(second.data, 'monitoringStatus', name, 'value');
		expect(at('numCallsInQueue')).toBe('2');
		expect(at('longestWaitTime')).toBe('1000');
		expect(at('expectedWaitTime')).toBeUndefined();
		const count = channel.of('CallCenterMonitoringEvent').length;
		clock.advance(35_000);
		const repeated = Math.floor(35_000 / 5000);
		const last = await channel.next('CallCenterMonitoringEvent', count + repeated);
		const wait = last.data?.children[0].children.find((item) => item.name === 'longestWaitTime');
		expect(childText(wait, 'severity')).toBe('1');
		expect(childText(wait, 'threshold')).toBe('30000');
	});

	test('codes, numbers, and who may change what', async () => {
		const profile = `/callcenter/${QUEUE}/profile`;
		const codes = await admin.actions('GET', `${profile}/dispositioncodes`);
		const [first] = codes.xml!.children.find(({ name }) => name === 'dispositionCodes')!.children;
		expect([childText(first, 'code'), first.attributes.isDefault]).toEqual(['01', 'true']);
		const dnis = await admin.actions('GET', `${profile}/dnis/Sales`);
		expect(textAt(dnis.xml, 'extension')).toBe('1081');
		expect((await admin.actions('GET', `${profile}/dnis/Nobody`)).status).toBe(404);
		const night = (inside: string) => `<ACDNightService ${NAMESPACE}>${inside}</ACDNightService>`;
		const path = `${profile}/policies/NightService`;
		const force = night('<forceNightService>true</forceNightService>');
		const bob = new TestClient(simulator, 'bob@example.net');
		expect((await bob.actions('GET', path)).status).toBe(200);
		expect((await bob.actions('PUT', path, force)).status).toBe(403);
		const alice = new TestClient(simulator, 'alice@example.net');
		expect((await alice.actions('PUT', path, force)).status).toBe(200);
		const transfer = night('<action>Transfer</action>');
		expect((await alice.actions('PUT', path, transfer)).status).toBe(400);
		expect(simulator.world.queue(QUEUE).nightService).toMatchObject({ action: 'None' });
	});

	test('a call that bounced cannot be promoted; a disposition code must exist', async () => {
		await agent('bob', 'Available');
		const entry = await admin.call(QUEUE);
		clock.advance(18_000);
		const promote = `<ACDPromote ${NAMESPACE}><priority>1-High</priority></ACDPromote>`;
		const path = `/callcenter/${QUEUE}/calls/${entry}/Promote`;
		expect((await admin.actions('PUT', path, promote)).status).toBe(409);
		const [call] = callsOf('bob');
		await act(call.callId, 'answer');
		const code = `/user/bob@example.net/calls/${call.callId}/DispositionCode`;
		expect((await admin.actions('PUT', `${code}/77`)).status).toBe(404);
		expect((await admin.actions('PUT', `${code}/02`)).status).toBe(200);
		expect(simulator.world.state.calls.get(call.callId)?.dispositionCode).toBe('02');
	});
});

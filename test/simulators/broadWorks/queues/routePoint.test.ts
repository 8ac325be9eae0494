import { manualClock } from '../../shared/clock';
import { startXsiSimulator, type XsiSimulator } from '../index';
import { seen, TestClient, textAt } from '../testClient';
import { childText } from '../xml/xml';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const POINT = '/routepoint/routepoint@example.net';

describe('a route point', () => {
	let simulator: XsiSimulator;
	let admin: TestClient;

	beforeEach(async () => {
		simulator = await startXsiSimulator({ clock: manualClock() });
		admin = new TestClient(simulator);
	});
	afterEach(async () => {
		await simulator.close();
		expect(seen.problems).toEqual([]);
	});

	const status = async (method: string, path: string, body?: string) =>
		(await admin.actions(method, `${POINT}${path}`, body)).status;
	const point = () => simulator.world.state.routePoints.get('routepoint@example.net')!;
	const bobs = () => simulator.world.callsOf('bob@example.net');
	const waiting = async () => {
		const callId = await admin.call('1085');
		expect(await status('PUT', `/calls/${callId}/admit`)).toBe(200);
		return callId;
	};

	test('calls are admitted or rejected once, then they wait', async () => {
		const callId = await admin.call('1085');
		const list = await admin.actions('GET', `${POINT}/calls`);
		expect(list.xml!.children).toEqual([]);
		expect(await status('PUT', `/calls/${callId}/Fail`)).toBe(409);
		expect(await status('PUT', `/calls/${callId}/Admit`)).toBe(200);
		expect(await status('PUT', `/calls/${callId}/Admit`)).toBe(409);
		expect(await status('PUT', `/calls/${callId}/Reject`)).toBe(409);
		const now = await admin.actions('GET', `${POINT}/calls`);
		expect(textAt(now.xml, 'queueEntries', 'queueEntry', 'callId')).toBe(callId);
		const other = await admin.call('1085');
		expect(await status('PUT', `/calls/${other}/Reject`)).toBe(200);
		expect(await status('DELETE', `/calls/${callId}`)).toBe(200);
		expect(await status('DELETE', `/calls/${callId}`)).toBe(404);
		expect(point().calls).toEqual([]);
	});

	test('a call goes to an agent and comes back', async () => {
		const callId = await waiting();
		const body = (agent: string) =>
			`<RoutePointDistribute ${NAMESPACE}><agentId>${agent}</agentId></RoutePointDistribute>`;
		const path = `/calls/${callId}`;
		expect(await status('PUT', `${path}/Distribute`)).toBe(400);
		expect(await status('PUT', `${path}/Distribute`, body('nobody@a'))).toBe(404);
		expect(await status('PUT', `${path}/Bounce`)).toBe(409);
		expect(await status('PUT', `${path}/Distribute`, body('bob@example.net'))).toBe(200);
		expect(await status('PUT', `${path}/Distribute`, body('bob@example.net'))).toBe(409);
		expect(bobs()).toMatchObject([{ state: 'Alerting' }]);
		expect(await status('PUT', `${path}/Bounce`)).toBe(200);
		expect(bobs()).toEqual([]);
		expect(point().calls).toMatchObject([{ bounced: true }]);
		expect(await status('PUT', `${path}/BlindTransfer`)).toBe(400);
		expect(await status('PUT', `${path}/BlindTransfer?address=1002`)).toBe(200);
		expect(bobs()).toMatchObject([{ state: 'Alerting' }]);
	});

	test('what is played has an id, by which it changes', async () => {
		const callId = await waiting();
		const busy = (more: string) =>
			`<RoutePointPlayBusy ${NAMESPACE}><busyPattern>Normal</busyPattern>${more}</RoutePointPlayBusy>`;
		const path = `${POINT}/calls/${callId}/PlayBusy`;
		const answer = await admin.actions('PUT', path, busy(''));
		const id = childText(answer.xml!, 'playCollectId');
		const again = await admin.actions('PUT', path, busy(`<playCollectId>${id}</playCollectId>`));
		expect(childText(again.xml!, 'playCollectId')).toBe(id);
		expect(
			(await admin.actions('PUT', path, busy('<playCollectId>x</playCollectId>'))).status,
		).toBe(409);
		const uris = '<uri>http://a</uri>'.repeat(5);
		const treatment = `<RoutePointPlayTreatment ${NAMESPACE}><audioUrlList>${uris}</audioUrlList></RoutePointPlayTreatment>`;
		expect(await status('PUT', `/calls/${callId}/PlayTreatment`, treatment)).toBe(400);
		const list = await admin.actions('GET', `${POINT}/calls`);
		expect(textAt(list.xml, 'queueEntries', 'queueEntry', 'playCollectInfo')).toBeDefined();
	});

	test('its state, calls of its own, scripts, failures', async () => {
		const state = (text: string) => `<RoutePointState ${NAMESPACE}>${text}</RoutePointState>`;
		expect((await admin.actions('GET', `${POINT}/profile/State`)).xml?.text).toBe('Normal');
		expect(await status('PUT', '/profile/State', state('Broken'))).toBe(400);
		expect(await status('PUT', '/profile/State', state('Failed'))).toBe(200);
		expect(point().state).toBe('Failed');
		const dial = (address: string) =>
			`<RoutePointOutgoingDial ${NAMESPACE}><address>${address}</address></RoutePointOutgoingDial>`;
		expect(await status('POST', '/calls/new', dial('1002'))).toBe(400);
		const answer = await admin.actions('POST', `${POINT}/calls/new`, dial('+15550177'));
		expect(answer.status).toBe(201);
		const own = childText(answer.xml!, 'callId');
		expect(await status('PUT', `/calls/${own}/Fail`)).toBe(200);
		const script = `<RoutePointConnectToVoiceXML ${NAMESPACE}><voicexmlId>v@a</voicexmlId><scriptUrl>http://a</scriptUrl></RoutePointConnectToVoiceXML>`;
		expect(await status('PUT', `/calls/${await waiting()}/ConnectToVoiceXML`, script)).toBe(200);
		expect(point()).toMatchObject({ failed: [own], scripts: ['http://a'], calls: [] });
	});

	test('only agents and administrators of an existing one', async () => {
		expect((await admin.actions('GET', '/routepoint/other@a/calls')).status).toBe(404);
		const bob = new TestClient(simulator, 'bob@example.net');
		expect((await bob.actions('GET', `${POINT}/calls`)).status).toBe(200);
		simulator.world.user('bob@example.net').agent = undefined;
		expect((await bob.actions('GET', `${POINT}/calls`)).status).toBe(403);
	});
});

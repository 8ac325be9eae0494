import {
	agentQueues,
	dispositionCodes,
	supervisedAgents,
	supervisorsOf,
	userQueues,
} from '../../../../nodes/BroadWorks/client/calls/callCenters';
import { fixture } from '../../../support/fixtures';
import { ACTIONS, fakeConnection, telephonyError } from '../support/xsi';

const ALICE = 'alice@example.net';
const USER = `${ACTIONS}/v2.0/user/${ALICE}`;
const QUEUE = 'ccdemo@example.net';

const answering = (path: RegExp, body: string) => {
	const connection = fakeConnection();
	connection.http.on('GET', path, { body });
	return connection;
};
const composed = (name: string) => fixture(`composed/${name}.xml`);

describe('who and what belongs to a queue', () => {
	it('lists the queues of a user in either role, each once', async () => {
		const connection = answering(/CallCenters/, composed('directory-callcenters'));
		expect(await userQueues(connection, ALICE)).toEqual([{ callCenterId: QUEUE, waiting: 1 }]);
		expect(connection.http.lines()).toEqual([
			`GET ${USER}/directories/CallCenters?user=Supervisor`,
			`GET ${USER}/directories/CallCenters?user=Agent`,
		]);
	});

	it('leaves out how many wait where the server does not tell', async () => {
		const body = `<CallCenters xmlns="http://schema.broadsoft.com/xsi"><callCenter><serviceUserID>${QUEUE}</serviceUserID></callCenter></CallCenters>`;
		expect(await userQueues(answering(/./, body), ALICE)).toEqual([{ callCenterId: QUEUE }]);
	});

	it('lists agents and supervisors, though the directories differ in their wrapping', async () => {
		const agents = answering(/Agents/, composed('directory-agents'));
		expect(await supervisedAgents(agents, ALICE)).toMatchObject([
			{ callCenterId: QUEUE, userId: ALICE, extension: '2001' },
			{ callCenterId: QUEUE, userId: 'bob@example.net' },
		]);
		const supervisors = answering(/Supervisors/, composed('directory-supervisors'));
		expect(await supervisorsOf(supervisors, ALICE)).toMatchObject([
			{ callCenterId: QUEUE, userId: 'sue@example.net', lastName: 'Visor' },
		]);
		expect(supervisors.http.lines()).toEqual([`GET ${USER}/directories/Supervisors`]);
	});

	it('lists the queues an agent is assigned to, with whether the agent has joined', async () => {
		const connection = answering(/services\/CallCenter$/, composed('callcenter-agent'));
		expect(await agentQueues(connection, ALICE)).toEqual([
			{ callCenterId: QUEUE, phone: '2900', joined: true },
		]);
	});

	it('lists disposition codes; none is an empty list, and a refusal an error', async () => {
		const detail =
			'<dispositionCodeDetail isDefault="true"><code>01</code><level>Queue</level></dispositionCodeDetail>';
		const body = (inside: string) =>
			`<ACDCallDispostionCodes xmlns="http://schema.broadsoft.com/xsi"><dispositionCodes>${inside}</dispositionCodes></ACDCallDispostionCodes>`;
		expect(await dispositionCodes(answering(/./, body(detail)), QUEUE)).toEqual([
			{ code: '01', description: '', level: 'Queue', isDefault: true },
		]);
		expect(await dispositionCodes(answering(/./, body('')), QUEUE)).toEqual([]);
		const refusing = fakeConnection();
		refusing.http.on('GET', /./, { status: 403 });
		await telephonyError(dispositionCodes(refusing, QUEUE), 'forbidden');
	});
});

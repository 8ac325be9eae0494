import axios from 'axios';

import { Simulator } from '../simulator';
import { executed, rowOf, rowsOf, say, succeeds } from './outcome';
import { demoPort } from './ports';
import type { Finding, Stage, TelephoneSystem } from './system';

const caller = { from: '+15550100', name: 'Jordan Smith' };
const alice = 'alice@example.net';
const agent = 'bob@example.net';
const lastInLine = { from: '+15550177', name: 'Robin Field' };

/** s a queue call rings at an agent: less than the 15 after which a workflow moves it to voicemail. */
const bounceAfter = 10;

/** BroadWorks: calls are noted, moved to voicemail, and a bouncing agent is set to unavailable. */
export async function startSystem(): Promise<TelephoneSystem> {
	const simulator = await Simulator.start({
		port: await demoPort(1),
		bounceAfter: bounceAfter * 1000,
		// Whoever adds a first node wants a telephone, and the templates the events of everybody.
		administrators: [{ userId: alice, level: 'serviceProvider' }],
	});
	const page = simulator.pageUrl;
	await letAliceTalk(simulator);
	return {
		name: 'BroadWorks',
		node: 'broadWorks',
		page,
		credentials: [
			{
				name: 'BroadWorks XSI account',
				type: 'broadWorksXsiApi',
				data: {
					serverUrl: simulator.url,
					authentication: 'basic',
					userId: alice,
					password: simulator.password,
				},
			},
		],
		deeds: [
			{
				label: 'Call Alice; nobody answers',
				then: 'A workflow notes the call; another one moves it to her voicemail after 15 seconds.',
				templates: ['journal-incoming-call', 'missed-call-unanswered-to-voicemail'],
				async run() {
					const messages = await simulator.voiceMessages(alice);
					const callId = await simulator.placeCall({ ...caller, to: alice });
					const noted = rowOf('CRM Calls', (row) => row.callId === callId && row.contact !== null);
					const left = async () =>
						(await simulator.voiceMessages(alice)) > messages
							? { text: `${caller.name}’s message in Alice’s mailbox`, url: page }
							: undefined;
					return [noted, left];
				},
			},
			{
				label: 'Call the queue; Bob lets it ring',
				then: `After ${bounceAfter} seconds the call bounces, and the workflow sets Bob to Unavailable.`,
				templates: ['queue-bounced-agent-unavailable'],
				async run() {
					const callId = await callTheQueue(simulator);
					const offered = rowOf('Queue Offers', (row) => row.callId === callId);
					const away = async () =>
						(await simulator.agentState(agent)) === 'Unavailable'
							? { text: 'Bob is Unavailable', url: page }
							: undefined;
					return [offered, away];
				},
			},
			{
				label: 'Two callers wait in the queue',
				then: 'The wallboard, a page that n8n serves, shows them, the agents and the last hour.',
				templates: ['wallboard-of-a-queue'],
				async run({ bench }) {
					await letWait(simulator);
					const url = `${bench.server.url}/webhook/wallboard`;
					const shown = async () =>
						(await axios.get<string>(url, { proxy: false })).data.includes(lastInLine.name)
							? { text: 'The wallboard', url }
							: undefined;
					return [shown];
				},
			},
		],
		demonstrate: async (stage) => [
			...(await bouncedCall(simulator, stage)),
			...(await unansweredCall(simulator, stage)),
		],
		close: async () => await simulator.close(),
	};
}

/** Somebody gives up, and two wait for an agent who is not there. */
async function letWait(simulator: Simulator): Promise<void> {
	await simulator.setAgentState(agent, 'Unavailable');
	await simulator.emptyQueue();
	await simulator.placeCall({ from: '+15550166', name: 'Pat Quinn', to: simulator.queue });
	await simulator.queueAction('abandon');
	await simulator.placeCall({ ...caller, to: simulator.queue });
	await simulator.placeCall({ ...lastInLine, to: simulator.queue });
}

/** Alice is on the telephone: a first node that gets her calls has something to show. */
async function letAliceTalk(simulator: Simulator): Promise<void> {
	const callId = await simulator.placeCall({ from: '+15550123', name: 'Morgan Lee', to: alice });
	await simulator.steerCall(callId, 'answer');
}

/** A call to Alice that nobody answers: noted in the table and, after 15 s, in her mailbox. */
async function unansweredCall(
	simulator: Simulator,
	{ bench, workflowIds, signal }: Stage,
): Promise<Finding[]> {
	say(`Calling ${alice} from ${caller.from}; nobody answers.`);
	const requestsBefore = (await simulator.requests()).length;
	const callId = await simulator.placeCall({ ...caller, to: alice });
	const ringing = (await simulator.callState(callId)) === 'Alerting';
	const moved = await succeeds(
		signal,
		async () => (await simulator.callState(callId)) === undefined,
	);
	const messages = await simulator.voiceMessages(alice);
	const transfers = (await simulator.requests())
		.slice(requestsBefore)
		.filter(({ method, path }) => method === 'PUT' && /\/VmTransfer\b/i.test(path));
	const ran = await executed(
		bench,
		workflowIds['missed-call-unanswered-to-voicemail'],
		'Move to Voicemail',
	);
	const noted = await executed(bench, workflowIds['journal-incoming-call'], 'Complete the Note');
	const row = (await rowsOf(bench, 'CRM Calls')).find((call) => call.callId === callId);
	return [
		{ what: 'the telephone rang', holds: ringing, found: 'the call was not Alerting' },
		{
			what: 'the telephone system was told to move the call to voicemail',
			holds: transfers.some(
				({ path, status }) => decodeURIComponent(path).includes(callId) && status === 200,
			),
			found: `transfers: ${JSON.stringify(transfers)}`,
		},
		{ what: 'the call no longer rings at Alice', holds: moved, found: 'it is still there' },
		{
			what: 'the caller left a message in her mailbox',
			holds: messages > 0,
			found: `${messages} messages`,
		},
		{ what: 'the workflow that moved it ended well', ...ran },
		{ what: 'the workflow that notes calls ended well', ...noted },
		{
			what: 'the call is in the table with the contact that was looked up',
			holds: row?.number === caller.from && row.contact === 'Jordan Smith',
			found: JSON.stringify(row ?? 'no row'),
		},
	];
}

/** The queue has one call, and offers it to its only agent who is available. @returns its ID */
async function callTheQueue(simulator: Simulator): Promise<string> {
	await simulator.emptyQueue();
	await simulator.setAgentState(agent, 'Available');
	return await simulator.placeCall({ ...caller, to: simulator.queue });
}

/** A queue call that an agent lets ring until it bounces: the agent becomes Unavailable. */
async function bouncedCall(
	simulator: Simulator,
	{ bench, workflowIds, signal }: Stage,
): Promise<Finding[]> {
	say(`Calling ${simulator.queue}; ${agent} lets the call bounce.`);
	await callTheQueue(simulator);
	const workflowId = workflowIds['queue-bounced-agent-unavailable'];
	const unavailable = await succeeds(
		signal,
		async () => (await simulator.agentState(agent)) === 'Unavailable',
	);
	const told = (await simulator.requests()).some(
		({ method, path }) =>
			method === 'PUT' &&
			decodeURIComponent(path).includes(agent) &&
			/\/services\/CallCenter$/i.test(path),
	);
	await simulator.emptyQueue();
	return [
		{
			what: 'the telephone system was told to change the state of the agent',
			holds: told,
			found: 'no such request',
		},
		{
			what: 'the agent who let the call bounce is Unavailable',
			holds: unavailable,
			found: `the agent is ${await simulator.agentState(agent)}`,
		},
		{
			what: 'the workflow that sets the agent ended well',
			...(await executed(bench, workflowId, 'Set Agent Unavailable')),
		},
	];
}

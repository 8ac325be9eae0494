import { Simulator } from '../simulator';
import { executed, rowsOf, say, succeeds } from './outcome';
import type { Finding, Stage, TelephoneSystem } from './system';

const caller = { from: '+15550100', name: 'Jordan Smith' };
const alice = 'alice@example.net';
const agent = 'bob@example.net';

/** s a queue call rings at an agent: less than the 15 after which a workflow moves it to voicemail. */
const bounceAfter = 10;

/** BroadWorks: calls are noted, moved to voicemail, and a bouncing agent is set to unavailable. */
export async function startSystem(): Promise<TelephoneSystem> {
	const simulator = await Simulator.start({ bounceAfter: bounceAfter * 1000 });
	return {
		name: 'BroadWorks',
		page: simulator.pageUrl,
		credentials: [
			{
				name: 'BroadWorks XSI account',
				type: 'broadWorksXsiApi',
				data: {
					serverUrl: simulator.url,
					authentication: 'basic',
					userId: simulator.administrator,
					password: simulator.password,
				},
			},
		],
		deeds: [
			{
				label: 'Call Alice; nobody answers',
				then: 'The call is in the data table "CRM Calls". After 15 seconds it is in her voicemail.',
				async run() {
					await simulator.placeCall({ ...caller, to: alice });
				},
			},
			{
				label: 'Call the queue; Bob lets it ring',
				then: `After ${bounceAfter} seconds the call bounces, and Bob is set to Unavailable.`,
				async run() {
					await callTheQueue(simulator);
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
		workflowIds['broadworks-unanswered-to-voicemail'],
		'Move to Voicemail',
	);
	const noted = await executed(
		bench,
		workflowIds['broadworks-note-incoming-call'],
		'Complete the Note',
	);
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

/** The queue has one call, and offers it to its only agent who is available. */
async function callTheQueue(simulator: Simulator): Promise<void> {
	await simulator.emptyQueue();
	await simulator.setAgentState(agent, 'Available');
	await simulator.placeCall({ ...caller, to: simulator.queue });
}

/** A queue call that an agent lets ring until it bounces: the agent becomes Unavailable. */
async function bouncedCall(
	simulator: Simulator,
	{ bench, workflowIds, signal }: Stage,
): Promise<Finding[]> {
	say(`Calling ${simulator.queue}; ${agent} lets the call bounce.`);
	await callTheQueue(simulator);
	const workflowId = workflowIds['broadworks-bounced-agent-unavailable'];
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

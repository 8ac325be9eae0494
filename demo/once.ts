import { DataTables } from './n8n/data-tables';
import type { Execution } from './n8n/rest-types';
import { waitFor } from './n8n/wait-for';
import type { Workbench } from './n8n/workbench';
import type { Simulator } from './simulator';

export interface Demonstration {
	bench: Workbench;
	simulator: Simulator;
	/** Ids of the active example workflows by file name. */
	workflowIds: Record<string, string>;
}

/** Something the workflows must have brought about. */
interface Finding {
	what: string;
	holds: boolean;
	/** What was found instead. */
	found: string;
}

const caller = { from: '+15550100', name: 'Jordan Smith' };
const callee = 'alice@example.net';
const agent = 'bob@example.net';

/** The workflow waits 15 s; the rest is n8n. */
const workflowWithinMs = 60_000;

/**
 * Places the calls by itself, lets the workflows work, and looks in the telephone system for what they did.
 * @returns the exit code
 */
export async function runOnce(demo: Demonstration, signal: AbortSignal): Promise<number> {
	const findings = [...(await bouncedCall(demo, signal)), ...(await unansweredCall(demo, signal))];
	for (const [file, id] of Object.entries(demo.workflowIds)) {
		const executions = await demo.bench.api.waitForExecutions(id, 0);
		executions.forEach((execution) => print(file, execution));
	}
	process.stdout.write('\n');
	for (const { what, holds, found } of findings) {
		process.stdout.write(`${holds ? 'yes' : 'NO '}  ${what}${holds ? '' : ` (${found})`}\n`);
	}
	const failed = findings.filter(({ holds }) => !holds);
	if (failed.length > 0) {
		process.stderr.write(`\n${failed.length} of ${findings.length} did not hold.\n`);
		process.stderr.write(`${demo.bench.server.logTail()}\n`);
	}
	return failed.length === 0 ? 0 : 1;
}

/** A call to Alice that nobody answers: noted in the table and, after 15 s, in her mailbox. */
async function unansweredCall(
	{ bench, simulator, workflowIds }: Demonstration,
	signal: AbortSignal,
): Promise<Finding[]> {
	say(`Calling ${callee} from ${caller.from}; nobody answers.`);
	const requestsBefore = (await simulator.requests()).length;
	const callId = await simulator.placeCall({ ...caller, to: callee });
	const ringing = (await simulator.callState(callId)) === 'Alerting';
	const moved = await succeeds(
		signal,
		async () => (await simulator.callState(callId)) === undefined,
	);
	const messages = await simulator.voiceMessages(callee);
	const transfers = (await simulator.requests())
		.slice(requestsBefore)
		.filter(({ method, path }) => method === 'PUT' && /\/VmTransfer\b/i.test(path));
	const ran = await executed(bench, workflowIds['unanswered-to-voicemail'], 'Move to Voicemail');
	const noted = await executed(bench, workflowIds['note-incoming-call'], 'Complete the Note');
	const row = (await crmCalls(bench)).find((call) => call.callId === callId);
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

/** A queue call that an agent lets ring until it bounces: the agent becomes Unavailable. */
async function bouncedCall(
	{ bench, simulator, workflowIds }: Demonstration,
	signal: AbortSignal,
): Promise<Finding[]> {
	say(`Calling ${simulator.queue}; ${agent} lets the call bounce.`);
	await simulator.setAgentState(agent, 'Available');
	await simulator.placeCall({ ...caller, to: simulator.queue });
	const workflowId = workflowIds['bounced-agent-unavailable'];
	// The workflow remembers from the offered event who the agent was.
	await succeeds(signal, async () => (await bench.api.waitForExecutions(workflowId, 0)).length > 0);
	await simulator.queueAction('bounce');
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
	await simulator.queueAction('abandon');
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

async function crmCalls(bench: Workbench) {
	const tables = await DataTables.of(bench.api);
	const table = (await tables.list()).find(({ name }) => name === 'CRM Calls');
	return table ? await tables.rows(table.id) : [];
}

/** Whether a workflow has an execution that ended well and in which `node` gave something. */
async function executed(
	{ api }: Workbench,
	workflowId: string,
	node: string,
): Promise<Pick<Finding, 'holds' | 'found'>> {
	let executions: Execution[] = [];
	const holds = await succeeds(undefined, async () => {
		executions = await api.waitForExecutions(workflowId, 0);
		return executions.some(
			({ status, output }) => status === 'success' && (output[node]?.length ?? 0) > 0,
		);
	});
	const found = executions
		.map(({ id, status, error }) => `${id} ${status} ${error ?? ''}`)
		.join('; ');
	return { holds, found: found || 'it did not run' };
}

async function succeeds(
	signal: AbortSignal | undefined,
	look: () => Promise<boolean>,
): Promise<boolean> {
	const deadline = Date.now() + workflowWithinMs;
	const overAt = async () => ((await look()) ? 'yes' : Date.now() > deadline && 'no');
	const what = 'the workflow has done its work';
	return (await waitFor(overAt, { what, timeoutMs: 2 * workflowWithinMs, signal })) === 'yes';
}

function print(file: string, { id, status, error, output }: Execution): void {
	say(`\nExecution ${id} of "${file}": ${status}${error ? ` - ${error}` : ''}`);
	for (const [node, items] of Object.entries(output)) {
		for (const item of items) process.stdout.write(`  ${node}: ${JSON.stringify(item)}\n`);
	}
}

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}

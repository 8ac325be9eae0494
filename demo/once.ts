import type { Execution } from '../n8n-driver/rest/rest-types';
import { actionWorks, say } from './systems/outcome';
import type { Finding, Stage, TelephoneSystem } from './systems/system';

/**
 * Lets every telephone system demonstrate itself, prints what the workflows did, and looks whether they
 * really did it. @returns the exit code
 */
export async function runOnce(systems: readonly TelephoneSystem[], stage: Stage): Promise<number> {
	const findings: Finding[] = [];
	for (const system of systems) {
		findings.push(...(await system.demonstrate(stage)), await firstNode(system, stage));
	}
	for (const [file, id] of Object.entries(stage.workflowIds)) {
		const executions = await stage.bench.api.waitForExecutions(id, 0);
		executions.forEach((execution) => print(file, execution));
	}
	say('');
	for (const { what, holds, found } of findings) {
		say(`${holds ? 'yes' : 'NO '}  ${what}${holds ? '' : ` (${found})`}`);
	}
	const failed = findings.filter(({ holds }) => !holds);
	if (failed.length > 0) {
		process.stderr.write(`\n${failed.length} of ${findings.length} did not hold.\n`);
		process.stderr.write(`${stage.bench.server.logTail()}\n`);
	}
	return failed.length === 0 ? 0 : 1;
}

/** Whether a node runs that a person adds and changes nothing of. */
async function firstNode({ name, node, credentials }: TelephoneSystem, { bench }: Stage) {
	const [seed] = credentials.filter(({ type }) => !type.endsWith('WebhookApi'));
	const works = await actionWorks(bench, node, {
		credentials: { [seed.type]: { name: seed.name } },
	});
	return { what: `a new ${name} node runs as it is`, ...works };
}

function print(file: string, { id, status, error, output }: Execution): void {
	say(`\nExecution ${id} of "${file}": ${status}${error ? ` - ${error}` : ''}`);
	for (const [node, items] of Object.entries(output)) {
		for (const item of items) say(`  ${node}: ${JSON.stringify(item)}`);
	}
}

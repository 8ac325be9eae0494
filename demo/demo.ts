import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAndPack } from './build-package';
import { CleanUp } from './clean-up';
import { importWorkflow, readExampleWorkflows } from './n8n/example-workflows';
import type { WorkflowDefinition } from './n8n/rest-types';
import { portIsFree } from './n8n/free-port';
import { installN8n } from './n8n/install';
import { lines } from './n8n/lines';
import { stderrProgress, type Progress } from './n8n/progress';
import { removeUserFolder, owner, Workbench } from './n8n/workbench';
import { parseDemoOptions, usage, type DemoOptions } from './options';
import { runOnce } from './once';
import { Simulator } from './simulator';
import { watchParent } from './watch-parent';

const usualPort = 5678;

/** The name the example workflows ask for. */
const credentialName = 'BroadWorks XSI account';

interface Demo {
	bench: Workbench;
	simulator: Simulator;
	/** Ids of the active example workflows by file name. */
	workflowIds: Record<string, string>;
}

async function start(
	options: DemoOptions,
	progress: Progress,
	cleanUp: CleanUp,
	signal: AbortSignal,
): Promise<Demo> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-demo-'));
	cleanUp.add('temporary folder', async () => await removeUserFolder(folder));
	const install = await installN8n(lines[options.line], progress, signal);
	const tarball = await buildAndPack(join(folder, 'package'), progress, signal);

	const simulator = await Simulator.start();
	cleanUp.add('simulator', async () => await simulator.close());
	const port = options.port || ((await portIsFree(usualPort)) ? usualPort : 0);
	const bench = await progress.during(
		`Starting n8n ${install.line.version}`,
		async () =>
			await Workbench.start({ install, tarball, userFolder: join(folder, 'n8n'), port, signal }),
	);
	cleanUp.add('n8n', async () => await bench.stop());

	const { api } = bench;
	await api.createCredential(credentialName, 'broadWorksXsiApi', {
		serverUrl: simulator.url,
		authentication: 'basic',
		userId: simulator.administrator,
		password: simulator.password,
	});
	const workflowIds: Record<string, string> = {};
	for (const [file, definition] of Object.entries(readExampleWorkflows())) {
		if (!asksOnlyFor(credentialName, definition)) continue;
		signal.throwIfAborted();
		progress.say(`Activating workflow "${definition.name}"`);
		const { id } = await importWorkflow(api, definition);
		workflowIds[file] = id;
		await api.activate(id);
	}
	return { bench, simulator, workflowIds };
}

/** The demo has one telephone system; examples for the others are left out. */
function asksOnlyFor(name: string, { nodes }: WorkflowDefinition): boolean {
	return nodes.every(({ credentials = {} }) =>
		Object.values(credentials).every((credential) => credential.name === name),
	);
}

function welcome({ bench, simulator }: Demo): string {
	return `
Everything runs. Open these two pages side by side:

  n8n editor   ${bench.server.url}/home/workflows
  login        ${owner.email} / ${owner.password}
  telephones   ${simulator.pageUrl}

Place a call to Alice and do not answer it: after 15 seconds a workflow moves it to her voicemail. The
call is in n8n under Data tables, "CRM Calls". Offer a queue call to an agent and let it bounce: the agent
becomes Unavailable. What ran is in n8n under Executions.

Ctrl-C ends everything.
`;
}

async function untilAborted(signal: AbortSignal): Promise<void> {
	// A timer, because waiting for a signal alone does not keep the process alive.
	const keepAlive = setInterval(() => {}, 60_000);
	await new Promise<void>((resolve) => {
		if (signal.aborted) resolve();
		else signal.addEventListener('abort', () => resolve(), { once: true });
	});
	clearInterval(keepAlive);
}

async function main(): Promise<number> {
	let options: DemoOptions;
	try {
		options = parseDemoOptions(process.argv.slice(2));
	} catch (error) {
		process.stderr.write(`${(error as Error).message}\n\n${usage}`);
		return 2;
	}
	if (options.help) {
		process.stdout.write(usage);
		return 0;
	}
	const progress = stderrProgress();
	const stopping = new AbortController();
	const stop = () => {
		if (stopping.signal.aborted) return;
		progress.say('Ending everything ...');
		stopping.abort(new Error('Ended by the user.'));
	};
	process.on('SIGINT', stop);
	process.on('SIGTERM', stop);
	process.on('SIGHUP', stop);
	watchParent(stop);

	const cleanUp = new CleanUp();
	try {
		const demo = await start(options, progress, cleanUp, stopping.signal);
		if (options.once) return await runOnce(demo, stopping.signal);
		process.stdout.write(welcome(demo));
		await untilAborted(stopping.signal);
		return 0;
	} catch (error) {
		if (stopping.signal.aborted) return options.once ? 1 : 0;
		throw error;
	} finally {
		await cleanUp.run();
	}
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(1);
	},
);

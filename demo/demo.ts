import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAndPack } from './build-package';
import { CleanUp } from './clean-up';
import { connectOAuth2 } from './n8n/connect-oauth2';
import { importWorkflow, readExampleWorkflows } from './n8n/example-workflows';
import { portIsFree } from './n8n/free-port';
import { installN8n } from './n8n/install';
import { lines } from './n8n/lines';
import { stderrProgress, type Progress } from './n8n/progress';
import type { WorkflowDefinition } from './n8n/rest-types';
import { owner, removeUserFolder, Workbench } from './n8n/workbench';
import { runOnce } from './once';
import { parseDemoOptions, usage, type DemoOptions } from './options';
import { startPage, type DemoPage } from './page/page';
import { systems } from './systems';
import type { Stage, TelephoneSystem } from './systems/system';
import { watchParent } from './watch-parent';

const usualPort = 5678;

interface Demo extends Stage {
	systems: readonly TelephoneSystem[];
	page: DemoPage;
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

	const running: TelephoneSystem[] = [];
	for (const startSystem of systems) {
		const system = await startSystem();
		cleanUp.add(`simulator of ${system.name}`, async () => await system.close());
		running.push(system);
	}
	const port = options.port || ((await portIsFree(usualPort)) ? usualPort : 0);
	const bench = await progress.during(
		`Starting n8n ${install.line.version}`,
		async () =>
			await Workbench.start({ install, tarball, userFolder: join(folder, 'n8n'), port, signal }),
	);
	cleanUp.add('n8n', async () => await bench.stop());
	const page = await startPage(running, bench.server.url);
	cleanUp.add('page', async () => await page.close());

	const stage: Stage = { bench, workflowIds: {}, signal };
	for (const system of running) {
		for (const { name, type, data, connects } of system.credentials) {
			const credential = await bench.api.createCredential(name, type, data);
			if (connects) await connectOAuth2(bench.api, credential);
		}
	}
	for (const [file, definition] of Object.entries(readExampleWorkflows())) {
		signal.throwIfAborted();
		progress.say(`Activating workflow "${definition.name}"`);
		stage.workflowIds[file] = await activate(bench, definition, running);
	}
	return { ...stage, systems: running, page };
}

/** Imports an example and switches it on; the system it is for learns where to push. */
async function activate(
	{ api, server }: Workbench,
	definition: WorkflowDefinition,
	running: readonly TelephoneSystem[],
): Promise<string> {
	const asked = definition.nodes.flatMap(({ credentials = {} }) =>
		Object.values(credentials).map(({ name }) => name),
	);
	const system = running.find(({ credentials }) =>
		credentials.some(({ name }) => asked.includes(name)),
	);
	if (!system) {
		throw new Error(`No telephone system of the demo is for the workflow "${definition.name}".`);
	}
	const { id } = await importWorkflow(api, system.prepare?.(definition) ?? definition);
	await api.activate(id);
	const trigger = definition.nodes.find(
		({ type, webhookId }) => webhookId !== undefined && /Trigger$/.test(type),
	);
	if (trigger) system.pushTo?.(`${server.url}/webhook/${trigger.webhookId}`);
	return id;
}

function welcome({ bench, page }: Demo): string {
	return `
Everything runs. Open these two pages side by side:

  n8n editor   ${bench.server.url}/home/workflows
  login        ${owner.email} / ${owner.password}
  telephones   ${page.url}

The telephones page has a button for every example, and says where to look. What the workflows note is in
n8n under Data tables; what ran is under Executions. Nodes that you add find a credential for every system.

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
		if (options.once) return await runOnce(demo.systems, demo);
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

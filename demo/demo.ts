import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAndPack } from './build-package';
import { connectOAuth2 } from './n8n/connect-oauth2';
import { importWorkflow, readExampleWorkflows } from './n8n/example-workflows';
import { portIsFree } from './n8n/free-port';
import { installN8n } from './n8n/install';
import { lines } from './n8n/lines';
import type { WorkflowDefinition } from './n8n/rest-types';
import { owner, removeUserFolder, Workbench } from './n8n/workbench';
import { runOnce } from './once';
import { parseDemoOptions, usage, type DemoOptions } from './options';
import { startPage, type DemoPage } from './page/page';
import { letPush, startSystems, systemOf } from './systems';
import type { Stage, TelephoneSystem } from './systems/system';
import { exitWith, untilStopped, type Running } from './until-stopped';

const usualPort = 5678;

interface Demo extends Stage {
	systems: readonly TelephoneSystem[];
	page: DemoPage;
}

async function start(options: DemoOptions, { progress, cleanUp, signal }: Running): Promise<Demo> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-demo-'));
	cleanUp.add('temporary folder', async () => await removeUserFolder(folder));
	const install = await installN8n(lines[options.line], progress, signal);
	const tarball = await buildAndPack(join(folder, 'package'), progress, signal);

	const running = await startSystems(cleanUp);
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
	const system = systemOf(definition, running);
	if (!system) {
		throw new Error(`No telephone system of the demo is for the workflow "${definition.name}".`);
	}
	const { id } = await importWorkflow(api, system.prepare?.(definition) ?? definition);
	await api.activate(id);
	letPush(system, definition, server.url);
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
	return await untilStopped(
		async (stage) => {
			const demo = await start(options, stage);
			if (options.once) return await runOnce(demo.systems, demo);
			process.stdout.write(welcome(demo));
			return undefined;
		},
		options.once ? 1 : 0,
	);
}

exitWith(main());

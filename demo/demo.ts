import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAndPack } from './build-package';
import { FolderOwner } from './folder-owner';
import { letIn } from './let-in';
import { portIsFree } from './n8n/free-port';
import { installN8n } from './n8n/install';
import { lines } from './n8n/lines';
import { owner, removeUserFolder, Workbench } from './n8n/workbench';
import { runOnce } from './once';
import { parseDemoOptions, usage, type DemoOptions } from './options';
import { startPage, type DemoPage } from './page/page';
import { startSystems } from './systems';
import type { Stage, TelephoneSystem } from './systems/system';
import { exitWith, untilStopped, type Running } from './until-stopped';

const root = join(__dirname, '..');
const usualPort = 5678;

interface Demo extends Stage {
	systems: readonly TelephoneSystem[];
	page: DemoPage;
}

/** Where n8n keeps its data: `--once` looks at what comes of a first start, and leaves nothing. */
function userFolderOf({ folder, line, once }: DemoOptions, temporary: string): string {
	if (folder !== '') return folder;
	return once ? join(temporary, 'n8n') : join(root, '.cache', 'demo', line);
}

async function start(options: DemoOptions, { progress, cleanUp, signal }: Running): Promise<Demo> {
	const temporary = await mkdtemp(join(tmpdir(), 'n8n-telephony-demo-'));
	cleanUp.add('temporary folder', async () => await removeUserFolder(temporary));
	const userFolder = userFolderOf(options, temporary);
	const folderOwner = await FolderOwner.take(userFolder);
	cleanUp.add('user folder', async () => await folderOwner.release());
	if (options.fresh) await removeUserFolder(userFolder);
	const install = await installN8n(lines[options.line], progress, signal);
	const tarball = await buildAndPack(join(temporary, 'package'), progress, signal);

	const systems = await startSystems(cleanUp);
	const port = options.port || ((await portIsFree(usualPort)) ? usualPort : 0);
	const bench = await progress.during(
		`Starting n8n ${install.line.version}`,
		async () => await Workbench.start({ install, tarball, userFolder, port, signal }),
	);
	cleanUp.add('n8n', async () => await bench.stop());
	await folderOwner.runs(bench.server.pid);
	const { ids: workflowIds, added } = await letIn(bench, systems);
	for (const { id, name } of added) {
		signal.throwIfAborted();
		progress.say(`Switching on "${name}"`);
		await bench.api.activate(id);
	}
	const stage: Stage = { bench, workflowIds, signal };
	const page = await startPage(systems, stage);
	cleanUp.add('page', async () => await page.close());
	return { ...stage, systems, page };
}

function welcome({ bench, page }: Demo): string {
	return `
Everything runs. Open these two pages side by side:

  n8n editor   ${bench.server.url}/home/workflows
  login        ${owner.email} / ${owner.password}
  telephones   ${page.url}

Press a button on the telephones page: it shows the executions and what they did, as links into n8n. In a
workflow of your own, add a node of any of these systems and click "Execute step": its credential is there.

Ctrl-C ends everything. Your workflows stay for the next start; --fresh begins anew.
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

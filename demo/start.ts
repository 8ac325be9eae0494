import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAndPack } from './build-package';
import { FolderOwner } from './folder-owner';
import { letIn } from './let-in';
import { portIsFree } from '../n8n-driver/free-port';
import { installN8n } from '../n8n-driver/install/install';
import { lines } from '../n8n-driver/install/lines';
import { removeUserFolder, Workbench } from '../n8n-driver/workbench';
import type { DemoOptions } from './options';
import { startPage, type DemoPage } from './page/page';
import { startSystems } from './systems';
import type { Stage, TelephoneSystem } from './systems/system';
import type { Running } from './until-stopped';

const root = join(__dirname, '..');
const usualPort = 5678;

/** n8n, the telephone systems and the page, all running. */
export interface Demo extends Stage {
	systems: readonly TelephoneSystem[];
	page: DemoPage;
}

/** Where n8n keeps its data: `--once` looks at what comes of a first start, and leaves nothing. */
function userFolderOf({ folder, line, once }: DemoOptions, temporary: string): string {
	if (folder !== '') return folder;
	return once ? join(temporary, 'n8n') : join(root, '.cache', 'demo', line);
}

/** Starts everything; what runs is ended by `cleanUp`. */
export async function startDemo(
	options: DemoOptions,
	{ progress, cleanUp, signal }: Running,
): Promise<Demo> {
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

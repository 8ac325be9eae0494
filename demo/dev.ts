import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAndPack } from './build-package';
import { SourceWatch } from './dev/source-watch';
import { FolderOwner } from './folder-owner';
import { letIn } from './let-in';
import { installN8n } from '../n8n-driver/install/install';
import { lines } from '../n8n-driver/install/lines';
import { owner, removeUserFolder, Workbench } from '../n8n-driver/workbench';
import { parseDevOptions, usage, type DevOptions } from './dev/options';
import { startSystems } from './systems';
import type { TelephoneSystem } from './systems/system';
import { exitWith, untilStopped, type Running } from './until-stopped';

const root = join(__dirname, '..');

/** Where n8n keeps its data from one start to the next. */
const userFolderOf = (line: string) => join(root, '.cache', 'dev', line);

async function start(options: DevOptions, { progress, cleanUp, signal }: Running): Promise<void> {
	const userFolder = userFolderOf(options.line);
	const folderOwner = await FolderOwner.take(userFolder);
	cleanUp.add('user folder', async () => await folderOwner.release());
	if (options.fresh) await removeUserFolder(userFolder);
	const install = await installN8n(lines[options.line], progress, signal);
	const folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-dev-'));
	cleanUp.add('temporary folder', async () => await removeUserFolder(folder));
	const tarball = await buildAndPack(folder, progress, signal);
	const running = await startSystems(cleanUp);
	const env = { N8N_DEV_RELOAD: 'true', ...(options.inspect && { NODE_OPTIONS: '--inspect' }) };
	const { port } = options;
	const dist = join(userFolder, '.n8n', 'nodes', 'node_modules', tarball.name, 'dist');
	const watch = new SourceWatch({ root, dist, say: (text) => progress.say(text) });
	const change = async () => await watch.writeAll();
	const bench = await progress.during(
		`Starting n8n ${install.line.version}`,
		async () => await Workbench.start({ install, tarball, userFolder, port, env, signal, change }),
	);
	cleanUp.add('n8n', async () => await bench.stop());
	await folderOwner.runs(bench.server.pid);
	await letIn(bench, running);
	watch.start();
	cleanUp.add('watch', async () => watch.stop());
	checkTypes(cleanUp);
	process.stdout.write(welcome(bench, running));
}

/** What the compiler finds is printed; the watch above does not wait for it. */
function checkTypes(cleanUp: Running['cleanUp']): void {
	const compiler = require.resolve('typescript/bin/tsc');
	const child = spawn(
		process.execPath,
		[compiler, '-p', 'tsconfig.json', '--noEmit', '--watch', '--preserveWatchOutput'],
		{ cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
	);
	cleanUp.add('compiler', async () => void child.kill());
}

function welcome({ server }: Workbench, running: readonly TelephoneSystem[]): string {
	const pages = running.map(({ name, page }) => `  ${name.padEnd(12)} ${page}`);
	return `
  n8n editor   ${server.url}/home/workflows
  login        ${owner.email} / ${owner.password}
${pages.join('\n')}

A node that you save is loaded again within seconds; reload the editor to see changed fields, and switch a
workflow off and on for a changed trigger. Workflows and executions stay for the next start (--fresh begins
anew). Ctrl-C ends everything.
`;
}

async function main(): Promise<number> {
	const options = parseDevOptions(process.argv.slice(2));
	if (options.help) {
		process.stdout.write(usage);
		return 0;
	}
	return await untilStopped(async (stage) => {
		await start(options, stage);
		return undefined;
	}, 0);
}

exitWith(main());

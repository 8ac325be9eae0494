import { join } from 'node:path';
import { packPackage, type Tarball } from '../n8n-driver/install/pack';
import { npmEnvironment } from '../n8n-driver/install/npm-environment';
import type { Progress } from '../n8n-driver/install/progress';
import { runCommand } from '../n8n-driver/install/run-command';

const root = join(__dirname, '..');

/** Builds this package, unless that was done already, and packs it as `npm publish` would. */
export async function buildAndPack(
	destination: string,
	progress: Progress,
	signal?: AbortSignal,
): Promise<Tarball> {
	return await progress.during('Building and packing the package', async () => {
		await runCommand(process.execPath, [join(root, 'scripts', 'build.mjs')], {
			cwd: root,
			env: npmEnvironment(process.execPath),
			signal,
		});
		return await packPackage(root, destination, signal);
	});
}

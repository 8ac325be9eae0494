import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildAndPack } from '../../demo/build-package';
import { installN8n } from '../../n8n-driver/install/install';
import { lines } from '../../n8n-driver/install/lines';
import { stderrProgress } from '../../n8n-driver/install/progress';
import { removeUserFolder, Workbench, type WorkbenchOptions } from '../../n8n-driver/workbench';

/** An n8n 2.x with this package and data of its own, for as long as `work` takes. */
export async function withN8n(
	options: Pick<WorkbenchOptions, 'lean' | 'env'>,
	work: (bench: Workbench) => Promise<void>,
): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-bench-'));
	try {
		const progress = stderrProgress();
		const install = await installN8n(lines.two, progress);
		const tarball = await buildAndPack(join(folder, 'package'), progress);
		const userFolder = join(folder, 'n8n');
		const bench = await Workbench.start({ install, tarball, userFolder, ...options });
		try {
			await work(bench);
		} finally {
			await bench.stop();
		}
	} finally {
		await removeUserFolder(folder);
	}
}

/** n8n's default expression engine; `isLazy`: it makes isolates for expressions only (docs/n8n.md#cost-of-a-webhook). */
export const engineOf = (isLazy: boolean): Record<string, string> => ({
	N8N_EXPRESSION_ENGINE: lines.two.defaultEngine,
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: String(isLazy),
});

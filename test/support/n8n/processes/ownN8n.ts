import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installN8n, type N8nInstall } from '../../../../n8n-driver/install/install';
import { lines } from '../../../../n8n-driver/install/lines';
import { stderrProgress } from '../../../../n8n-driver/install/progress';
import { removeUserFolder, Workbench } from '../../../../n8n-driver/workbench';
import { handedOver } from '../handedOver';

/** An n8n beside the shared one, for a test that stops it or needs an environment of its own. */
export interface OwnN8n {
	bench: Workbench;
	/** Everything it wrote. */
	folder: string;
	install: N8nInstall;
	/** Stops it and removes what it wrote. */
	remove(): Promise<void>;
}

/**
 * Without the editor and without Code nodes, so that it starts in half the time.
 * @param name part of its folder's name
 */
export async function startOwnN8n(name: string, env?: Record<string, string>): Promise<OwnN8n> {
	const { line, tarball } = handedOver();
	const folder = await mkdtemp(join(tmpdir(), `n8n-telephony-${name}-`));
	try {
		const install = await installN8n(lines[line], stderrProgress());
		const bench = await Workbench.start({ install, tarball, userFolder: folder, env, lean: true });
		return {
			bench,
			folder,
			install,
			async remove() {
				await bench.stop();
				await removeUserFolder(folder);
			},
		};
	} catch (error) {
		await removeUserFolder(folder);
		throw error;
	}
}

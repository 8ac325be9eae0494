import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAndPack } from '../../../../demo/build-package';
import { installN8n } from '../../../../n8n-driver/install/install';
import { lines, parseLineName } from '../../../../n8n-driver/install/lines';
import { stderrProgress } from '../../../../n8n-driver/install/progress';
import { removeUserFolder, Workbench } from '../../../../n8n-driver/workbench';
import { handOver } from '../handedOver';
import './runningN8n';

/**
 * One n8n serves forty files: a quarter of its time went into an isolate of its own for each expression. The
 * files with an n8n of their own run with n8n's default.
 */
const SPARING = { N8N_EXPRESSION_ENGINE: 'legacy' };

/**
 * Starts the one n8n that all tests of this project share. `TELEPHONY_N8N=one` chooses 1.x;
 * `TELEPHONY_N8N_SHARED=no` starts none, where every test has an n8n of its own.
 */
async function globalSetup(): Promise<void> {
	const progress = stderrProgress('[n8n] ');
	const line = lines[parseLineName(process.env.TELEPHONY_N8N || 'two')];
	const install = await installN8n(line, progress);
	const folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-test-'));
	try {
		const tarball = await buildAndPack(join(folder, 'package'), progress);
		if (process.env.TELEPHONY_N8N_SHARED === 'no') {
			globalThis.telephonyN8n = { folder };
			handOver({ line: line.name, url: '', logFile: '', tarball });
			return;
		}
		const bench = await progress.during(
			`Starting n8n ${line.version}`,
			async () =>
				await Workbench.start({ install, tarball, userFolder: join(folder, 'n8n'), env: SPARING }),
		);
		globalThis.telephonyN8n = { bench, folder };
		handOver({
			line: line.name,
			url: bench.server.url,
			logFile: bench.server.logFile,
			tarball,
		});
	} catch (error) {
		await removeUserFolder(folder);
		throw error;
	}
}

export = globalSetup;

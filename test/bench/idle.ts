import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { buildAndPack } from '../../demo/build-package';
import { installN8n } from '../../n8n-driver/install/install';
import { lines } from '../../n8n-driver/install/lines';
import { stderrProgress } from '../../n8n-driver/install/progress';
import { removeUserFolder, Workbench } from '../../n8n-driver/workbench';
import { pushedWorkflow, pushSecret } from '../support/n8n/pushed';
import { processorTimeOf } from './processorTime';

/**
 * What triggers cost n8n while nothing comes: push triggers, each with a credential of its own. `-- idle 20 lazy` takes
 * twenty, in an n8n that makes isolates for expressions only (docs/n8n.md#cost-of-a-webhook).
 */
const TRIGGERS = Number(process.argv[3] ?? 20);

const IS_LAZY = process.argv[4] === 'lazy';

/** s that are measured, and that n8n gets before to settle. */
const SECONDS = 30;
const SETTLING = 4;

async function publishTrigger({ api }: Workbench, nth: number): Promise<void> {
	const credential = await api.createCredential(`Udesk ${nth}`, 'udeskWebhookApi', {
		secret: `${pushSecret}${nth}`,
	});
	const { id } = await api.createWorkflow(pushedWorkflow('udesk', credential, {}).definition);
	await api.activate(id);
}

/** ms of n8n's processor time a second. */
async function idle({ server }: Workbench): Promise<string> {
	await pause(SETTLING * 1_000);
	const before = await processorTimeOf(server.pid);
	await pause(SECONDS * 1_000);
	return (((await processorTimeOf(server.pid)) - before) / SECONDS).toFixed(0);
}

async function main(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-bench-'));
	const progress = stderrProgress();
	const install = await installN8n(lines.two, progress);
	const tarball = await buildAndPack(join(folder, 'package'), progress);
	const userFolder = join(folder, 'n8n');
	const env = {
		N8N_EXPRESSION_ENGINE: install.line.defaultEngine,
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: String(IS_LAZY),
	};
	const bench = await Workbench.start({ install, tarball, userFolder, lean: true, env });
	try {
		const none = await idle(bench);
		for (let nth = 0; nth < TRIGGERS; nth++) await publishTrigger(bench, nth);
		const all = await idle(bench);
		process.stdout.write(
			`n8n takes ${all} ms of processor time a second with ${TRIGGERS} triggers that nothing comes to, ${none} with none\n`,
		);
	} finally {
		await bench.stop();
		await removeUserFolder(folder);
	}
}

main().then(
	() => process.exit(),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
		process.exit(1);
	},
);

import { setTimeout as pause } from 'node:timers/promises';

import type { Workbench } from '../../n8n-driver/workbench';
import { pushedWorkflow, pushSecret } from '../support/n8n/pushed';
import { engineOf, withN8n } from './benchN8n';
import { processorTimeOf } from './processorTime';
import { runToEnd } from './runToEnd';

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
	await withN8n({ lean: true, env: engineOf(IS_LAZY) }, async (bench) => {
		const none = await idle(bench);
		for (let nth = 0; nth < TRIGGERS; nth++) await publishTrigger(bench, nth);
		const all = await idle(bench);
		process.stdout.write(
			`n8n takes ${all} ms of processor time a second with ${TRIGGERS} triggers that nothing comes to, ${none} with none\n`,
		);
	});
}

runToEnd(main);

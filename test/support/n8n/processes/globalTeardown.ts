import { removeUserFolder } from '../../../../n8n-driver/workbench';
import './runningN8n';

/** Ends what globalSetup started. */
async function globalTeardown(): Promise<void> {
	const running = globalThis.telephonyN8n;
	if (!running) return;
	await running.bench?.stop();
	await removeUserFolder(running.folder);
}

export = globalTeardown;

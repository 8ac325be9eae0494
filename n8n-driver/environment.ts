import { join } from 'node:path';
import { npmEnvironment } from './install/npm-environment';
import type { N8nInstall } from './install/install';
import type { N8nLine } from './install/lines';

export interface N8nPorts {
	/** Editor, REST and webhooks; a worker's health. */
	http: number;
	/** Where n8n's task runners connect to it; every n8n on a machine needs its own. */
	broker: number;
}

/**
 * For an n8n whose editor nobody opens and whose workflows have no Code node: it does not write the editor's
 * files and the description of all nodes anew at every start, nor starts the process that Code nodes run in.
 * That is two fifths of the processor time of a start, and what has nothing to do with running workflows is another
 * quarter. Expressions are evaluated in n8n's own process: an isolate for each execution takes as long as the
 * rest of it. Who needs n8n's own choice there names it (`defaultEngine` of the line).
 */
export const leanEnvironment = (line: N8nLine): Record<string, string> => ({
	N8N_DISABLE_UI: 'true',
	N8N_RUNNERS_MODE: 'external',
	N8N_RUNNERS_AUTH_TOKEN: 'nobody-connects',
	N8N_EXPRESSION_ENGINE: 'legacy',
	N8N_DISABLED_MODULES: line.dispensableModules.join(),
});

/** Everything an n8n needs to run on its own on 127.0.0.1, asking nobody and calling nobody. */
export function n8nEnvironment(
	install: N8nInstall,
	userFolder: string,
	ports: N8nPorts,
	extra: Record<string, string>,
): NodeJS.ProcessEnv {
	const own = npmEnvironment(install.nodeBinary);
	for (const name of Object.keys(own)) {
		if (name.startsWith('N8N_') || name.startsWith('DB_')) delete own[name];
	}
	return {
		...own,
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(ports.http),
		N8N_RUNNERS_BROKER_PORT: String(ports.broker),
		WEBHOOK_URL: `http://127.0.0.1:${ports.http}/`,
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${ports.http}/`,
		// Credentials of a demo and of tests; the same key lets a kept user folder be opened again.
		N8N_ENCRYPTION_KEY: 'n8n-nodes-telephony-demo',
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_LOG_LEVEL: 'info',
		// Seconds that a stop waits for executions: one may be waiting in a Wait node.
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		DB_SQLITE_POOL_SIZE: '4',
		// n8n answers 503 to everybody after a ping of its database that took 5 s, as on a busy machine.
		DB_PING_INTERVAL_SECONDS: '3600',
		// Node keeps there what it compiled: a fifth less processor time for the next start.
		NODE_COMPILE_CACHE: join(install.folder, 'compiled'),
		// 2.x looks this often for workflows to publish whose wake-up was missed; 15 s otherwise.
		N8N_WORKFLOW_PUBLICATION_OUTBOX_POLL_INTERVAL_MS: '1000',
		// A workflow whose start was cut by a kill waits as long for the next one (docs/n8n.md#a-start-that-a-kill-cuts).
		N8N_WORKFLOW_PUBLICATION_OUTBOX_LEASE_SECONDS: '60',
		N8N_EXPRESSION_ENGINE: install.line.defaultEngine,
		...install.line.env,
		...extra,
	};
}

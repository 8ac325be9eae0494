import { join } from 'node:path';

import type { N8nInstall } from './install';
import { runCommand } from './run-command';

/** SQL, and the values of its question marks. */
export type Statement = [sql: string, values: Array<string | number>];

/**
 * Runs statements on n8n's SQLite database, with the driver that n8n brings, in the Node it was built for. n8n must
 * have been started once (it creates the tables) and may be running.
 */
export async function runOnDatabase(
	install: N8nInstall,
	userFolder: string,
	statements: readonly Statement[],
): Promise<void> {
	const script = `
		const { Database } = require('sqlite3');
		const [database, statements] = JSON.parse(process.argv[1]);
		const connection = new Database(database);
		const fail = (error) => { if (error) { console.error(error); process.exit(1); } };
		connection.configure('busyTimeout', 10000);
		connection.serialize(() => {
			for (const [sql, values] of statements) connection.run(sql, values, fail);
		});
		connection.close(fail);`;
	const database = join(userFolder, '.n8n', 'database.sqlite');
	await runCommand(install.nodeBinary, ['-e', script, JSON.stringify([database, statements])], {
		cwd: install.folder,
	});
}

/**
 * Has n8n 2.x start every workflow that is switched on as one that its reconciler asked for before it ended: with the
 * activation mode `update` (docs/n8n.md#a-start-that-a-kill-cuts). n8n must not be running.
 */
export async function leaveToReconciler(install: N8nInstall, userFolder: string): Promise<void> {
	const pending = `INSERT INTO workflow_publication_outbox (workflowId, publishedVersionId, status, reason)
		SELECT id, activeVersionId, 'pending', 'reconcile' FROM workflow_entity WHERE activeVersionId IS NOT NULL`;
	await runOnDatabase(install, userFolder, [[pending, []]]);
}

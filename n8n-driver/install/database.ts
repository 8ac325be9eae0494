import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
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
	const text = JSON.stringify([databaseIn(userFolder), statements]);
	await runCommand(install.nodeBinary, ['-e', script, text], { cwd: install.folder });
}

const databaseIn = (userFolder: string) => join(userFolder, '.n8n', 'database.sqlite');

/** Beside an install: the database of its first n8n, without workflows. `lean`: it has fewer modules, and so fewer tables. */
const firstOf = ({ folder }: N8nInstall, lean: boolean) =>
	join(folder, lean ? 'first-lean.sqlite' : 'first.sqlite');

/**
 * Gives a new user folder the database of the first n8n of this install. n8n would make the same in two hundred
 * migrations, which is a third of the processor time of its first start.
 * @returns whether the folder has a database now, with an owner
 */
export async function takeDatabase(
	install: N8nInstall,
	userFolder: string,
	lean: boolean,
): Promise<boolean> {
	const database = databaseIn(userFolder);
	if (existsSync(database)) return true;
	const first = firstOf(install, lean);
	if (!existsSync(first)) return false;
	await mkdir(join(userFolder, '.n8n'), { recursive: true });
	await copyFile(first, database);
	return true;
}

/**
 * Keeps the database of an n8n that has just been set up, for the folders to come. Where that fails (a full disk, an
 * install of another user) it is told: the n8n at hand does without, the next one makes its own.
 */
export async function keepDatabase(
	install: N8nInstall,
	userFolder: string,
	lean: boolean,
): Promise<void> {
	const first = firstOf(install, lean);
	if (existsSync(first)) return;
	// Two may be the first; each writes a file of its own.
	const own = `${first}.${process.pid}`;
	try {
		await rm(own, { force: true });
		await runOnDatabase(install, userFolder, [['VACUUM INTO ?', [own]]]);
		await rename(own, first);
	} catch (error) {
		const { message } = error as Error;
		process.stderr.write(`n8n's first database could not be kept as ${first}: ${message}\n`);
		await rm(own, { force: true });
	}
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

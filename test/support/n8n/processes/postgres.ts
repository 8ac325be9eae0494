import { execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { chownSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { waitFor } from '../../../../n8n-driver/wait-for';
import { accepts } from './accepts';
import { end } from './child';
import { findTool, type Tool } from './debianTool';

export const findPostgres = (): Tool =>
	findTool({
		commands: ['postgres'],
		debianPackage: 'postgresql',
		variable: 'POSTGRES_PATH',
		folder: '/usr/lib/postgresql/*/bin',
	});

/** Debian's user for it: Postgres refuses to run as root. */
const debianUser = 'postgres';

const user = 'n8n';

/** What n8n needs to know of it. */
export const postgresEnvironment = (port: number): Record<string, string> => ({
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: '127.0.0.1',
	DB_POSTGRESDB_PORT: String(port),
	DB_POSTGRESDB_DATABASE: 'postgres',
	DB_POSTGRESDB_USER: user,
	DB_POSTGRESDB_PASSWORD: user,
});

/**
 * A Postgres of its own in a folder of its own, for a database that is thrown away: nothing is synced to disk.
 * @param path of the program `postgres`; `initdb` is beside it
 * @returns what ends it and removes the folder
 */
export async function startPostgres(path: string, port: number): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-postgres-'));
	const options: SpawnOptions = { cwd: folder, stdio: 'ignore', ...identityFor(folder) };
	const args = [
		'-D',
		folder,
		'-U',
		user,
		'-A',
		'trust',
		'--no-sync',
		'--encoding=UTF8',
		'--locale=C',
	];
	execFileSync(join(dirname(path), 'initdb'), args, { ...options, stdio: 'pipe' });
	const settings = {
		port: String(port),
		listen_addresses: '127.0.0.1',
		unix_socket_directories: folder,
		// n8n compares with times that have no zone.
		timezone: 'UTC',
		fsync: 'off',
		synchronous_commit: 'off',
		full_page_writes: 'off',
	};
	const server = spawn(
		path,
		[
			'-D',
			folder,
			...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
		],
		options,
	);
	const stop = async () => {
		// As its own "fast" stop: it does not wait for clients to leave.
		await end(server, 'SIGINT');
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	};
	try {
		await waitFor(async () => await accepts(port), { what: `Postgres listens on port ${port}` });
	} catch (error) {
		await stop();
		throw error;
	}
	return stop;
}

/** The user that the server runs as, who must own its folder. */
function identityFor(folder: string): { uid?: number; gid?: number } {
	if (process.getuid?.() !== 0) return {};
	const idOf = (flag: string) =>
		Number(execFileSync('id', [flag, debianUser], { encoding: 'utf8' }));
	const identity = { uid: idOf('-u'), gid: idOf('-g') };
	chownSync(folder, identity.uid, identity.gid);
	return identity;
}

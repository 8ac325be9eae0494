import { spawn } from 'node:child_process';

import { waitFor } from '../../../../n8n-driver/wait-for';
import { accepts } from './accepts';
import { end } from './child';
import { findTool, type Tool } from './debianTool';

export const findRedis = (): Tool =>
	findTool({
		commands: ['redis-server'],
		debianPackage: 'redis-server',
		variable: 'REDIS_SERVER_PATH',
	});

/**
 * A Redis that keeps nothing on disk.
 * @param folder where it runs
 * @returns what ends it
 */
export async function startRedis(
	path: string,
	port: number,
	folder: string,
): Promise<() => Promise<void>> {
	const settings = {
		port: String(port),
		bind: '127.0.0.1',
		save: '',
		appendonly: 'no',
		dir: folder,
	};
	const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
	const redis = spawn(path, args, { stdio: 'ignore' });
	try {
		await waitFor(async () => await accepts(port), { what: `Redis listens on port ${port}` });
	} catch (error) {
		await end(redis);
		throw error;
	}
	return async () => await end(redis);
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leanEnvironment } from '../../../../n8n-driver/environment';
import { freePorts } from '../../../../n8n-driver/free-port';
import { installN8n } from '../../../../n8n-driver/install/install';
import { lines } from '../../../../n8n-driver/install/lines';
import { N8nProcess } from '../../../../n8n-driver/process';
import { stderrProgress } from '../../../../n8n-driver/install/progress';
import { waitFor } from '../../../../n8n-driver/wait-for';
import { removeUserFolder, Workbench } from '../../../../n8n-driver/workbench';
import { findTool, type Tool } from './debianTool';
import { handedOver } from '../handedOver';

export const findRedis = (): Tool =>
	findTool({
		commands: ['redis-server'],
		debianPackage: 'redis-server',
		variable: 'REDIS_SERVER_PATH',
	});

/**
 * An n8n of a main process, a worker and a webhook process, with a Redis of its own (docs/n8n.md#queue-mode).
 */
export class QueueMode {
	private constructor(
		readonly main: Workbench,
		readonly worker: N8nProcess,
		readonly webhooks: N8nProcess,
		/** Address of the webhook process; what n8n tells the outside as its webhook URL. */
		readonly webhookUrl: string,
		private readonly redis: ChildProcess,
		private readonly folder: string,
	) {}

	/** Without the editor, and without Code nodes unless `N8N_RUNNERS_MODE` in `extra` is `internal`. */
	static async start(redisPath: string, extra: Record<string, string> = {}): Promise<QueueMode> {
		const { line, tarball } = handedOver();
		const install = await installN8n(lines[line], stderrProgress());
		const folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-queue-'));
		const [redisPort, worker, workerBroker, webhook, webhookBroker] = await freePorts(5);
		const redis = await startRedis(redisPath, redisPort, folder);
		const webhookUrl = `http://127.0.0.1:${webhook}`;
		const env = {
			...leanEnvironment,
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			WEBHOOK_URL: `${webhookUrl}/`,
			...extra,
		};
		const started: Array<{ stop(): Promise<void> }> = [];
		try {
			const main = await Workbench.start({
				install,
				tarball,
				userFolder: folder,
				env,
				lean: true,
			});
			started.push(main);
			const common = { install, userFolder: folder };
			const process = (command: string[], http: number, broker: number, own = {}) =>
				new N8nProcess({
					...common,
					command,
					ports: { http, broker },
					env: { ...env, ...own },
					isReady: async () => await isHealthy(http),
				});
			const own = { QUEUE_HEALTH_CHECK_PORT: String(worker) };
			const workers = process(['worker', '--concurrency=10'], worker, workerBroker, own);
			const webhooks = process(['webhook'], webhook, webhookBroker);
			started.push(workers, webhooks);
			await Promise.all([workers.start(), webhooks.start()]);
			return new QueueMode(main, workers, webhooks, webhookUrl, redis, folder);
		} catch (error) {
			await Promise.all(started.map(async (process) => await process.stop()));
			await end(redis);
			await removeUserFolder(folder);
			throw error;
		}
	}

	async stop(): Promise<void> {
		await Promise.all([this.webhooks.stop(), this.main.stop()]);
		await this.worker.stop();
		await end(this.redis);
		await removeUserFolder(this.folder);
	}
}

async function isHealthy(port: number): Promise<boolean> {
	const { ok } = await fetch(`http://127.0.0.1:${port}/healthz/readiness`, {
		signal: AbortSignal.timeout(5_000),
	});
	return ok;
}

async function startRedis(path: string, port: number, folder: string): Promise<ChildProcess> {
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
	return redis;
}

async function accepts(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect({ port, host: '127.0.0.1' });
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('close', () => socket.destroy());
		socket.once('connect', () => socket.end());
	});
}

async function end(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	child.kill('SIGTERM');
	await ended;
}

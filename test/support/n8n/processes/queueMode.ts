import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leanEnvironment } from '../../../../n8n-driver/environment';
import { freePorts } from '../../../../n8n-driver/free-port';
import { installN8n } from '../../../../n8n-driver/install/install';
import { lines } from '../../../../n8n-driver/install/lines';
import { N8nProcess } from '../../../../n8n-driver/process';
import { stderrProgress } from '../../../../n8n-driver/install/progress';
import { removeUserFolder, Workbench } from '../../../../n8n-driver/workbench';
import { handedOver } from '../handedOver';
import { findPostgres, postgresEnvironment, startPostgres } from './postgres';
import { findRedis, startRedis } from './redis';

const WORKERS = 2;

/** The programs that queue mode needs besides n8n. */
export interface ClusterTools {
	postgres: string;
	redis: string;
}

/** Where they are on this machine, or why they are not. */
export function findClusterTools(): ClusterTools | { missing: string } {
	const redis = findRedis();
	if ('missing' in redis) return redis;
	const postgres = findPostgres();
	if ('missing' in postgres) return postgres;
	return { postgres: postgres.path, redis: redis.path };
}

/**
 * An n8n as a carrier runs it: a main process, two workers and a webhook process, with a Postgres and a Redis of
 * its own (docs/n8n.md#queue-mode).
 */
export class QueueMode {
	private constructor(
		readonly main: Workbench,
		readonly workers: N8nProcess[],
		readonly webhooks: N8nProcess,
		/** Address of the webhook process; what n8n tells the outside as its webhook URL. */
		readonly webhookUrl: string,
		private readonly newWorkers: (env: Record<string, string>) => Promise<N8nProcess[]>,
		private readonly releases: Array<() => Promise<void>>,
	) {}

	/** Without the editor; workers run Code nodes. */
	static async start(tools: ClusterTools): Promise<QueueMode> {
		const { line, tarball } = handedOver();
		const install = await installN8n(lines[line], stderrProgress());
		const folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-queue-'));
		const [redis, postgres, webhook, webhookBroker] = await freePorts(4);
		const releases = [async () => await removeUserFolder(folder)];
		try {
			releases.unshift(await startRedis(tools.redis, redis, folder));
			releases.unshift(await startPostgres(tools.postgres, postgres));
			const webhookUrl = `http://127.0.0.1:${webhook}`;
			const env = {
				...leanEnvironment(install.line),
				...postgresEnvironment(postgres),
				EXECUTIONS_MODE: 'queue',
				OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
				QUEUE_BULL_REDIS_HOST: '127.0.0.1',
				QUEUE_BULL_REDIS_PORT: String(redis),
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				N8N_RUNNERS_MODE: 'internal',
				WEBHOOK_URL: `${webhookUrl}/`,
			};
			const process = (command: string[], http: number, broker: number, own = {}) =>
				new N8nProcess({
					install,
					userFolder: folder,
					command,
					ports: { http, broker },
					env: { ...env, ...own },
					isReady: async () => await isHealthy(http),
				});
			const newWorkers = async (own: Record<string, string>) => {
				const ports = await freePorts(WORKERS * 2);
				return Array.from({ length: WORKERS }, (_, index) => {
					const [http, broker] = ports.slice(index * 2);
					const health = { QUEUE_HEALTH_CHECK_PORT: String(http) };
					return process(['worker', '--concurrency=10'], http, broker, { ...own, ...health });
				});
			};
			const workers = await newWorkers({});
			releases.unshift(async () => await stopAll(workers));
			const main = await Workbench.start({ install, tarball, userFolder: folder, env, lean: true });
			const webhooks = process(['webhook'], webhook, webhookBroker);
			releases.unshift(async () => await stopAll([main, webhooks]));
			await Promise.all([...workers, webhooks].map(async (one) => await one.start()));
			return new QueueMode(main, workers, webhooks, webhookUrl, newWorkers, releases);
		} catch (error) {
			for (const release of releases) await release();
			throw error;
		}
	}

	async stopWorkers(): Promise<void> {
		await stopAll(this.workers);
	}

	async startWorkers(): Promise<void> {
		await Promise.all(this.workers.map(async (worker) => await worker.start()));
	}

	/** Stops the workers, and makes others in their place, which have yet to be started. */
	async replaceWorkers(env: Record<string, string>): Promise<void> {
		await this.stopWorkers();
		this.workers.splice(0, WORKERS, ...(await this.newWorkers(env)));
	}

	/** What the workers have printed. */
	workerLog(): string {
		const files = new Set(this.workers.map(({ logFile }) => logFile));
		return [...files].map((file) => readFileSync(file, 'utf8')).join('\n');
	}

	async stop(): Promise<void> {
		for (const release of this.releases) await release();
	}
}

async function stopAll(processes: ReadonlyArray<{ stop(): Promise<void> }>): Promise<void> {
	await Promise.all(processes.map(async (one) => await one.stop()));
}

async function isHealthy(port: number): Promise<boolean> {
	const { ok } = await fetch(`http://127.0.0.1:${port}/healthz/readiness`, {
		signal: AbortSignal.timeout(5_000),
	});
	return ok;
}

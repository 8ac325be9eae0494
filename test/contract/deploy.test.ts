import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { parse } from 'yaml';

const ROOT = join(__dirname, '../..');
const NAME = 'n8n-nodes-telephony';

type Environment = Record<string, string>;

interface Service {
	image: string;
	command?: string[];
	environment?: Environment;
	volumes?: string[];
	depends_on?: Record<string, { condition: string }>;
	deploy?: { replicas: number };
	healthcheck?: unknown;
}

interface Compose {
	services: Record<string, Service>;
	volumes: Record<string, unknown>;
}

type Nested = { [name: string]: Nested | string | number | boolean };

interface Part {
	enabled?: boolean;
	replicaCount: number;
	config?: Nested;
	secret?: Nested;
	extraEnv: Record<string, { value?: string; valueFrom?: { secretKeyRef: { name: string } } }>;
	persistence: { enabled: boolean; type: string; existingClaim: string };
}

type Values = Record<'main' | 'worker' | 'webhook', Part> & {
	image: { tag: string };
	valkey: { enabled: boolean };
};

const read = <T>(file: string): T =>
	parse(readFileSync(join(ROOT, 'deploy', file), 'utf8'), { merge: true }) as T;

/** Every variable that n8n's own configuration reads. */
function knownToN8n(): Set<string> {
	const folders = [
		join(dirname(require.resolve('@n8n/config')), 'configs'),
		dirname(require.resolve('@n8n/config')),
	];
	const sources = folders.flatMap((folder) =>
		readdirSync(folder)
			.filter((name) => name.endsWith('.js'))
			.map((name) => readFileSync(join(folder, name), 'utf8')),
	);
	return new Set(
		sources.flatMap((source) =>
			[...source.matchAll(/\bEnv\)?\('([A-Z0-9_]+)'/g)].map(([, name]) => name),
		),
	);
}

const known = knownToN8n();

const unknownIn = (names: readonly string[]) => names.filter((name) => !known.has(name));

/** What the chart makes of nested values: `db.type` is DB_TYPE. */
function flattened(values: Nested, above = ''): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const path = above + name.toUpperCase();
		return typeof value === 'object' ? flattened(value, `${path}_`) : [path];
	});
}

const packagesOf = (text = '') =>
	(JSON.parse(text) as Array<{ name: string }>).map(({ name }) => name);

const version = (
	JSON.parse(readFileSync(join(ROOT, 'n8n-driver/installs/two/package.json'), 'utf8')) as {
		dependencies: { n8n: string };
	}
).dependencies.n8n;

describe('docker-compose.yml', () => {
	const { services, volumes } = read<Compose>('docker-compose.yml');
	const n8n = ['main', 'worker', 'webhook'].map((name) => services[name]);

	test('has a main process, two workers, a webhook process, Postgres and Redis', () => {
		expect(Object.keys(services).sort()).toEqual([
			'main',
			'postgres',
			'redis',
			'webhook',
			'worker',
		]);
		expect(services.main.command).toBeUndefined();
		expect(services.worker.command?.[0]).toBe('worker');
		expect(services.worker.deploy?.replicas).toBe(2);
		expect(services.webhook.command).toEqual(['webhook']);
	});

	test('every process of n8n is the version that is tested, and shares one folder and one queue', () => {
		for (const { image, volumes: mounted, environment } of n8n) {
			expect(image).toBe(`docker.n8n.io/n8nio/n8n:${version}`);
			expect(mounted).toEqual(['n8n:/home/node/.n8n']);
			expect(environment).toMatchObject({ EXECUTIONS_MODE: 'queue', DB_TYPE: 'postgresdb' });
			expect(environment?.QUEUE_BULL_REDIS_HOST).toBe('redis');
			expect(environment?.DB_POSTGRESDB_HOST).toBe('postgres');
		}
	});

	test('the main process installs the package, and the others start after it', () => {
		expect(packagesOf(services.main.environment?.N8N_COMMUNITY_PACKAGES)).toEqual([NAME]);
		for (const { environment, depends_on: before } of [services.worker, services.webhook]) {
			expect(environment?.N8N_COMMUNITY_PACKAGES).toBeUndefined();
			expect(Object.keys(before ?? {}).sort()).toEqual(['main', 'postgres', 'redis']);
		}
	});

	test('whatever is waited for can be healthy, and every volume is declared', () => {
		const waited = n8n.flatMap(({ depends_on: before = {} }) => Object.entries(before));
		for (const [name, { condition }] of waited) {
			expect(condition).toBe('service_healthy');
			expect(services[name].healthcheck).toBeDefined();
		}
		const mounted = Object.values(services).flatMap((service) => service.volumes ?? []);
		const named = mounted.map((mount) => mount.split(':')[0]);
		expect(Object.keys(volumes).sort()).toEqual([...new Set(named)].sort());
	});

	test('names only variables that n8n reads', () => {
		expect(known.size).toBeGreaterThan(300);
		for (const { environment = {} } of n8n) expect(unknownIn(Object.keys(environment))).toEqual([]);
	});

	test('asks for what .env.example names', () => {
		const text = readFileSync(join(ROOT, 'deploy/docker-compose.yml'), 'utf8');
		const asked = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
		const example = readFileSync(join(ROOT, 'deploy/.env.example'), 'utf8');
		const named = [...example.matchAll(/^(\w+)=/gm)].map(([, name]) => name);
		expect([...new Set(asked)].sort()).toEqual(named.sort());
	});
});

describe('helm-values.yaml', () => {
	const values = read<Values>('helm-values.yaml');
	const parts = [values.main, values.worker, values.webhook];

	test('has the same processes on one folder', () => {
		expect(values.image.tag).toBe(version);
		expect(parts.map(({ replicaCount }) => replicaCount)).toEqual([1, 2, 1]);
		expect(values.worker.enabled && values.webhook.enabled && values.valkey.enabled).toBe(true);
		for (const { persistence } of parts) {
			expect(persistence).toEqual({ enabled: true, type: 'existing', existingClaim: 'n8n-shared' });
		}
	});

	test('the main process installs the package', () => {
		expect(packagesOf(values.main.extraEnv.N8N_COMMUNITY_PACKAGES.value)).toEqual([NAME]);
		expect(values.worker.extraEnv.N8N_COMMUNITY_PACKAGES).toBeUndefined();
	});

	test('names only variables that n8n reads', () => {
		for (const { config = {}, secret = {}, extraEnv } of parts) {
			const names = [...flattened(config), ...flattened(secret), ...Object.keys(extraEnv)];
			expect(unknownIn(names)).toEqual([]);
		}
	});

	test('sets what docker-compose.yml sets', () => {
		const compose = read<Compose>('docker-compose.yml').services.main.environment ?? {};
		const { config = {}, secret = {}, extraEnv } = values.main;
		const names = [...flattened(config), ...flattened(secret), ...Object.keys(extraEnv)];
		expect(names.sort()).toEqual(Object.keys(compose).sort());
	});
});

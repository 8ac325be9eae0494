import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { N8nApi } from './rest/api';
import { installCommunityPackage, registerCommunityPackage } from './install/community-package';
import { keepDatabase, takeDatabase } from './install/database';
import { leanEnvironment } from './environment';
import type { N8nInstall } from './install/install';
import type { Tarball } from './install/pack';
import { RestClient, type Owner } from './rest/rest-client';
import type { NodeTypeDescription } from './rest/rest-types';
import { N8nServer } from './server';

/** The login of every n8n that the demo and the tests start. It listens on 127.0.0.1 only. */
export const owner: Owner = { email: 'owner@example.net', password: 'Telephony-1' };

export interface WorkbenchOptions {
	install: N8nInstall;
	/** The package to install as a community package. */
	tarball: Tarball;
	userFolder: string;
	port?: number;
	/** Changes the installed package, whose folder it gets, before n8n loads it. */
	change?(folder: string): Promise<void>;
	env?: Record<string, string>;
	/** Without the editor and its list of community packages, without Code nodes: see `leanEnvironment`. */
	lean?: boolean;
	signal?: AbortSignal;
}

/** A running n8n with our package installed in it and somebody logged in. */
export class Workbench {
	private constructor(
		readonly server: N8nServer,
		readonly api: N8nApi,
	) {}

	static async start(options: WorkbenchOptions): Promise<Workbench> {
		const { install, tarball, userFolder, port, lean = false, signal, change } = options;
		const env = { ...(lean ? leanEnvironment(install.line) : {}), ...options.env };
		const isSqlite = env.DB_TYPE === undefined;
		const hasOwner = isSqlite && (await takeDatabase(install, userFolder, lean));
		await mkdir(join(userFolder, '.n8n', 'nodes'), { recursive: true });
		await installCommunityPackage(install, userFolder, tarball, signal);
		await change?.(join(userFolder, '.n8n', 'nodes', 'node_modules', tarball.name));
		const server = await N8nServer.start({ install, userFolder, port, env, signal });
		try {
			signal?.throwIfAborted();
			const rest = new RestClient(server.url);
			if (hasOwner) await rest.logIn(owner);
			else {
				await rest.setUpOwner(owner);
				if (isSqlite) await keepDatabase(install, userFolder, lean);
			}
			const api = new N8nApi(rest, server);
			if (!lean) {
				const nodeTypes = await ourNodeTypes(api, tarball, server);
				const shipped = nodeTypes.filter((type) => !isToolVariant(type, nodeTypes));
				await registerCommunityPackage(install, userFolder, tarball, shipped.map(toInstalledNode));
			}
			return new Workbench(server, api);
		} catch (error) {
			await server.stop();
			throw error;
		}
	}

	/** Stops n8n and logs in again when it is back; `how` it ends is an operator's stop or a crash. */
	async restart(how: 'stop' | 'kill'): Promise<void> {
		await this.server[how]();
		await this.server.start();
		await this.api.rest.logIn(owner);
	}

	async stop(): Promise<void> {
		await this.server.stop();
	}
}

/** Removes what a workbench left on disk. */
export async function removeUserFolder(userFolder: string): Promise<void> {
	await rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
}

async function ourNodeTypes(
	api: N8nApi,
	{ name }: Tarball,
	server: N8nServer,
): Promise<NodeTypeDescription[]> {
	const ours = (await api.nodeTypes()).filter((type) => type.name.startsWith(`${name}.`));
	if (ours.length === 0) {
		throw new Error(`n8n loaded no node of ${name}.\n${server.logTail()}`);
	}
	return ours;
}

/** n8n adds such a type by itself to every node with `usableAsTool`. */
function isToolVariant({ name }: NodeTypeDescription, all: NodeTypeDescription[]): boolean {
	return name.endsWith('Tool') && all.some((other) => `${other.name}Tool` === name);
}

function toInstalledNode({ name, displayName, version }: NodeTypeDescription) {
	return { type: name, displayName, version: Math.max(...[version].flat()) };
}

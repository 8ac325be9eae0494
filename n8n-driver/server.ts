import { freePorts } from './free-port';
import type { N8nInstall } from './install/install';
import type { LineName } from './install/lines';
import { N8nProcess } from './process';

export interface N8nServerOptions {
	install: N8nInstall;
	/** n8n's data; the same folder again continues where the last run ended. */
	userFolder: string;
	/** 0 or absent: any free port. */
	port?: number;
	env?: Record<string, string>;
	/** Gives up starting. */
	signal?: AbortSignal;
}

/** n8n's main process: editor, REST interface, triggers and webhooks. */
export class N8nServer extends N8nProcess {
	private constructor(
		options: N8nServerOptions,
		readonly url: string,
		ports: { http: number; broker: number },
	) {
		super({ ...options, command: ['start'], ports, isReady: async () => await answers(url) });
		this.line = options.install.line.name;
	}

	readonly line: LineName;

	/** Starts n8n and waits until its REST interface answers. */
	static async start(options: N8nServerOptions): Promise<N8nServer> {
		const [free, broker] = await freePorts(2);
		const http = options.port || free;
		const server = new N8nServer(options, `http://127.0.0.1:${http}`, { http, broker });
		await server.start();
		return server;
	}
}

/**
 * During start-up 1.x answers 200 with plain text on every path, so only JSON counts: that nobody is logged in.
 * It is asked of what n8n has without its editor too.
 */
async function answers(url: string): Promise<boolean> {
	const response = await fetch(`${url}/rest/login`, { signal: AbortSignal.timeout(5_000) });
	return response.status === 401 && typeof (await response.json()) === 'object';
}

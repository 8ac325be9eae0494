import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { selfSignedCertificate } from '../shared/certificate';
import { servePage } from '../shared/page/page';
import { listen } from '../shared/server';
import { Control } from './control';
import { CooCenterHandler } from './handler';
import { settingsFrom, type CooCenterSimulatorOptions } from './options';
import { CooCenterWorld } from './world';

export type { CooCenterSimulatorOptions } from './options';
export type { CooCenterWorld } from './world';

export interface CooCenterSimulator {
	url: string;
	/** `url` + `/control` */
	controlUrl: string;
	/** Where a person places and answers calls, and sees what goes over the line. */
	pageUrl: string;
	port: number;
	/** File with the self-signed certificate, when TLS is on. */
	certificate?: string;
	/** Direct access, for tests in the same process. */
	world: CooCenterWorld;
	handler: CooCenterHandler;
	/** Hard: every connection is destroyed. */
	close(): Promise<void>;
}

const KEEP_ALIVE = 4000;
const PAGE = join(__dirname, 'page');

/** Starts a CooCenter PBX with a world of its own. */
export async function startCooCenterSimulator(
	options: CooCenterSimulatorOptions = {},
): Promise<CooCenterSimulator> {
	const settings = settingsFrom(options);
	const world = new CooCenterWorld(settings);
	const certificate = settings.tls ? selfSignedCertificate() : undefined;
	const handler = new CooCenterHandler(world);
	const control = new Control(world, handler);
	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		if (await handler.handle(request, response)) return;
		const [path] = (request.url ?? '/').split('?');
		if (servePage(PAGE, path, request, response)) return;
		if (await control.handle(request, response)) return;
		response.writeHead(404, { 'Content-Type': 'text/html' }).end('<html>Not found</html>');
	};
	const server = await listen(
		(request, response) => {
			answer(request, response).catch((error: unknown) => {
				response.destroy(error instanceof Error ? error : undefined);
			});
		},
		{ host: settings.host, port: settings.port, tls: certificate, keepAliveTimeout: KEEP_ALIVE },
	).catch((error: unknown) => {
		certificate?.remove();
		throw error;
	});
	const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
	const url = `${settings.tls ? 'https' : 'http'}://${host}:${server.port}`;
	return {
		url,
		controlUrl: `${url}/control`,
		pageUrl: `${url}/`,
		port: server.port,
		certificate: certificate?.certificatePath,
		world,
		handler,
		async close() {
			world.close();
			await server.close();
			certificate?.remove();
		},
	};
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { selfSignedCertificate } from '../shared/certificate';
import { listen } from '../shared/server';
import { rearm } from './calls/rearm';
import { Control } from './control/control';
import { unknownPath, XsiHandler } from './http/handler';
import { send } from './http/reply';
import { settingsFrom, type XsiSimulatorOptions } from './options';
import type { XsiState } from './state';
import { XsiWorld } from './world';

export type { XsiSimulatorOptions } from './options';
export type { XsiState } from './state';
export type { XsiWorld } from './world';

export interface XsiSimulator {
	url: string;
	/** `url` + `/control` */
	controlUrl: string;
	/** `url` + `/` */
	pageUrl: string;
	port: number;
	/** File with the self-signed certificate, when TLS is on. */
	certificate?: string;
	/** Direct access, for tests in the same process. */
	world: XsiWorld;
	/** A copy of everything but connections, for a restart. */
	exportState(): XsiState;
	/** Hard: every connection is destroyed. */
	close(): Promise<void>;
}

/** ms an idle management connection is kept ([C] chk header: `Keep-Alive: timeout=4`). */
const KEEP_ALIVE = 4000;

/** Starts a BroadWorks XSI server with a world of its own. */
export async function startXsiSimulator(options: XsiSimulatorOptions = {}): Promise<XsiSimulator> {
	const settings = settingsFrom(options);
	const state = options.state && structuredClone(options.state);
	const world = new XsiWorld(settings, state);
	const certificate = settings.tls ? selfSignedCertificate() : undefined;
	const handler = new XsiHandler(world, settings.tls);
	const control = new Control(world, handler);

	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		if (await handler.handle(request, response)) return;
		if (await control.handle(request, response)) return;
		send(response, unknownPath(), { json: false, events: false });
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
	control.onCut((isOwn) => {
		for (const socket of server.sockets) if (!isOwn(socket)) socket.destroy();
	});
	if (state) rearm(world);
	const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
	const url = `${settings.tls ? 'https' : 'http'}://${host}:${server.port}`;
	return {
		url,
		controlUrl: `${url}/control`,
		pageUrl: `${url}/`,
		port: server.port,
		certificate: certificate?.certificatePath,
		world,
		exportState: () => world.exportState(),
		async close() {
			world.close();
			control.close();
			await server.close();
			certificate?.remove();
		},
	};
}

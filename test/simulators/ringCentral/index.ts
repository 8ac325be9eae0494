import type { IncomingMessage, ServerResponse } from 'node:http';

import { listen } from '../shared/server';
import { addAuthRoutes } from './login/authRoutes';
import { addAnalyticsRoutes } from './callLog/analytics';
import { addCallLogRoutes } from './callLog/callLogRoutes';
import { addAddressBookRoutes } from './people/contacts';
import { addDirectoryRoutes } from './people/directory';
import { addGreetingRoutes } from './people/greetings';
import { addInsightRoutes } from './callLog/insights';
import { addLiveParts } from './live';
import { addRecordingRoutes } from './callLog/media';
import { addMessageRoutes } from './messages/routes';
import { settingsFrom, type RingCentralSimulatorOptions } from './options';
import { addPresenceRoutes } from './people/presenceRoutes';
import { addQueueRoutes } from './people/queueRoutes';
import { addRulesRoutes } from './people/rules';
import { Router, type Route } from './requests/router';
import { ApiServer, type RequestEntry } from './server';
import { addChatRoutes } from './teamMessaging/chatRoutes';
import { addItemRoutes } from './teamMessaging/itemRoutes';
import { addPostRoutes } from './teamMessaging/postRoutes';
import { World } from './world';

export type { RingCentralSimulatorOptions } from './options';
export type { RequestEntry } from './server';
export type { World } from './world';

export interface RingCentralSimulator {
	/** Server URL: what a credential has. */
	url: string;
	/** `url` + `/control` */
	controlUrl: string;
	/** `url` + `/` */
	pageUrl: string;
	port: number;
	/** Direct access, for tests in the same process. */
	world: World;
	/** What clients asked of the API, oldest first. */
	requests: RequestEntry[];
	routes: readonly Route[];
	/** Hard: every connection is destroyed. */
	close(): Promise<void>;
}

/** ms an idle connection is kept: longer than clients keep theirs, which then meet no closed one. */
const KEEP_ALIVE = 65_000;

/** Starts a RingCentral with a world of its own. */
export async function startRingCentralSimulator(
	options: RingCentralSimulatorOptions = {},
): Promise<RingCentralSimulator> {
	const settings = settingsFrom(options);
	const world = new World(settings);
	const router = new Router();
	addAuthRoutes(router);
	addCallLogRoutes(router);
	addDirectoryRoutes(router);
	addRecordingRoutes(router);
	addMessageRoutes(router);
	addPresenceRoutes(router);
	addQueueRoutes(router);
	addChatRoutes(router);
	addPostRoutes(router);
	addItemRoutes(router);
	addAddressBookRoutes(router);
	addRulesRoutes(router);
	addGreetingRoutes(router);
	addInsightRoutes(router);
	addAnalyticsRoutes(router);
	const live = addLiveParts(world, router, () => api.requests);
	const api = new ApiServer(world, router);
	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		if (await api.handle(request, response)) return;
		if (await live.handle(request, response)) return;
		response.writeHead(404, { 'Content-Length': 0 });
		response.end();
	};
	const server = await listen(
		(request, response) => {
			answer(request, response).catch((error: unknown) => {
				response.destroy(error instanceof Error ? error : undefined);
			});
		},
		{
			host: settings.host,
			port: settings.port,
			keepAliveTimeout: KEEP_ALIVE,
			upgrade: (request, socket, head) => {
				if (!live.upgrade(request, socket, head)) socket.destroy();
			},
		},
	);
	const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
	const url = `http://${host}:${server.port}`;
	world.baseUrl = url;
	return {
		url,
		controlUrl: `${url}/control`,
		pageUrl: `${url}/`,
		port: server.port,
		world,
		requests: api.requests,
		routes: router.routes,
		async close() {
			live.close();
			world.close();
			await server.close();
		},
	};
}

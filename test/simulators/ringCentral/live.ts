import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { Calls } from './calls/calls';
import { addPartyRoutes } from './calls/routes/partyRoutes';
import { addRingOutRoutes } from './calls/routes/ringOutRoutes';
import { CallsInProgress } from './calls/running';
import { addSessionRoutes } from './calls/routes/sessionRoutes';
import { Control } from './control/control';
import { ControlHttp } from './control/http';
import { EventHub } from './events/hub';
import { ApiFaults } from './faults';
import { Gateway } from './gateway/gateway';
import type { Router } from './requests/router';
import type { RequestEntry } from './server';
import { addSubscriptionRoutes } from './subscriptions/routes';
import type { World } from './world';

/** What the live part adds to the server beside its routes. */
export interface LiveParts {
	/** Answers the control interface and the page; false when the path is none of theirs. */
	handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
	/** Takes a WebSocket over; false when the path is not the gateway's. */
	upgrade(request: IncomingMessage, socket: Socket, head: Buffer): boolean;
	close(): void;
}

/** Puts sessions, subscriptions, gateway, faults and control into the world and the router. */
export function addLiveParts(
	world: World,
	router: Router,
	requests: () => readonly RequestEntry[],
): LiveParts {
	const hub = new EventHub(world.options, world.clock);
	const calls = new Calls(world);
	const faults = new ApiFaults();
	const gateway = new Gateway(world, hub);
	world.events = hub;
	world.running = new CallsInProgress(calls);
	world.faults = faults;
	world.control = new Control(world, { calls, hub, gateway, faults });
	addSessionRoutes(router, calls);
	addPartyRoutes(router, calls);
	addRingOutRoutes(router, calls);
	addSubscriptionRoutes(router, hub);
	gateway.addRoutes(router);
	const http = new ControlHttp(world.control, requests);
	return {
		handle: (request, response) => http.handle(request, response),
		upgrade: (request, socket, head) => gateway.upgrade(request, socket, head),
		close() {
			http.close();
			gateway.close();
			hub.close();
		},
	};
}

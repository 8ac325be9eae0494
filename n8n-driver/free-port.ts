import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Ports to choose from, the last one left out: below those that systems take for outgoing connections (32768 and more). It takes
 * seconds until whoever asked for a port listens at it, and a connection of somebody else must not have it by then.
 */
const FIRST = 15_000;
const END = 32_000;

/** Ports on 127.0.0.1 that nobody is listening on at the moment, all different. */
export async function freePorts(count: number): Promise<number[]> {
	const ports = new Set<number>();
	while (ports.size < count) {
		// By chance, so that processes which choose at the same moment choose different ones.
		const port = randomInt(FIRST, END);
		if (await portIsFree(port)) ports.add(port);
	}
	return [...ports];
}

/** Whether nobody listens on a port of 127.0.0.1. */
export async function portIsFree(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}

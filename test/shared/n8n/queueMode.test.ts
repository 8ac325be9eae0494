import { handedOver } from '../../support/n8n/handedOver';
import { findClusterTools, QueueMode } from '../../support/n8n/processes/queueMode';
import { sideBySide } from '../../support/n8n/sideBySide';
import type { Cluster } from './queueMode/cluster';
import { contact } from './queueMode/contact';
import { liveEvents } from './queueMode/liveEvents';
import { overload } from './queueMode/overload';
import { processAway } from './queueMode/processAway';
import { pushes } from './queueMode/pushes';
import { workerKilled } from './queueMode/workerKilled';

const tools = findClusterTools();
if ('missing' in tools) {
	process.stderr.write(`[n8n] The tests of queue mode are skipped: ${tools.missing}\n`);
}
const describeWithTools = 'missing' in tools ? describe.skip : describe;

/** 1.123 has no deduplication key, and runs by itself again what a worker was killed with. */
const describeInTwo = process.env.TELEPHONY_N8N === 'one' ? describe.skip : describe;

/** Main process, two workers and a webhook process on Postgres and Redis, as a carrier runs n8n. */
describeWithTools('Queue mode', () => {
	let queue: QueueMode;

	beforeAll(async () => {
		handedOver();
		if ('missing' in tools) throw new Error(tools.missing);
		queue = await QueueMode.start(tools);
	});
	afterAll(async () => await queue?.stop());

	const cluster: Cluster = {
		get queue() {
			return queue;
		},
		get api() {
			return queue.main.api;
		},
	};

	describe('with all its processes', () => {
		const together = sideBySide();
		liveEvents(cluster, together);
		pushes(cluster, together);
	});

	describe('with one of its processes away', () => processAway(cluster));

	describeInTwo('HTTP contact', () => contact(cluster));

	describeInTwo('under overload', () => overload(cluster));

	describeInTwo('A worker that is killed', () => workerKilled(cluster));
});

import { leaveToReconciler } from '../../../n8n-driver/install/database';
import { lines } from '../../../n8n-driver/install/lines';
import { handedOver } from '../../support/n8n/handedOver';
import { startOwnN8n, type OwnN8n } from '../../support/n8n/processes/ownN8n';
import { answeredPushes } from './restart/answeredPushes';
import { broadWorksChannel, broadWorksContact } from './restart/broadWorks';
import type { Backend, Live } from './restart/live';
import { cooCenter, dimensions, udesk } from './restart/pushes';
import { ringCentralBy } from './restart/ringCentral';
import { sideBySide } from '../../support/n8n/sideBySide';

const backends: Backend[] = [
	broadWorksChannel,
	broadWorksContact,
	ringCentralBy('webhook'),
	ringCentralBy('webSocket'),
	cooCenter,
	udesk,
	dimensions,
	answeredPushes,
];

/**
 * Workflows of every backend in one n8n of their own, so that what ends it once is proven for all of them.
 * It also walks each backend once: an action, an event, a restart.
 */
describe('One n8n with every backend', () => {
	let own: OwnN8n;
	const lives = new Map<Backend, Live>();

	beforeAll(async () => {
		// n8n starts one workflow after the other; the line holds events for 5 s for those not started yet.
		own = await startOwnN8n('restart', {
			N8N_WORKFLOW_ACTIVATION_BATCH_SIZE: '20',
			N8N_EXPRESSION_ENGINE: lines[handedOver().line].defaultEngine,
		});
		const starting = backends.map(async (backend) => {
			lives.set(backend, await backend.start(own.bench));
		});
		await Promise.all(starting);
	});
	afterAll(async () => {
		await own?.remove();
		for (const live of lives.values()) await live.close();
	});

	const live = (backend: Backend): Live => {
		const found = lives.get(backend);
		if (!found) throw new Error(`${backend.name} has not been started.`);
		return found;
	};
	const each = async (work: (one: Live) => Promise<void> | undefined) =>
		await Promise.all(backends.map(async (backend) => await work(live(backend))));

	/** Asks every backend at the same time. */
	const everyBackend = (work: (one: Live) => Promise<void> | undefined) =>
		sideBySide(backends.length).each(
			backends,
			({ name }) => name,
			async (backend) => await work(live(backend)),
		);

	describe('an action', () => everyBackend(async (one) => await one.acts()));

	describe('an event', () => everyBackend(async (one) => await one.hears()));

	describe.each(['stop', 'kill'] as const)('events flow again after %s and start', (how) => {
		beforeAll(async () => {
			await each(async (one) => await one.beforeEnd?.());
			await each(async (one) => await one.lastMoment?.(how));
			await own.bench.server[how]();
			await each(async (one) => await one.whileDown?.(how));
			// n8n 2.x starts workflows in two ways: after a kill as at any start, here as its reconciler does.
			if (how === 'stop' && handedOver().line === 'two')
				await leaveToReconciler(own.install, own.folder);
			// It has ended already, so this starts it.
			await own.bench.restart(how);
		});

		everyBackend(async (one) => await one.afterStart(how));
	});

	describe('switching off', () => everyBackend(async (one) => await one.switchOff?.()));
});

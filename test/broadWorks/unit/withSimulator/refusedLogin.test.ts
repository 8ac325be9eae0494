import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import type { Logger } from 'n8n-workflow';

import { BroadWorksTrigger } from '../../../../nodes/BroadWorks/BroadWorksTrigger.node';
import { hookContext, triggerContext, type Surroundings } from '../../../faults/standIn/contexts';
import { startXsiSimulator, type XsiSimulator } from '../../../simulators/broadWorks/index';

const TRIGGERS = 8;

/** ms in which the first refused login is tried once more, and not twice. */
const TWO_STEPS = 7_000;

describe('A login that the server refuses', () => {
	let simulator: XsiSimulator;
	const node = new BroadWorksTrigger();

	beforeAll(async () => (simulator = await startXsiSimulator()));
	afterAll(async () => await simulator.close());

	const quiet = () => {};
	const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet } as unknown as Logger;

	const surroundings = (delivery: string, password: string): Surroundings => ({
		workflow: {
			parameters: {
				triggerOn: 'doNotDisturb',
				delivery,
				targetType: 'user',
				userId: 'alice@example.net',
				output: 'connector',
			},
			credential: {
				serverUrl: simulator.url,
				authentication: 'basic',
				userId: 'admin@example.net',
				password,
			},
			staticData: {},
			// As when n8n starts: all at once, and nobody clicks.
			activation: 'init',
			executionMs: 0,
			webhookPort: 0,
		},
		staticData: {},
		logger,
		webhookUrl: `http://127.0.0.1:9/webhook/${randomUUID()}`,
		workflowId: randomUUID(),
		emit: quiet,
		emitError: quiet as never,
	});

	const statuses = async () => {
		const response = await fetch(`${simulator.controlUrl}/requests`);
		const requests = (await response.json()) as Array<{ status: number }>;
		return requests.map(({ status }) => status);
	};

	test('is tried once per step by all triggers together, whatever their delivery', async () => {
		const started = await Promise.all(
			Array.from({ length: TRIGGERS }, async (_, index) => {
				const delivery = index % 2 === 0 ? 'channel' : 'httpContact';
				const given = surroundings(delivery, 'wrong');
				const trigger = await node.trigger.call(triggerContext(given));
				if (delivery === 'httpContact')
					await node.webhookMethods.default.checkExists.call(hookContext(given));
				return trigger;
			}),
		);
		await pause(TWO_STEPS);
		expect(await statuses()).toEqual([401, 401]);
		await Promise.all(started.map(async ({ closeFunction }) => await closeFunction?.()));
	}, 30_000);
});

import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';

import { startsByItself } from '../../../../../nodes/shared/trigger/activation';
import { lineItem } from '../../../../../nodes/shared/trigger/line/lineReport';
import { LineWatch, type LineAbout } from '../../../../../nodes/shared/trigger/line/lineWatch';
import { knownLines } from '../../../../../nodes/shared/trigger/line/liveLines';
import { n8nContext } from '../../../../support/contexts/n8nContext';
import { FakeClock } from '../../../../support/fakes/fakeClock';
import { RecordingLog } from '../../../../support/fakes/fakePorts';

const about: LineAbout = {
	backend: 'BroadWorks',
	credential: 'broadWorksXsiApi',
	delivery: 'channel',
	events: 'Advanced Call',
	errorWorkflowAfter: 60_000,
	waiting: () => 3,
};

/** A line whose error workflow runs as in n8n 2.x, or as in 1.x. */
function watched(
	line: '2.x' | '1.x' = '2.x',
	more: Partial<LineAbout> = {},
	clock = new FakeClock(),
) {
	const raised: string[] = [];
	const raise = (error: Error) => void raised.push(error.message);
	const node: ITriggerFunctions = n8nContext({
		workflow: { id: `${expect.getState().currentTestName}`, name: 'Calls' },
		node: { credentials: { broadWorksXsiApi: { id: '7', name: 'Main' } } },
		activation: 'activate',
		emitError: raise,
	});
	if (line === '2.x') Object.assign(node, { saveFailedExecution: raise });
	else delete (node as Partial<ITriggerFunctions>).saveFailedExecution;
	const make = () => new LineWatch(node, { ...about, ...more }, new RecordingLog(), clock);
	const watch = make();
	const item = async (): Promise<IDataObject> => {
		const { lines } = await knownLines();
		const own = lines.find(({ workflowId }) => workflowId === node.getWorkflow().id);
		return own ? lineItem(own, clock.now()) : {};
	};
	return { node, watch, make, raised, clock, item };
}

const cut = { since: Date.UTC(2026, 0, 1), cause: 'the server is silent' };

describe('the watch of a line', () => {
	test('a line that comes up, is cut and comes back tells it with its times', async () => {
		const { watch, clock, item } = watched();
		expect(await item()).toMatchObject({
			state: 'connecting',
			workflowName: 'Calls',
			credentialId: '7',
			activeSince: '2026-01-01T00:00:00.000Z',
			waiting: 3,
		});
		await clock.advance(1_000);
		watch.fine('start');
		expect(await item()).toMatchObject({
			state: 'connected',
			connectedSince: '2026-01-01T00:00:01.000Z',
		});
		watch.event();
		await clock.advance(30_000);
		watch.trouble('line', { since: clock.now() - 5_000, cause: 'the server is silent' });
		await clock.advance(10_000);
		const down = await item();
		expect(down).toMatchObject({
			state: 'reconnecting',
			downSince: '2026-01-01T00:00:26.000Z',
			secondsDown: 15,
			secondsSinceLastEvent: 40,
			lastError: 'the server is silent',
		});
		expect(down).not.toHaveProperty('connectedSince');
		watch.fine('line', 'login');
		const back = await item();
		expect(back).toMatchObject({ state: 'connected', connectedSince: '2026-01-01T00:00:41.000Z' });
		expect(back).not.toHaveProperty('downSince');
		watch.close();
		expect(await item()).toEqual({});
	});

	test('a line whose subscription is lost is not connected before that is back too', async () => {
		const { watch, item } = watched();
		watch.fine('start');
		watch.trouble('line', cut);
		watch.trouble('subscription', cut);
		watch.fine('line');
		expect(await item()).toMatchObject({ state: 'reconnecting' });
		watch.fine('subscription');
		expect(await item()).toMatchObject({ state: 'connected' });
	});

	test('what the server refuses is told as refused, also before it ever connected', async () => {
		const { watch, item } = watched();
		watch.trouble('login', { ...cut, cause: 'wrong password' }, { isRefused: true });
		expect(await item()).toMatchObject({ state: 'refused', lastError: 'wrong password' });
	});

	test('pushes have no line that could be down', async () => {
		const { item, raised, clock } = watched('2.x', { delivery: 'push' });
		await clock.advance(3_600_000);
		expect(await item()).toMatchObject({ state: 'listening' });
		expect(raised).toEqual([]);
	});
});

describe('the alarm of a line', () => {
	test('the error workflow runs once for each outage that lasts, and not for a short one', async () => {
		const { watch, clock, raised } = watched();
		watch.fine('start');
		watch.trouble('line', { since: clock.now(), cause: 'cut' });
		await clock.advance(59_000);
		watch.fine('line');
		await clock.advance(120_000);
		expect(raised).toEqual([]);
		watch.trouble('line', { since: clock.now() - 20_000, cause: 'cut' });
		await clock.advance(39_000);
		expect(raised).toEqual([]);
		watch.trouble('subscription', { since: clock.now(), cause: 'the server is silent' });
		await clock.advance(600_000);
		expect(raised).toEqual(['No event can come from BroadWorks for 60 s: the server is silent']);
		watch.fine('line', 'subscription');
		watch.trouble('line', { since: clock.now(), cause: 'cut again' });
		await clock.advance(60_000);
		expect(raised).toHaveLength(2);
	});

	test('a line that never comes up raises it too, and one that was closed does not', async () => {
		const first = watched();
		await first.clock.advance(60_000);
		expect(first.raised).toHaveLength(1);
		const closed = watched();
		closed.watch.close();
		await closed.clock.advance(600_000);
		expect(closed.raised).toEqual([]);
	});

	test('an outage of which the error workflow was told already raises nothing', async () => {
		const { watch, clock, raised } = watched();
		watch.fine('start');
		watch.trouble(
			'login',
			{ since: clock.now(), cause: 'no' },
			{ isRefused: true, isRaised: true },
		);
		await clock.advance(600_000);
		expect(raised).toEqual([]);
	});

	test('without the option nothing is raised', async () => {
		const { clock, raised } = watched('2.x', { errorWorkflowAfter: 0 });
		await clock.advance(3_600_000);
		expect(raised).toEqual([]);
	});

	test('n8n 1.x starts the trigger again, which goes on with the outage and raises it no more', async () => {
		const { node, watch, make, clock, raised, item } = watched('1.x');
		const begun = clock.now();
		watch.fine('start');
		await clock.advance(1_000);
		watch.trouble('line', { since: clock.now(), cause: 'cut' });
		expect(startsByItself(node)).toBe(false);
		await clock.advance(60_000);
		expect(raised).toHaveLength(1);
		// What n8n does with an emitted error.
		watch.close();
		await clock.advance(1_000);
		expect(startsByItself(node)).toBe(true);
		const again = make();
		await clock.advance(600_000);
		expect(raised).toHaveLength(1);
		expect(await item()).toMatchObject({ downSince: new Date(begun + 1_000).toISOString() });
		expect(again.fine('start')).toEqual({ since: begun + 1_000, cause: 'cut' });
		again.trouble('line', { since: clock.now(), cause: 'cut again' });
		await clock.advance(60_000);
		expect(raised).toHaveLength(2);
	});
});

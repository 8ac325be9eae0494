import type { ITriggerFunctions } from 'n8n-workflow';

import { listenLater, mayStartLater } from '../../../../nodes/BroadWorks/trigger/listenLater';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { knownLines } from '../../../../nodes/shared/trigger/line/liveLines';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { settled } from '../../../support/fakes/turns';

const down = new TelephonyError('unavailable', 'Webex is down');
const wrong = new TelephonyError('badRequest', 'The account is not connected yet');

const PANEL: Record<string, unknown> = { triggerOn: 'callEvent', delivery: 'httpContact' };

/** n8n 2.x has `saveFailedExecution`. */
function context(mode: string, activation: string, line: 'one' | 'two' = 'two') {
	const told: unknown[] = [];
	const saveFailedExecution = (error: unknown) => void told.push(error);
	const node = {
		getMode: () => mode,
		getActivationMode: () => activation,
		getNode: () => ({ id: 'node', name: 'Event', parameters: { authentication: 'webex' } }),
		getWorkflow: () => ({ id: 'w1', name: 'Calls' }),
		getNodeParameter: (name: string, fallback: unknown) => PANEL[name] ?? fallback,
		...(line === 'two' ? { saveFailedExecution } : {}),
	} as unknown as ITriggerFunctions;
	return { node, told };
}

it.each([
	['a test run', context('manual', 'manual'), down, false],
	['a start of n8n', context('trigger', 'init', 'one'), down, true],
	['a start of n8n', context('trigger', 'init'), wrong, false],
	['a click in n8n 2.x', context('trigger', 'activate'), down, true],
	['a click in n8n 1.x', context('trigger', 'activate', 'one'), down, false],
	['a click in n8n 2.x', context('trigger', 'activate'), wrong, false],
])('%s: whether the trigger may start later', (_case, { node }, error, wanted) => {
	expect(mayStartLater(node, error)).toBe(wanted);
});

function started(failures: number) {
	const clock = new FakeClock();
	const log = new RecordingLog();
	const { node, told } = context('trigger', 'init');
	let tries = 0;
	let closed = 0;
	const start = async () => {
		tries += 1;
		if (tries <= failures) throw down;
		return await Promise.resolve({
			closeFunction: async () => void (await Promise.resolve(closed++)),
		});
	};
	const random = { next: () => 0.5, uuid: () => 'u' };
	const response = listenLater(node, down, start, { clock, random, log });
	return { clock, log, told, response, tries: () => tries, closed: () => closed };
}

it('starts when it can, and is closed as what has started', async () => {
	const { clock, response, tries, closed, log } = started(3);
	await clock.advance(60_000);
	expect(tries()).toBe(4);
	// The same failure is said once.
	expect(log.lines.map(({ message }) => message)).toEqual([
		'The trigger cannot start yet; trying again and again',
		'The trigger has started',
	]);
	await response.closeFunction?.();
	expect(closed()).toBe(1);
});

it('Get State tells that it waits and why, from the first failure to the start', async () => {
	const { clock, response } = started(2);
	const lines = async () =>
		(await knownLines()).lines.filter(({ workflowId }) => workflowId === 'w1');
	const waiting = {
		state: 'connecting',
		delivery: 'httpContact',
		events: 'Advanced Call',
		lastError: 'Webex is down',
	};
	const [{ startedAt, downSince }] = await lines();
	expect(downSince).toBe(startedAt);
	expect(await lines()).toMatchObject([waiting]);
	await clock.advance(1_500);
	expect(await lines()).toMatchObject([{ ...waiting, downSince }]);
	await clock.advance(60_000);
	// What has started tells of its line itself.
	expect(await lines()).toEqual([]);
	await response.closeFunction?.();
});

it('that is closed before starts no more', async () => {
	const { clock, response, tries, closed } = started(Infinity);
	await clock.advance(60_000);
	const before = tries();
	expect(before).toBeGreaterThan(2);
	await response.closeFunction?.();
	await settled();
	await clock.advance(60_000);
	expect([tries(), closed()]).toEqual([before, 0]);
	expect((await knownLines()).lines).toEqual([]);
});

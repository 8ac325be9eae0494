import type { ITriggerFunctions } from 'n8n-workflow';

import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { LineWatch } from '../../../../nodes/shared/trigger/line/lineWatch';
import { knownLines } from '../../../../nodes/shared/trigger/line/liveLines';
import { watchedListener } from '../../../../nodes/BroadWorks/trigger/line/watchedListener';
import { n8nContext } from '../../../support/contexts/n8nContext';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { settled } from '../../../support/fakes/turns';
import { ALICE, lineTo, RecordingListener, ScriptedServer } from '../support/xsiServer';

/** Workflows on one line. Each `start` is n8n starting the trigger of a workflow. */
function system(release: '1.x' | '2.x') {
	const server = new ScriptedServer();
	const { line } = lineTo(server);
	let onError = (): void => {};
	const nodeOf = (workflow: string): ITriggerFunctions => {
		const id = `${String(expect.getState().currentTestName)} ${workflow}`;
		const node: ITriggerFunctions = n8nContext({
			workflow: { id, name: workflow },
			activation: 'activate',
			emitError: () => void onError(),
		});
		if (release === '2.x') Object.assign(node, { saveFailedExecution: () => void onError() });
		else delete (node as Partial<ITriggerFunctions>).saveFailedExecution;
		return node;
	};
	const start = async (workflow: string) => {
		const node = nodeOf(workflow);
		const about = {
			backend: 'BroadWorks',
			credential: 'broadWorksXsiApi',
			delivery: 'channel',
			events: ALICE.package,
			errorWorkflowAfter: 25_000,
			awaits: ['line'] as const,
		};
		const watch = new LineWatch(node, about, new RecordingLog(), server.clock);
		const told = new RecordingListener();
		const listener = watchedListener(told, watch, node);
		await line.add(ALICE, listener, false);
		await settled();
		const state = async () => {
			const { lines } = await knownLines();
			return lines.find(({ workflowId }) => workflowId === node.getWorkflow().id)?.state;
		};
		const close = async () => {
			watch.close();
			await line.remove(ALICE, listener);
		};
		return { told, state, close };
	};
	const cut = () => {
		server.http.onStream(() => new TelephonyError('unavailable', 'no route'));
		server.stream.end();
	};
	const mend = async () => {
		server.http.onStream(() => server.openChannel());
		await server.clock.advance(30_000);
	};
	return { server, start, cut, mend, onAlarm: (listener: () => void) => (onError = listener) };
}

test('n8n 1.x starts the trigger again while the line is down: it is told to be back when it is', async () => {
	const { server, start, cut, mend, onAlarm } = system('1.x');
	const other = await start('Other');
	const first = await start('Calls');
	let alarms = 0;
	onAlarm(() => void alarms++);
	cut();
	await server.clock.advance(25_000);
	// One for each workflow.
	expect(alarms).toBe(2);
	await first.close();
	const again = await start('Calls');
	expect([again.told.states(), await again.state()]).toEqual([[], 'connecting']);
	await server.clock.advance(60_000);
	expect([again.told.states(), await again.state()]).toEqual([[], 'connecting']);
	await mend();
	expect([again.told.states(), await again.state()]).toEqual([['up'], 'connected']);
	expect(again.told.notices[0]).toMatchObject({ downSince: Date.UTC(2026, 0, 1) });
	expect(alarms).toBe(2);
	expect(other.told.states()).toEqual(['up', 'down', 'up']);
});

test('a workflow that joins a line which is down is told so, and is not connected', async () => {
	const { server, start, cut, mend } = system('2.x');
	await start('First');
	cut();
	await server.clock.advance(10_000);
	const second = await start('Second');
	expect([second.told.states(), await second.state()]).toEqual([['down'], 'connecting']);
	await mend();
	expect([second.told.states(), await second.state()]).toEqual([['down', 'up'], 'connected']);
});

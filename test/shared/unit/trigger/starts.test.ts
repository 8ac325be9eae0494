import type { WorkflowActivateMode } from 'n8n-workflow';

import {
	leaveUnread,
	noteStarted,
	startAfter,
	takeUnread,
} from '../../../../nodes/shared/trigger/starts';
import { n8nContext } from '../../../support/contexts/n8nContext';

let workflows = 0;

/** One workflow whose starts the test makes, in an n8n that has not had it yet. */
function workflow() {
	const id = `started ${++workflows}`;
	return (activation: WorkflowActivateMode) => n8nContext({ activation, workflow: { id } });
}

const modes: Array<[WorkflowActivateMode, string, string]> = [
	['init', 'downtime', 'downtime'],
	['leadershipChange', 'downtime', 'downtime'],
	// n8n 2.41 begins with it where it was stopped before it got to a workflow.
	['update', 'downtime', 'version'],
	['activate', 'off', 'off'],
];

describe('What a start of a trigger comes after', () => {
	test.each(modes)('%s: %s in a new process, else %s', (mode, inNew, later) => {
		const start = workflow();
		const first = start(mode);
		expect(startAfter(first)).toBe(inNew);
		noteStarted(first);
		expect(startAfter(start(mode))).toBe(later);
	});

	test('stays the same however often it is asked for, and however it goes on', () => {
		const start = workflow();
		const node = start('update');
		expect(startAfter(node)).toBe('downtime');
		noteStarted(node);
		expect(startAfter(node)).toBe('downtime');
	});

	test('a start after a downtime that failed has not been one', () => {
		const start = workflow();
		expect(startAfter(start('update'))).toBe('downtime');
		expect(startAfter(start('update'))).toBe('downtime');
	});

	test('whoever switches on and then publishes has no downtime between, though the start failed', () => {
		const start = workflow();
		expect(startAfter(start('activate'))).toBe('off');
		expect(startAfter(start('update'))).toBe('version');
	});

	test('what was left to be read is for the next version, once', () => {
		const start = workflow();
		const first = start('activate');
		startAfter(first);
		leaveUnread(first, 5);
		expect(takeUnread(start('update'))).toBe(5);
		expect(takeUnread(start('update'))).toBeUndefined();
	});

	test('it is for nobody who was switched off in between, nor for another workflow', () => {
		const start = workflow();
		leaveUnread(start('activate'), 5);
		expect(takeUnread(start('activate'))).toBeUndefined();
		expect(takeUnread(start('update'))).toBeUndefined();
		expect(takeUnread(workflow()('update'))).toBeUndefined();
	});
});

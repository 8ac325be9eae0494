import type { Locator } from 'playwright-core';
import type { N8nApi } from '../../../n8n-driver/rest/api';
import { readExampleWorkflows } from '../../../n8n-driver/example-workflows';
import { waitFor } from '../../../n8n-driver/wait-for';
import { operations } from '../../../nodes/BroadWorks/operations';
import { findChromium } from '../../support/n8n/browser/chromium';
import { Editor } from '../../support/n8n/browser/editor';
import { handedOver } from '../../support/n8n/handedOver';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import {
	alice,
	caller,
	startTelephoneSystem,
	type TelephoneSystem,
} from '../../broadWorks/n8n/support/telephoneSystem';
import {
	actionWorkflow,
	byId,
	credentialsOf,
	nodeNames,
	triggerWorkflow,
} from '../../support/n8n/workflows';

const browser = findChromium();
if ('missing' in browser) {
	process.stderr.write(`[n8n] The browser test is skipped: ${browser.missing}\n`);
}
const describeWithBrowser = 'path' in browser ? describe : describe.skip;

/** ms for which the server takes nothing. */
const CUT = 20_000;

describeWithBrowser('n8n editor', () => {
	let api: N8nApi;
	let system: TelephoneSystem;
	let editor: Editor;
	let actionId: string;
	let triggerId: string;

	beforeAll(async () => {
		api = await sharedN8n();
		system = await startTelephoneSystem(api);
		await system.phones.placeCall({ ...caller, to: alice });
		const action = actionWorkflow(system.own, {
			resource: 'call',
			operation: 'transferToVoicemail',
			userId: { __rl: true, mode: 'list', value: '' },
			callId: { __rl: true, mode: 'list', value: '' },
		});
		actionId = (await api.createWorkflow(action)).id;
		const trigger = triggerWorkflow(system.administrator, {
			triggerOn: 'callEvent',
			targetType: 'user',
			userId: { __rl: true, mode: 'list', value: '' },
			type: ['CallReceivedEvent'],
		});
		triggerId = (await api.createWorkflow(trigger)).id;
		editor = await Editor.open('path' in browser ? browser.path : '', handedOver().url);
	});
	afterAll(async () => {
		await editor?.close();
		await system?.close();
	});

	describe('the node creator', () => {
		beforeAll(async () => await editor.openWorkflow(actionId));

		test.each(['BroadWorks', 'BluIP', 'Webex Calling', 'BroadSoft', 'PBX', 'call center'])(
			'the nodes are found by searching for "%s"',
			async (text) => {
				const names = await editor.searchNodes(text, 'BroadWorks');
				expect(names.map((name) => name.trim())).toContain('BroadWorks');
			},
		);

		test.each(['RingCentral', 'Glip', 'RingOut'])(
			'RingCentral is found by searching for "%s"',
			async (text) => {
				const names = await editor.searchNodes(text, 'RingCentral');
				expect(names.map((name) => name.trim())).toContain('RingCentral');
			},
		);

		test.each([
			['softphone', 'BroadWorks'],
			['hang up', 'CooCenter'],
			['call centre', 'Udesk'],
			['text message', 'RingCentral'],
			['telephone', 'Dimensions'],
		])('a search for "%s" finds %s', async (text, node) => {
			const names = await editor.searchNodes(text, node);
			expect(names.map((name) => name.trim())).toContain(node);
		});

		test('offers the actions and the trigger', async () => {
			await editor.searchNodes('BroadWorks', 'BroadWorks');
			await editor.testId('node-creator-item-name').first().click();
			const names = editor.testId('node-creator-item-name');
			await names.filter({ hasText: 'Transfer a call to voicemail' }).waitFor();
			await editor.screenshot('editor-search');
			await editor.shows(names, ['Make a new call', 'Hold a call']);
			const count = `Actions (${operations.length})`;
			await editor.shows(editor.page.locator('body'), [count, 'Triggers (']);
		});

		test('offers each action once, and says what each event is', async () => {
			await editor.openWorkflow(actionId);
			await editor.searchNodes('RingCentral', 'RingCentral');
			const names = editor.testId('node-creator-item-name');
			await names.first().click();
			await editor.shows(names, ['Get many calls of the log']);
			const actions = await names.allInnerTexts();
			// Fields that stand twice, once for each version of the node, must not double them.
			expect(actions.length).toBe(new Set(actions).size);
			await editor.page.getByText('Triggers (').first().click();
			await editor.shows(names, ['On SMS received', 'On call ringing, answered or ended']);
		});
	});

	test('the panel of the action node opens and its list of users is live', async () => {
		await editor.openWorkflow(actionId);
		const panel = await editor.openNode(nodeNames.action);
		await editor.shows(panel, ['Resource', 'Operation', 'User', 'Call']);
		await openList(panel, 'userId');
		const entries = editor.testId('rlc-item');
		await entries.first().waitFor();
		await editor.shows(entries, ['Alice', 'Bob', 'Carol']);
		await editor.screenshot('editor-dropdown');
		await entries.filter({ hasText: 'Alice' }).first().click();
		await openList(panel, 'callId');
		await entries.filter({ hasText: caller.name }).first().waitFor();
		await entries.filter({ hasText: caller.name }).first().click();
	});

	test('an example workflow opens with all of its nodes known', async () => {
		const { nodes, ...rest } = readExampleWorkflows()['missed-call-unanswered-to-voicemail'];
		const known = nodes.map((node) =>
			node.credentials ? { ...node, credentials: credentialsOf(system.administrator) } : node,
		);
		const { id } = await api.createWorkflow({ ...rest, nodes: known });
		await editor.openWorkflow(id);
		const onCanvas = nodes.filter(({ type }) => !type.endsWith('stickyNote'));
		await waitFor(async () => (await editor.testId('canvas-node').count()) >= onCanvas.length, {
			what: 'every node is on the canvas',
		});
		expect(await editor.page.locator('body').innerText()).not.toMatch(/install this node|unknown/i);
		await editor.screenshot('editor-workflow');
	});

	test('an operator sees within a minute that a line was cut, and that it is back', async () => {
		const { id } = await api.createWorkflow(
			triggerWorkflow(system.administrator, {
				triggerOn: 'callEvent',
				targetType: 'user',
				userId: byId(alice),
				type: ['CallReceivedEvent'],
				// n8n 1.x would start the trigger again for its error workflow.
				options: api.line === 'two' ? { errorWorkflowAfter: 3 } : {},
			}),
		);
		const state = actionWorkflow(system.administrator, {
			resource: 'connection',
			operation: 'getState',
		});
		const { id: stateId } = await api.createWorkflow(state);
		try {
			await api.activate(id);
			await editor.openWorkflow(stateId);
			await editor.openNode(nodeNames.action);
			await editor.executeStep(['is connected']);
			const cutAt = Date.now();
			await system.phones.cut(CUT);
			await editor.executeStep(['n8n keeps trying']);
			expect(Date.now() - cutAt).toBeLessThan(60_000);
			// n8n 2.x shows it in the list of executions too, where nothing had to be asked.
			if (api.line === 'two') await editor.openExecutions(id, 'Error');
			await editor.openWorkflow(stateId);
			await editor.openNode(nodeNames.action);
			await waitFor(
				async () => {
					await editor.testId('node-execute-button').first().click();
					await editor.testId('output-panel').getByText('activeSince').first().waitFor();
					return /is connected/.test(await editor.testId('output-panel').innerText());
				},
				{ what: 'the editor shows that the line is back', timeoutMs: 60_000 },
			);
		} finally {
			await api.deleteWorkflow(id);
			await api.deleteWorkflow(stateId);
		}
	});

	test('the panel of the trigger node opens', async () => {
		await editor.openWorkflow(triggerId);
		const panel = await editor.openNode(nodeNames.trigger);
		await editor.shows(panel, ['Trigger On', 'Target', 'Event Types', 'Output']);
	});
});

/** Opens the list of a resource locator. In 1.x the hidden search field of the list is inside it. */
async function openList(panel: Locator, parameter: string): Promise<void> {
	const locator = panel.locator(`[data-test-id="resource-locator-${parameter}"]`);
	await locator.locator('[data-test-id="rlc-input-container"] input:visible').last().click();
}

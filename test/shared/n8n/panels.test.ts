import { DimensionsWebhookApi } from '../../../credentials/DimensionsWebhookApi.credentials';
import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { triggerProperties as dimensionsProperties } from '../../../nodes/Dimensions/trigger/fields';
import { triggerProperties as udeskProperties } from '../../../nodes/Udesk/trigger/fields';
import { startUdeskSimulator } from '../../simulators/udesk';
import { findChromium } from '../../support/n8n/browser/chromium';
import { cooCenterTriggerWorkflow, names, startPbx } from '../../cooCenter/n8n/support/cooCenter';
import { Editor } from '../../support/n8n/browser/editor';
import { handedOver } from '../../support/n8n/handedOver';
import { pushedWorkflow, pushSecret, whilePushing } from '../../support/n8n/pushed';
import { renderedLines, whileShown, writtenLines } from '../../support/n8n/browser/pushedPanel';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { actionWorkflow, chain, nodeNames } from '../../support/n8n/workflows';

const browser = findChromium();
if ('missing' in browser) {
	process.stderr.write(`[n8n] The panels are read from their source: ${browser.missing}\n`);
}
const withBrowser = 'path' in browser ? test : test.skip;

type Property = (typeof udeskProperties)[number];
const noticeOf = (properties: readonly Property[]) =>
	properties.find(({ type }) => type === 'notice')?.displayName ?? '';

/** The pieces of JSON in what a panel says. */
const jsonIn = (lines: readonly string[]) =>
	lines.flatMap((line) => [...line.matchAll(/\{.*?\}/g)].map(([json]) => json));

describe('The panel of a trigger on pushes', () => {
	let api: N8nApi;
	/** One for all panels, where there is a browser. */
	let editor: Editor;

	beforeAll(async () => {
		api = await sharedN8n();
		if ('path' in browser) editor = await Editor.open(browser.path, handedOver().url);
	});
	afterAll(async () => await editor?.close());

	/** Shows every line of the set-up, and the URL. @returns the lines as they are rendered */
	const showsAll = async (node: string, credential: StoredCredential, notice: string) => {
		const workflow = pushedWorkflow(node, credential, {});
		let lines: string[] = [];
		await whileShown(api, editor, workflow.definition, nodeNames.trigger, async (panel) => {
			lines = await renderedLines(panel);
			expect(lines).toEqual(writtenLines(notice));
			await editor.page.getByText('Webhook URLs', { exact: true }).first().click();
			await editor.page.getByText('Production URL', { exact: true }).first().click();
			await editor.shows(editor.page.locator('body'), [workflow.path]);
		});
		return lines;
	};

	withBrowser('the fields of an action can be mapped before it has run', async () => {
		const action = actionWorkflow({ id: '', name: '' } as StoredCredential, {
			resource: 'call',
			operation: 'getMany',
		});
		const [start, node] = action.nodes;
		const next = { name: 'Next', type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters: {} };
		const { nodes, connections } = chain('', [start, { ...node, credentials: {} }, next]);
		await whileShown(api, editor, { ...action, nodes, connections }, 'Next', async () => {
			const fields = editor.testId('run-data-schema-item');
			await editor.shows(fields, ['callId', 'personality', 'remoteParty', 'startTime']);
			await editor.screenshot('editor-fields');
		});
	});

	withBrowser('CooCenter: shows the set-up as a list that fits', async () => {
		const pbx = await startPbx(api);
		const { definition } = cooCenterTriggerWorkflow(pbx.credential, { triggerOn: ['hangup'] });
		try {
			await whileShown(api, editor, definition, names.trigger, async (panel) => {
				const notice = panel.locator('.notice-content');
				await editor.shows(notice, ['api.conf', 'curl -d', 'TEST-URL']);
				expect(await notice.locator('li').allInnerTexts()).toEqual([
					expect.stringMatching(/^On the PBX: .* and reload$/),
					expect.stringMatching(/^API generation 2: .* postURL$/),
					expect.stringMatching(/^To test without a call: .* TEST-URL$/),
				]);
				const widths = await notice.evaluate(({ scrollWidth, clientWidth }) => [
					scrollWidth,
					clientWidth,
				]);
				expect(widths[0]).toBeLessThanOrEqual(widths[1]);
			});
		} finally {
			await pbx.remove();
		}
	});

	describe('Dimensions', () => {
		const notice = noticeOf(dimensionsProperties);

		test('names the field of the credential as it is called', () => {
			const { properties } = new DimensionsWebhookApi();
			const { displayName, default: key } = properties.find(({ name }) => name === 'payloadField')!;
			expect(notice).toContain(`key ${String(key)} (or the ${displayName} of the credential)`);
		});

		withBrowser('shows every line of the set-up, and the URL, in the editor', async () => {
			const credential = await api.createCredential('Dimensions panel', 'dimensionsWebhookApi', {
				secret: pushSecret,
				payloadField: 'secret',
			});
			try {
				await showsAll('dimensions', credential, notice);
			} finally {
				await api.deleteCredential(credential.id);
			}
		});
	});

	describe('Udesk', () => {
		const notice = noticeOf(udeskProperties);
		let credential: StoredCredential;
		/** What it says: as the editor renders it, where there is a browser. */
		let lines = writtenLines(notice);

		beforeAll(async () => {
			credential = await api.createCredential('Udesk panel', 'udeskWebhookApi', {
				secret: pushSecret,
			});
		});
		afterAll(async () => await api.deleteCredential(credential.id));

		withBrowser('shows every line of the set-up, and the URL, in the editor', async () => {
			lines = await showsAll('udesk', credential, notice);
		});

		test('shows JSON without and with the secret', () => {
			expect(jsonIn(lines).map((json) => Object.keys(JSON.parse(json) as JsonObject))).toEqual([
				['code'],
				['secret', 'code'],
			]);
		});

		test.each([
			['without', 0],
			['with', 1],
		])('its JSON %s the secret works in Udesk as it is shown', async (_name, index) => {
			const extend = JSON.parse(jsonIn(lines)[index]) as JsonObject;
			const isInJson = 'secret' in extend;
			if (isInJson) extend.secret = pushSecret;
			const workflow = pushedWorkflow('udesk', credential, {});
			const start = async (url: string) =>
				await startUdeskSimulator({ push: isInJson ? url : `${url}?token=${pushSecret}`, extend });
			await whilePushing(api, workflow, start, async ({ settled }, udesk) => {
				udesk.place({});
				expect(await settled(1)).toEqual([
					expect.objectContaining({ extend: { code: 'call test' } }),
				]);
			});
		});
	});
});

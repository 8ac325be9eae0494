import type { N8nApi } from '../../demo/n8n/api';
import { findChromium } from './support/chromium';
import { cooCenterTriggerWorkflow, names, startPbx, type Pbx } from './support/cooCenter';
import { Editor } from './support/editor';
import { handedOver } from './support/handedOver';
import { sharedN8n } from './support/sharedN8n';

const browser = findChromium();
const describeWithBrowser = 'path' in browser ? describe : describe.skip;

describeWithBrowser('The panel of the CooCenter Trigger', () => {
	let api: N8nApi;
	let pbx: Pbx;
	let editor: Editor;

	beforeAll(async () => {
		api = await sharedN8n();
		pbx = await startPbx(api);
		editor = await Editor.open('path' in browser ? browser.path : '', handedOver().url);
	});
	afterAll(async () => {
		await editor?.close();
		await pbx?.remove();
	});

	test('shows the set-up as a list that fits', async () => {
		const { definition } = cooCenterTriggerWorkflow(pbx.credential, { triggerOn: ['hangup'] });
		const { id } = await api.createWorkflow(definition);
		try {
			await editor.openWorkflow(id);
			const panel = await editor.openNode(names.trigger);
			const notice = panel.locator('.notice-content');
			await editor.shows(notice, ['api.conf', 'curl -d', 'TEST-URL']);
			expect(await notice.locator('li').allInnerTexts()).toEqual([
				expect.stringMatching(/^On the PBX: .* and reload$/),
				expect.stringMatching(/^API generation 2: .* postURL$/),
				expect.stringMatching(/^To test without a call: .* TEST-URL$/),
			]);
			const widths = await notice.evaluate((element) => [element.scrollWidth, element.clientWidth]);
			expect(widths[0]).toBeLessThanOrEqual(widths[1]);
		} finally {
			await api.deleteWorkflow(id);
		}
	});
});

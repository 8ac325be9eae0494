import { DimensionsWebhookApi } from '../../credentials/DimensionsWebhookApi.credentials';
import type { N8nApi } from '../../demo/n8n/api';
import type { StoredCredential } from '../../demo/n8n/rest-types';
import { triggerProperties } from '../../nodes/Dimensions/triggerFields';
import { findChromium } from './support/chromium';
import { pushedWorkflow, pushSecret } from './support/pushed';
import { renderedLines, whileShown, writtenLines } from './support/pushedPanel';
import { sharedN8n } from './support/sharedN8n';

const browser = findChromium();
if ('missing' in browser) {
	process.stderr.write(`[n8n] The panel is not looked at: ${browser.missing}\n`);
}
const withBrowser = 'path' in browser ? test : test.skip;

const notice = triggerProperties.find(({ type }) => type === 'notice')?.displayName ?? '';

describe('The panel of the Dimensions Trigger', () => {
	let api: N8nApi;
	let credential: StoredCredential;

	beforeAll(async () => {
		api = await sharedN8n();
		credential = await api.createCredential('Dimensions panel', 'dimensionsWebhookApi', {
			secret: pushSecret,
			payloadField: 'secret',
		});
	});
	afterAll(async () => await api.deleteCredential(credential.id));

	test('names the field of the credential as it is called', () => {
		const { properties } = new DimensionsWebhookApi();
		const { displayName, default: key } = properties.find(({ name }) => name === 'payloadField')!;
		expect(notice).toContain(`key ${String(key)} (or the ${displayName} of the credential)`);
	});

	withBrowser('shows every line of the set-up, and the URL, in the editor', async () => {
		const workflow = pushedWorkflow('dimensions', credential, {});
		const path = 'path' in browser ? browser.path : '';
		await whileShown(api, workflow, path, async (panel, editor) => {
			expect(await renderedLines(panel)).toEqual(writtenLines(notice));
			await editor.page.getByText('Webhook URLs', { exact: true }).first().click();
			await editor.page.getByText('Production URL', { exact: true }).first().click();
			await editor.shows(editor.page.locator('body'), [workflow.path]);
		});
	});
});

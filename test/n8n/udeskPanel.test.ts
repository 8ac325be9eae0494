import type { N8nApi } from '../../demo/n8n/api';
import type { JsonObject, StoredCredential } from '../../demo/n8n/rest-types';
import { triggerProperties } from '../../nodes/Udesk/triggerFields';
import { startUdeskSimulator } from '../simulators/udesk';
import { findChromium } from './support/chromium';
import { Editor } from './support/editor';
import { handedOver } from './support/handedOver';
import { pushedWorkflow, pushSecret, whileActive } from './support/pushed';
import { sharedN8n } from './support/sharedN8n';
import { nodeNames } from './support/workflows';

const browser = findChromium();
const withBrowser = 'path' in browser ? test : test.skip;

/** The pieces of JSON that the panel shows. */
const shown = triggerProperties.flatMap(({ type, displayName }) =>
	type === 'notice'
		? [...displayName.matchAll(/<code>(\{.*?\})<\/code>/g)].map(([, json]) => json)
		: [],
);

describe('The panel of the Udesk Trigger', () => {
	let api: N8nApi;
	let credential: StoredCredential;

	beforeAll(async () => {
		api = await sharedN8n();
		credential = await api.createCredential('Udesk panel', 'udeskWebhookApi', {
			secret: pushSecret,
		});
	});
	afterAll(async () => await api.deleteCredential(credential.id));

	test('shows JSON without and with the secret', () => {
		expect(shown.map((json) => Object.keys(JSON.parse(json) as JsonObject))).toEqual([
			['code'],
			['secret', 'code'],
		]);
	});

	test.each(shown)('%s works in Udesk as it is shown', async (json) => {
		const extend = JSON.parse(json) as JsonObject;
		const isInJson = 'secret' in extend;
		if (isInJson) extend.secret = pushSecret;
		const workflow = pushedWorkflow('udesk', credential, {});
		await whileActive(api, workflow, async ({ url, settled }) => {
			const push = isInJson ? url : `${url}?token=${pushSecret}`;
			const running = await startUdeskSimulator({ push, extend });
			running.simulator.place({});
			expect(await settled(1)).toEqual([
				expect.objectContaining({ extend: { code: 'call test' } }),
			]);
			await running.close();
		});
	});

	withBrowser('has both, and the URL, in the editor', async () => {
		const { definition, path } = pushedWorkflow('udesk', credential, {});
		const { id } = await api.createWorkflow(definition);
		const editor = await Editor.open('path' in browser ? browser.path : '', handedOver().url);
		try {
			await editor.openWorkflow(id);
			const panel = await editor.openNode(nodeNames.trigger);
			await editor.shows(panel, shown);
			await editor.page.getByText('Webhook URLs').first().click();
			await editor.page.getByText('Production URL').first().click();
			await editor.shows(editor.page.locator('body'), [path]);
		} finally {
			await editor.close();
			await api.deleteWorkflow(id);
		}
	});
});

import type { N8nApi } from '../../demo/n8n/api';
import type { JsonObject, StoredCredential } from '../../demo/n8n/rest-types';
import { triggerProperties } from '../../nodes/Udesk/triggerFields';
import { startUdeskSimulator } from '../simulators/udesk';
import { findChromium } from './support/chromium';
import { pushedWorkflow, pushSecret, whilePushing } from './support/pushed';
import { renderedLines, whileShown, writtenLines } from './support/pushedPanel';
import { sharedN8n } from './support/sharedN8n';

const browser = findChromium();
if ('missing' in browser) {
	process.stderr.write(`[n8n] The panel is read from its source: ${browser.missing}\n`);
}
const withBrowser = 'path' in browser ? test : test.skip;

const notice = triggerProperties.find(({ type }) => type === 'notice')?.displayName ?? '';

/** The pieces of JSON in what the panel says. */
const jsonIn = (lines: readonly string[]) =>
	lines.flatMap((line) => [...line.matchAll(/\{.*?\}/g)].map(([json]) => json));

describe('The panel of the Udesk Trigger', () => {
	let api: N8nApi;
	let credential: StoredCredential;
	/** What it says: as the editor renders it, where there is a browser. */
	let lines = writtenLines(notice);

	beforeAll(async () => {
		api = await sharedN8n();
		credential = await api.createCredential('Udesk panel', 'udeskWebhookApi', {
			secret: pushSecret,
		});
	});
	afterAll(async () => await api.deleteCredential(credential.id));

	withBrowser('shows every line of the set-up, and the URL, in the editor', async () => {
		const workflow = pushedWorkflow('udesk', credential, {});
		const path = 'path' in browser ? browser.path : '';
		await whileShown(api, workflow, path, async (panel, editor) => {
			lines = await renderedLines(panel);
			expect(lines).toEqual(writtenLines(notice));
			await editor.page.getByText('Webhook URLs', { exact: true }).first().click();
			await editor.page.getByText('Production URL', { exact: true }).first().click();
			await editor.shows(editor.page.locator('body'), [workflow.path]);
		});
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

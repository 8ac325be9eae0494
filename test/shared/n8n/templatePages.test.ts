import { chromium, type Browser } from 'playwright-core';
import type { N8nApi } from '../../../n8n-driver/rest/api';
import { waitFor } from '../../../n8n-driver/wait-for';
import {
	alice,
	bob,
	caller,
	startTelephoneSystem,
	type TelephoneSystem,
} from '../../broadWorks/n8n/support/telephoneSystem';
import { findChromium } from '../../support/n8n/browser/chromium';
import { handedOver } from '../../support/n8n/handedOver';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import type { Answer } from '../../support/servers/httpApi';
import { filledIn } from './support/importedTemplate';
import { rowsOf, whileActive, withServer } from './support/liveTemplate';

const browser = findChromium();
if ('missing' in browser) {
	process.stderr.write(`[n8n] Pages of templates are not opened: ${browser.missing}\n`);
}
const withBrowser = 'path' in browser ? test : test.skip;

describe('The page of a template', () => {
	let api: N8nApi;
	let system: TelephoneSystem;

	beforeAll(async () => {
		api = await sharedN8n();
	});
	// One each: a trigger that was switched off keeps its place at the server for some seconds.
	beforeEach(async () => {
		system = await startTelephoneSystem(api);
	});
	afterEach(async () => await system.close());

	let chrome: Browser;

	beforeAll(async () => {
		if (!('path' in browser)) return;
		chrome = await chromium.launch({
			executablePath: browser.path,
			args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
		});
	});
	afterAll(async () => await chrome?.close());

	withBrowser('opens the caller in the CRM when the telephone rings', async () => {
		const crm: Answer = ({ query }) => `Contacts with ${query.q}`;
		await withServer(crm, async (server) => {
			const definition = filledIn('screen-pop-page', [system.administrator], {
				'https://crm.example.com': server.url,
			});
			await whileActive(api, definition, async () => {
				const page = await chrome.newPage();
				await page.goto(`${handedOver().url}/webhook/screen-pop?user=${alice}`);
				await page.getByText('No call').waitFor();
				const opened = page.waitForEvent('popup');
				await system.phones.placeCall({ ...caller, to: bob });
				await system.phones.placeCall({ ...caller, to: alice });
				await page.getByRole('heading', { name: 'Jordan Smith' }).waitFor();
				const popup = await opened;
				await popup.getByText('Contacts with +15550100').waitFor();
				await popup.close();
				const again = page.waitForEvent('popup', { timeout: 5_000 }).catch(() => 'none');
				// The page draws itself anew and must not open the same caller again.
				expect(await again).toBe('none');
				expect(server.requests.filter(({ path }) => path === '/search')).toHaveLength(1);
				await page.close();
			});
		});
	});

	withBrowser('shows who waits, what agents do, and the last hour', async () => {
		const { phones } = system;
		const definition = filledIn('wallboard-of-a-queue', [system.administrator]);
		await whileActive(api, definition, async (id) => {
			await phones.setAgentState(bob, 'Unavailable');
			await phones.placeCall({ from: '+15550166', name: 'Pat <i>', to: phones.queue });
			await phones.queueAction('abandon');
			await waitFor(async () => (await rowsOf(api, 'Queue History')).length === 1, {
				what: 'the abandoned call is kept',
				explain: async () => JSON.stringify(await api.waitForExecutions(id, 0)),
			});
			await phones.placeCall({ ...caller, to: phones.queue });
			const page = await chrome.newPage();
			await page.goto(`${handedOver().url}/webhook/wallboard`);
			const text = (await page.locator('body').innerText()).replace(/\s+/g, ' ');
			expect(text).toMatch(/^1 waiting \d+:\d\d longest wait 0 agents available/);
			expect(text).toMatch(/Last hour 0 answered 1 abandoned/);
			expect(text).toMatch(/Jordan Smith \d+:\d\d/);
			expect(text).toMatch(/Alice Adams Sign-Out Bob Stone Unavailable Carol Reed Sign-Out/);
			await page.close();
		});
	});
});

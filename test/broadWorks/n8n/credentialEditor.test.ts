import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { BroadWorksXsiApi } from '../../../credentials/BroadWorksXsiApi.credentials';
import { findChromium } from '../../support/n8n/browser/chromium';
import { Editor } from '../../support/n8n/browser/editor';
import { handedOver } from '../../support/n8n/handedOver';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { credentialType } from '../../support/n8n/workflows';

const browser = findChromium();
if ('missing' in browser) {
	process.stderr.write(`[n8n] No credential is opened in the editor: ${browser.missing}\n`);
}
const withBrowser = 'path' in browser ? test : test.skip;

/** A field that n8n 2.x adds to every credential. */
const OF_N8N = 'Allowed HTTP Request Domains';

const FIRST = ['Server URL', 'Authentication', 'User ID', 'Password', 'Advanced'];
const EVERY = [...new Set(new BroadWorksXsiApi().properties.map((one) => one.displayName))].filter(
	(name) => name !== 'Access Token',
);

describe('A BroadWorks credential in the editor', () => {
	let api: N8nApi;
	let editor: Editor;

	beforeAll(async () => {
		api = await sharedN8n();
		if ('path' in browser) editor = await Editor.open(browser.path, handedOver().url);
	});
	afterAll(async () => await editor?.close());

	/** Waits until the panel has these fields and no others. */
	const has = async (wanted: readonly string[]) => {
		const fields = editor.testId('credential-connection-parameter');
		let found: string[] = [];
		await waitFor(
			async () => {
				const texts = await fields.allInnerTexts();
				const names = texts.map((text) => text.trim().split('\n')[0]);
				found = names.map((name) => name.replace(/\s*\*$/, '')).filter((name) => name !== OF_N8N);
				return JSON.stringify(found) === JSON.stringify(wanted);
			},
			{
				what: `the fields are ${wanted.join(', ')}`,
				explain: () => `They are ${found.join(', ')}`,
			},
		);
		return fields;
	};

	const stored = async (id: string) => {
		const path = `/rest/credentials/${id}?includeData=true`;
		return (await api.rest.data<{ data: JsonObject }>('GET', path)).data;
	};

	withBrowser(
		'shows five fields, and one that is set; what is set stays when it is saved',
		async () => {
			const { id } = await api.createCredential('In the editor', credentialType, {
				serverUrl: 'https://xsp.example.net',
				authentication: 'basic',
				userId: 'alice@example.net',
				password: 'secret',
				actionsPath: '/own-actions',
			});
			try {
				await editor.page.goto(`${handedOver().url}/home/credentials/${id}`);
				const fields = await has([...FIRST, 'Actions Path']);
				const userId = fields.filter({ hasText: 'User ID' }).locator('input').first();
				await userId.fill('bob@example.net');
				await editor.testId('credential-save-button').first().click();
				await waitFor(async () => (await stored(id)).userId === 'bob@example.net', {
					what: 'the credential is saved',
				});
				expect(await stored(id)).toMatchObject({ actionsPath: '/own-actions' });
				await fields.filter({ hasText: 'Advanced' }).locator('.el-switch').click();
				await has(EVERY);
			} finally {
				await api.deleteCredential(id);
			}
		},
	);
});

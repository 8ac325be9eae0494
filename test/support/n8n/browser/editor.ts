import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { PATIENCE, waitFor } from '../../../../n8n-driver/wait-for';
import { owner } from '../../../../n8n-driver/workbench';

const flags = [
	'--no-sandbox',
	'--disable-gpu',
	// A graphics card made of software takes as much as the editor itself.
	'--disable-gpu-rasterization',
	'--disable-software-rasterizer',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
const screenshots = join(__dirname, '../../../../docs');

/** n8n's editor in a real browser. Selectors: the editor's own test ids, the same in 1.x and 2.x. */
export class Editor {
	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
		private readonly url: string,
	) {}

	/** Logs in; `theme` as n8n's settings have it. */
	static async open(
		executablePath: string,
		url: string,
		theme: 'light' | 'dark' = 'light',
	): Promise<Editor> {
		const browser = await chromium.launch({ executablePath, headless: true, args: flags });
		const context = await browser.newContext({
			viewport: { width: 1500, height: 950 },
			reducedMotion: 'reduce',
		});
		const page = await context.newPage();
		page.setDefaultTimeout(PATIENCE);
		const editor = new Editor(browser, page, url);
		await page.addInitScript((name) => localStorage.setItem('N8N_THEME', name), theme);
		await editor.logIn();
		return editor;
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	private async logIn(): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.fill('input[name="emailOrLdapLoginId"]', owner.email);
		await this.page.fill('input[name="password"]', owner.password);
		await this.testId('form-submit-button').click();
		await this.page.waitForURL((address) => !address.pathname.includes('signin'));
	}

	testId(id: string): Locator {
		return this.page.locator(`[data-test-id="${id}"]`);
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.testId('canvas-node').first().waitFor();
	}

	/** Searches in the node creator until it finds a node of that name; gives all it found, best first. */
	async searchNodes(text: string, wanted: string): Promise<string[]> {
		const bar = this.testId('node-creator-search-bar');
		if (!(await bar.isVisible())) await this.testId('node-creator-plus-button').click();
		const names = this.testId('node-creator-item-name');
		// What an earlier search found must not be taken for what this one finds.
		await bar.fill('there is no such node');
		await names.first().waitFor({ state: 'hidden' });
		await bar.fill(text);
		// The list follows the typing with a delay and gives no sign when it is done.
		await names.filter({ hasText: wanted }).first().waitFor();
		return await names.allInnerTexts();
	}

	/** Opens an empty canvas. */
	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.testId('canvas-add-button').first().waitFor();
	}

	/**
	 * Adds an action of a node that was looked for, behind the node that is selected, if one is. Its panel opens.
	 * @param action as the nodes panel calls it
	 */
	async addAction(search: string, node: string, action: string): Promise<void> {
		const first = this.testId('canvas-add-button');
		if (await first.isVisible()) {
			await first.click();
			await this.testId('node-creator-search-bar').waitFor();
		}
		await this.searchNodes(search, node);
		const names = this.testId('node-creator-item-name');
		await names.getByText(node, { exact: true }).first().click();
		const wanted = names.getByText(action, { exact: true }).first();
		const actions = this.testId('node-creator-category-item').filter({ hasText: 'Actions (' });
		await actions.waitFor();
		const isShown = async () =>
			await wanted.waitFor({ timeout: 3_000 }).then(
				() => true,
				() => false,
			);
		// On an empty canvas the triggers are open, and the actions are not.
		if (!(await isShown())) await actions.click();
		await wanted.click();
		await this.testId('node-parameters').waitFor();
	}

	async closeNode(): Promise<void> {
		// Escape would only leave the field somebody is in.
		await this.testId('ndv-close-button').click();
		await this.testId('node-parameters').waitFor({ state: 'hidden' });
	}

	/** Drags a field of the input onto a parameter of the open node that is chosen from a list or entered. */
	async map(field: string, parameter: string): Promise<void> {
		const item = this.testId('run-data-schema-item').getByText(field, { exact: true }).first();
		const target = this.testId(`resource-locator-${parameter}`).first();
		await item.hover();
		await this.page.mouse.down();
		const { x, y, width, height } = (await target.boundingBox()) ?? {
			x: 0,
			y: 0,
			width: 0,
			height: 0,
		};
		// The editor takes a short way for a click.
		await this.page.mouse.move(x + width / 2, y + height / 2, { steps: 20 });
		await this.page.mouse.up();
		await this.shows(target, [`$json.${field}`]);
	}

	/** Opens the panel of a node on the canvas. */
	async openNode(name: string): Promise<Locator> {
		await this.testId('canvas-node').filter({ hasText: name }).first().dblclick();
		const panel = this.testId('node-parameters');
		await panel.waitFor();
		return panel;
	}

	/** Executes the node that is open, and waits until its output shows all of these texts. */
	async executeStep(wanted: readonly string[]): Promise<void> {
		await this.testId('node-execute-button').first().click();
		await this.shows(this.testId('output-panel'), wanted);
	}

	/** Opens the executions of a workflow, and waits until one of them has this status in the list. */
	async openExecutions(workflowId: string, status: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflowId}/executions`);
		await this.shows(this.testId('current-executions-list'), [status]);
	}

	/** Waits until a place shows all of these texts. */
	async shows(place: Locator, wanted: readonly string[]): Promise<void> {
		let found = '';
		await waitFor(
			async () => {
				found = (await place.allInnerTexts()).join('\n');
				return wanted.every((one) => found.includes(one));
			},
			{ what: `the editor shows ${wanted.join(', ')}`, explain: () => `It shows ${found}` },
		);
	}

	/** Saves what can be seen to docs/. */
	async screenshot(name: string): Promise<void> {
		mkdirSync(screenshots, { recursive: true });
		// Panels slide in.
		await this.page.waitForTimeout(700);
		await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
	}
}

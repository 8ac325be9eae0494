import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Demo } from '../../demo/start';
import { Editor } from '../../test/support/n8n/browser/editor';

const size = { width: 1300, height: 760 };

/** Takes n8n's advice for published workflows away, which lies over the canvas; false where it is not shown. */
async function closeChecklist(editor: Editor): Promise<boolean> {
	const close = editor.testId('suggested-actions-close');
	if (!(await close.isVisible())) return false;
	await close.click();
	await close.waitFor({ state: 'hidden' });
	return true;
}

/** Takes a picture of every template on the canvas. @returns how many */
export async function takeTemplates(demo: Demo, browser: string, folder: string): Promise<number> {
	const place = join(folder, 'templates');
	mkdirSync(place, { recursive: true });
	const editor = await Editor.open(browser, demo.bench.server.url);
	const templates = Object.entries(demo.workflowIds);
	try {
		await editor.page.setViewportSize(size);
		for (const [name, id] of templates) {
			await editor.openWorkflow(id);
			await editor.page.keyboard.press('1');
			// The canvas glides to where all of it is seen.
			await editor.page.waitForTimeout(1_500);
			if (await closeChecklist(editor)) await editor.page.waitForTimeout(500);
			const canvas = editor.testId('canvas-wrapper').first();
			await canvas.screenshot({ path: join(place, `${name}.png`) });
		}
	} finally {
		await editor.close();
	}
	return templates.length;
}

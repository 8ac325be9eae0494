import type { Demo } from '../../demo/start';
import { Editor } from '../../test/support/n8n/browser/editor';

const size = { width: 1000, height: 560 };

/**
 * Takes a picture of the wallboard that n8n serves, while two callers wait.
 * @returns how many: one
 */
export async function takeWallboard(demo: Demo, browser: string, file: string): Promise<number> {
	const editor = await Editor.open(browser, demo.bench.server.url);
	const { page } = editor;
	try {
		await page.setViewportSize(size);
		await page.goto(demo.page.url);
		await page.getByRole('button', { name: 'Two callers wait in the queue' }).click();
		const wallboard = page.getByRole('link', { name: 'The wallboard' });
		await wallboard.waitFor();
		await page.goto((await wallboard.getAttribute('href')) ?? '');
		await page.getByText('Robin Field').waitFor();
		await page.screenshot({ path: file });
	} finally {
		await editor.close();
	}
	return 1;
}

import type { Locator } from 'playwright-core';

import type { N8nApi } from '../../../demo/n8n/api';
import { Editor } from './editor';
import { handedOver } from './handedOver';
import type { PushedWorkflow } from './pushed';
import { nodeNames } from './workflows';

/** Shows the panel of the trigger in the editor of a real browser, which is at `browserPath`. */
export async function whileShown(
	api: N8nApi,
	{ definition }: PushedWorkflow,
	browserPath: string,
	work: (panel: Locator, editor: Editor) => Promise<void>,
): Promise<void> {
	const { id } = await api.createWorkflow(definition);
	const editor = await Editor.open(browserPath, handedOver().url);
	try {
		await editor.openWorkflow(id);
		await work(await editor.openNode(nodeNames.trigger), editor);
	} finally {
		await editor.close();
		await api.deleteWorkflow(id);
	}
}

/** Entries of the list that a set-up notice is, as it is written. */
export const writtenLines = (notice: string): string[] =>
	[...notice.matchAll(/<li>(.*?)<\/li>/g)].map(([, line]) => line);

/** The same as the editor shows them: n8n drops tags. Fails when they run out of the panel. */
export async function renderedLines(panel: Locator): Promise<string[]> {
	const content = panel.locator('.notice-content').first();
	await content.waitFor();
	const [needed, given] = await content
		.locator('..')
		.evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
	expect(needed).toBeLessThanOrEqual(given);
	const lines = await content.locator('li').allInnerTexts();
	expect(lines).not.toEqual([]);
	return lines;
}

import type { Locator } from 'playwright-core';

import type { N8nApi } from '../../../../n8n-driver/rest/api';
import type { WorkflowDefinition } from '../../../../n8n-driver/rest/rest-types';
import type { Editor } from './editor';

/** Shows the panel of a node in the editor. */
export async function whileShown(
	api: N8nApi,
	editor: Editor,
	definition: WorkflowDefinition,
	node: string,
	work: (panel: Locator) => Promise<void>,
): Promise<void> {
	const { id } = await api.createWorkflow(definition);
	try {
		await editor.openWorkflow(id);
		await work(await editor.openNode(node));
	} finally {
		await api.deleteWorkflow(id);
	}
}

/** Entries of the list that a set-up notice is, as it is written. */
export const writtenLines = (notice: string): string[] =>
	[...notice.matchAll(/<li>(.*?)<\/li>/g)].map(([, line]) => line);

/** Entries of the list as the editor shows them: n8n drops tags. Fails when they run out of the panel. */
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

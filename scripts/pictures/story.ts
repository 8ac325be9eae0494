import { writeFileSync } from 'node:fs';

import type { Demo } from '../../demo/start';
import { Editor } from '../../test/support/n8n/browser/editor';
import { animate, type Frame } from './apng';

const size = { width: 1000, height: 640 };

/**
 * Shows in a moving picture what the demo shows: somebody calls, a workflow notes it, and another one moves the call to
 * voicemail.
 * @returns how many pictures: one
 */
export async function takeStory(demo: Demo, browser: string, file: string): Promise<number> {
	const editor = await Editor.open(browser, demo.bench.server.url);
	const { page } = editor;
	const frames: Frame[] = [];
	const shoot = async (ms: number) => frames.push({ png: await page.screenshot(), ms });
	try {
		await page.setViewportSize(size);
		await page.goto(demo.page.url);
		const button = page.getByRole('button', { name: 'Call Alice; nobody answers' });
		await button.waitFor();
		await shoot(1_500);
		await button.click();
		const noted = page.getByRole('link', { name: /of "CRM Calls"/ });
		await noted.waitFor();
		await shoot(2_500);
		const telephones = await page.context().newPage();
		await telephones.setViewportSize(size);
		await telephones.goto(demo.systems[0].page);
		await telephones.getByText('Jordan Smith').first().waitFor();
		frames.push({ png: await telephones.screenshot(), ms: 2_500 });
		await page.getByRole('link', { name: /message in Alice’s mailbox/ }).waitFor();
		await shoot(2_500);
		await page.goto((await executionOf(demo)) ?? demo.page.url);
		await editor.testId('canvas-node').first().waitFor();
		await page.waitForTimeout(3_000);
		await shoot(3_500);
	} finally {
		await editor.close();
	}
	writeFileSync(file, animate(frames));
	return 1;
}

/** Where n8n shows the newest run of the workflow that moved the call. */
async function executionOf({ bench, workflowIds }: Demo): Promise<string | undefined> {
	const id = workflowIds['missed-call-unanswered-to-voicemail'];
	const [newest] = await bench.api.listExecutions(id);
	return newest && `${bench.server.url}/workflow/${id}/executions/${newest.id}`;
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { startDemo } from '../demo/start';
import { exitWith, untilStopped } from '../demo/until-stopped';
import { findChromium } from '../test/support/n8n/browser/chromium';
import { takePanels } from './pictures/panels';
import { takeStory } from './pictures/story';
import { takeTemplates } from './pictures/templates';

const folder = join(__dirname, '../docs/pictures');

/** `npm run pictures`: what README.md and docs/ show, taken from the demo in a real browser. */
async function main(): Promise<number> {
	const browser = findChromium();
	if ('missing' in browser) throw new Error(`There is no browser: ${browser.missing}`);
	const first = {
		line: 'two',
		port: 0,
		once: true,
		fresh: false,
		folder: '',
		help: false,
	} as const;
	return await untilStopped(async (running) => {
		mkdirSync(folder, { recursive: true });
		const demo = await startDemo(first, running);
		await takeStory(demo, browser.path, join(folder, 'demo.png'));
		const panels = await takePanels(demo, browser.path, folder);
		const templates = await takeTemplates(demo, browser.path, folder);
		running.progress.say(`${panels} panels, ${templates} templates and the story are in ${folder}`);
		return 0;
	}, 1);
}

exitWith(main());

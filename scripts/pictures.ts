import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { startDemo } from '../demo/start';
import { exitWith, untilStopped } from '../demo/until-stopped';
import { findChromium } from '../test/support/n8n/browser/chromium';
import { takePanels } from './pictures/panels';
import { takeStory } from './pictures/story';
import { takeTemplates } from './pictures/templates';
import { takeWallboard } from './pictures/wallboard';

const folder = join(__dirname, '../docs/pictures');

/**
 * `npm run pictures`: what README.md and docs/ show, taken from the demo in a real browser. With names, as in
 * `npm run pictures -- wallboard`, only those: story, wallboard, panels, templates.
 */
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
		const takes: Record<string, () => Promise<number>> = {
			story: async () => await takeStory(demo, browser.path, join(folder, 'demo.png')),
			wallboard: async () => await takeWallboard(demo, browser.path, join(folder, 'wallboard.png')),
			panels: async () => await takePanels(demo, browser.path, folder),
			templates: async () => await takeTemplates(demo, browser.path, folder),
		};
		const wanted = process.argv.slice(2);
		for (const [name, take] of Object.entries(takes)) {
			if (wanted.length > 0 && !wanted.includes(name)) continue;
			running.progress.say(`${name}: ${await take()} in ${folder}`);
		}
		return 0;
	}, 1);
}

exitWith(main());

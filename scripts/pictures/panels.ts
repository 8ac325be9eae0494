import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Demo } from '../../demo/start';
import type { WorkflowNode } from '../../n8n-driver/rest/rest-types';
import { Editor } from '../../test/support/n8n/browser/editor';

const OURS = 'n8n-nodes-telephony.';
const NODE = 'Panel';

/** A node of every type of this package, as it opens, with a credential of the demo. */
async function nodesOf({ bench, systems }: Demo): Promise<WorkflowNode[]> {
	const types = (await bench.api.nodeTypes()).filter(
		({ name }) => name.startsWith(OURS) && !name.endsWith('Tool'),
	);
	const seeds = systems.flatMap(({ credentials }) => credentials);
	return types.map(({ name, version, credentials = [] }) => {
		const used = credentials.flatMap((credential) => {
			const seed = seeds.find(({ type }) => type === credential.name);
			return seed ? [[seed.type, { name: seed.name }] as const] : [];
		});
		return {
			name: NODE,
			type: name,
			typeVersion: Math.max(...[version].flat()),
			position: [0, 0],
			parameters: {},
			credentials: Object.fromEntries(used),
		};
	});
}

/** Takes a picture of every panel, in light and in dark. @returns how many */
export async function takePanels(demo: Demo, browser: string, folder: string): Promise<number> {
	const nodes = await nodesOf(demo);
	let count = 0;
	for (const theme of ['light', 'dark'] as const) {
		mkdirSync(join(folder, theme), { recursive: true });
		const editor = await Editor.open(browser, demo.bench.server.url, theme);
		try {
			for (const node of nodes) {
				const { id } = await demo.bench.api.createWorkflow({
					name: node.type,
					nodes: [node],
					connections: {},
				});
				await editor.openWorkflow(id);
				const panel = await editor.openNode(NODE);
				// Nothing is pointed at; panels slide in, and lists load.
				await editor.page.mouse.move(0, 0);
				await editor.page.waitForTimeout(1_500);
				const path = join(folder, theme, `${node.type.slice(OURS.length)}.png`);
				await panel.screenshot({ path });
				count++;
				await demo.bench.api.deleteWorkflow(id);
			}
		} finally {
			await editor.close();
		}
	}
	return count;
}

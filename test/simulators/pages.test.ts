import { Script } from 'node:vm';

import axios from 'axios';

import { startCooCenterSimulator } from './cooCenter';
import { startDimensionsSimulator } from './dimensions';
import { startRingCentralSimulator } from './ringCentral';
import { startUdeskSimulator } from './udesk';
import { startXsiSimulator } from './broadWorks';

interface WithPage {
	pageUrl: string;
	controlUrl?: string;
	close(): Promise<void>;
}

const simulators: Array<[string, () => Promise<WithPage>]> = [
	['BroadWorks', startXsiSimulator],
	['RingCentral', startRingCentralSimulator],
	['CooCenter', startCooCenterSimulator],
	['Udesk', startUdeskSimulator],
	['Dimensions', startDimensionsSimulator],
];

describe.each(simulators)('the page of the %s simulator', (name, start) => {
	let running: WithPage;
	beforeAll(async () => {
		running = await start();
	});
	afterAll(async () => await running.close());

	const get = async (path: string) =>
		await axios.get<string>(new URL(path, running.pageUrl).href, {
			proxy: false,
			responseType: 'text',
			validateStatus: () => true,
		});

	it('loads with all its files', async () => {
		const { status, data } = await get('/');
		expect(status).toBe(200);
		expect(data).toContain(`${name} `);
		const files = [...data.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
		expect(files).toEqual(['/page.css', '/tools.js', '/page.js']);
		for (const file of files) {
			const answer = await get(file);
			expect([file, answer.status]).toEqual([file, 200]);
			if (file.endsWith('.js')) expect(() => new Script(answer.data)).not.toThrow();
		}
	});

	it('finds what it looks for and what it asks for', async () => {
		const html = (await get('/')).data;
		const script = (await get('/page.js')).data;
		const ids = [...script.matchAll(/(?:byId|draw)\('(\w+)'/g)].map(([, id]) => id);
		expect(ids.length).toBeGreaterThan(3);
		expect(ids.filter((id) => !html.includes(`id="${id}"`))).toEqual([]);
		const asked = [...script.matchAll(/(?:showLog|control)\('(\w+)'(?:\)|, ')/g)];
		expect(asked.map(([, path]) => path)).toEqual(expect.arrayContaining(['state', 'requests']));
		for (const [, path] of asked) {
			expect([path, (await get(`/control/${path}`)).status]).toEqual([path, 200]);
		}
	});
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';
import { N8nApi } from '../../../n8n-driver/rest/api';
import { readExampleWorkflows } from '../../../n8n-driver/example-workflows';
import { RestClient } from '../../../n8n-driver/rest/rest-client';
import type { StoredWorkflow } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { owner, removeUserFolder } from '../../../n8n-driver/workbench';
import type { RunView } from '../../../demo/page/deed-runs';
import { findChromium } from '../../support/n8n/browser/chromium';
import { Editor } from '../../support/n8n/browser/editor';
import { RunningDemo } from '../../support/n8n/runningDemo';

const browser = findChromium();
const withBrowser = 'path' in browser ? test : test.skip;

interface Shown {
	systems: Array<{
		name: string;
		page: string;
		deeds: Array<{ label: string; workflows: Array<{ name: string; url: string }> }>;
	}>;
}

type Tagged = Pick<StoredWorkflow, 'name' | 'tags'>;

describe('npm run demo', () => {
	let folder: string;
	let demo: RunningDemo;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'telephony-demo-test-'));
		demo = await RunningDemo.start(folder);
	});
	afterAll(async () => {
		await demo?.stop();
		await removeUserFolder(folder);
	});

	const get = async <T>(path: string) =>
		(await axios.get<T>(demo.page + path, { proxy: false })).data;
	const post = async <T>(path: string) =>
		(await axios.post<T>(demo.page + path, undefined, { proxy: false })).data;
	const loggedIn = async () => {
		const rest = new RestClient(demo.n8n);
		await rest.logIn(owner);
		return new N8nApi(rest, { line: 'two', logTail: () => '' });
	};

	/** Presses the button and waits for all that comes of it. */
	const press = async (system: string, label: RegExp): Promise<RunView> => {
		const { systems } = await get<Shown>('/systems');
		const index = systems.findIndex(({ name }) => name === system);
		const deed = systems[index].deeds.findIndex((one) => label.test(one.label));
		const { run } = await post<{ run: number }>(`/deeds/${index}/${deed}`);
		return await waitFor(
			async () => {
				const view = await get<RunView>(`/runs/${run}`);
				return view.done && view;
			},
			{ what: `what "${String(label)}" causes is there`, timeoutMs: 120_000 },
		);
	};
	const lostCall = async () => await press('Dimensions', /is lost/);

	test('a button links to its workflow, its execution and the row that came of it', async () => {
		const { executions, sights } = await lostCall();
		expect(executions).toEqual([
			{
				id: expect.any(String) as string,
				status: 'success',
				workflow: 'missed-call-alert',
				url: expect.stringContaining(`${demo.n8n}/workflow/`) as string,
			},
		]);
		expect(sights).toEqual([
			{
				text: expect.stringContaining('Jordan Smith') as string,
				url: expect.stringMatching(/\/projects\/\w+\/datatables\/\w+$/) as string,
			},
		]);
	});

	test('workflows have the tags of their system', async () => {
		const api = await loggedIn();
		const workflows = (await api.workflows()) as Tagged[];
		expect(workflows).toHaveLength(Object.keys(readExampleWorkflows()).length);
		for (const { tags = [] } of workflows) {
			expect(tags.map((tag) => tag.name)).toContain('Telephony');
			expect(tags).toHaveLength(2);
		}
	});

	withBrowser('somebody new finds a node, maps a field without a call, and runs it', async () => {
		const editor = await Editor.open('path' in browser ? browser.path : '', demo.n8n);
		try {
			await editor.newWorkflow();
			await editor.addAction('telephone', 'BroadWorks', 'Get the calls of a user');
			await editor.closeNode();
			await editor.addAction('voicemail', 'BroadWorks', 'Transfer a call to voicemail');
			await editor.map('callId', 'callId');
			await editor.closeNode();
			await editor.openNode('Get the calls of a user');
			await editor.executeStep(['callId', 'Morgan Lee']);
		} finally {
			await editor.close();
		}
	});

	withBrowser('the page shows it as it happens, and those of the systems place calls', async () => {
		const editor = await Editor.open('path' in browser ? browser.path : '', demo.n8n);
		const { page } = editor;
		try {
			await page.goto(demo.page);
			await page.getByRole('button', { name: 'A call of 42 seconds ends' }).click();
			await page.getByText('Row 1 of "CRM Call Notes"').waitFor();
			await page.getByRole('link', { name: /^Execution \d+ of journal-finished-call/ }).click();
			const { systems } = await get<Shown>('/systems');
			for (const system of ['CooCenter', 'Udesk', 'Dimensions']) {
				await page.goto(systems.find(({ name }) => name === system)?.page ?? '');
				await page.locator('#place button.main').click();
				await page.locator('#calls .card').first().waitFor();
				await page.locator('#pushes li').first().waitFor();
			}
			const ringing = systems.find(({ name }) => name === 'CooCenter')?.page ?? '';
			await page.goto(ringing);
			await page.getByRole('button', { name: 'Answer' }).first().click();
			await page.getByText('Agent hangs up').first().click();
			await page.locator('#pushes').getByText('cc_cdr', { exact: true }).first().waitFor();
		} finally {
			await editor.close();
		}
	});

	test('killed with all of its group it leaves no n8n, and the next start goes on', async () => {
		const api = await loggedIn();
		await api.createWorkflow({ name: 'Mine', nodes: [], connections: {} });
		const n8n = demo.n8n;
		demo.kill();
		await waitFor(
			async () =>
				await fetch(n8n).then(
					() => false,
					() => true,
				),
			{ what: 'n8n has ended' },
		);
		demo = await RunningDemo.start(folder);
		const names = (await (await loggedIn()).workflows()).map(({ name }) => name);
		expect(names).toContain('Mine');
		expect(names.filter((name) => name.startsWith('Missed call: alert'))).toHaveLength(1);
		const { executions, sights } = await lostCall();
		expect(executions.map(({ status }) => status)).toEqual(['success']);
		expect(sights).not.toContain(null);
	});
});

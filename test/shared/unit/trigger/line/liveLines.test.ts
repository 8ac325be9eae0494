import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { LineFacts } from '../../../../../nodes/shared/trigger/line/lineReport';
import { merged } from '../../../../../nodes/shared/trigger/line/liveLines';
import {
	linesFolder,
	readOthers,
	writeOwn,
	type Snapshot,
} from '../../../../../nodes/shared/trigger/line/otherProcesses';

const NOW = Date.UTC(2026, 0, 1, 12);

const line: LineFacts = {
	key: 'w1:n1',
	state: 'connected',
	backend: 'Udesk',
	delivery: 'push',
	events: '',
	workflowId: 'w1',
	workflowName: 'Calls',
	nodeName: 'Udesk Trigger',
	startedAt: NOW - 3_600_000,
	waiting: 0,
	subscriptions: [],
};

const snapshot = (more: Partial<Snapshot>): Snapshot => ({
	at: NOW,
	role: 'main',
	lines: [],
	pushes: {},
	...more,
});

describe('what the processes of n8n know of their lines', () => {
	test('a worker tells what the main process has told, with the pushes of webhook processes', () => {
		const { lines, pushes, isWhole } = merged(
			[
				snapshot({ role: 'worker' }),
				snapshot({
					at: NOW - 20_000,
					lines: [line],
					pushes: { 'w1:n1': { accepted: 1, refused: 0, lastAt: NOW - 90_000 } },
				}),
				snapshot({
					at: NOW - 5_000,
					role: 'webhook',
					pushes: {
						'w1:n1': {
							accepted: 4,
							refused: 2,
							lastAt: NOW - 7_000,
							lastRefusedAt: NOW,
							lastStatus: 401,
						},
					},
				}),
			],
			NOW,
		);
		expect(isWhole).toBe(true);
		expect(lines).toEqual([line]);
		expect(pushes.get('w1:n1')).toEqual({
			accepted: 5,
			refused: 2,
			lastAt: NOW - 7_000,
			lastRefusedAt: NOW,
			lastStatus: 401,
		});
	});

	test('lines of a main process that tells no more are unknown after a minute', () => {
		const silent = snapshot({ at: NOW - 61_000, lines: [line] });
		const { lines, isWhole } = merged([snapshot({ role: 'worker' }), silent], NOW);
		expect(isWhole).toBe(false);
		expect(lines).toEqual([{ ...line, state: 'unknown' }]);
	});

	test('what the main process of before a restart has left says nothing any more', () => {
		const before = snapshot({ at: NOW - 61_000, lines: [line] });
		expect(merged([before, snapshot({ at: NOW - 1_000 })], NOW)).toMatchObject({
			lines: [],
			isWhole: true,
		});
	});
});

describe('the folder that the processes share', () => {
	const before = process.env.N8N_USER_FOLDER;
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'lines-'));
		process.env.N8N_USER_FOLDER = folder;
	});
	afterEach(() => {
		if (before === undefined) delete process.env.N8N_USER_FOLDER;
		else process.env.N8N_USER_FOLDER = before;
		rmSync(folder, { recursive: true });
	});

	const leave = (name: string, text: string, hours = 0) => {
		const path = join(linesFolder(), name);
		writeFileSync(path, text);
		const time = Date.now() / 1000 - hours * 3_600;
		utimesSync(path, time, time);
	};

	test('a process reads what others have told, and not its own', async () => {
		expect(await readOthers()).toEqual([]);
		await writeOwn(snapshot({}));
		expect(await readOthers()).toEqual([]);
		const other = snapshot({ lines: [line] });
		leave('lines-other-1.json', JSON.stringify(other));
		leave('lines-strange-1.json', '{"lines":1}');
		expect(await readOthers()).toEqual([other]);
	});

	test('what a process has left a day ago is deleted', async () => {
		await writeOwn(snapshot({}));
		leave('lines-gone-1.json', JSON.stringify(snapshot({})), 25);
		expect(await readOthers()).toEqual([]);
		expect(readdirSync(linesFolder())).toHaveLength(1);
	});
});

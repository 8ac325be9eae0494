import {
	broadcastList,
	broadcastSources,
	createPlaylist,
	createTask,
	removeBroadcast,
	steerDevices,
	steerSource,
	todaysTasks,
	updatePlaylist,
	updateTask,
} from '../../../nodes/CooCenter/client/dispatch/broadcasts';
import { forceDrop, intercom, page } from '../../../nodes/CooCenter/client/calls';
import {
	conferenceMembers,
	conferences,
	joinConference,
	steerConference,
} from '../../../nodes/CooCenter/client/dispatch/conferences';
import type { CooCenterConnection } from '../../../nodes/CooCenter/client/connection';
import { triggerSettings } from '../../../nodes/CooCenter/trigger/settings';
import { n8nContext } from '../../support/contexts/n8nContext';
import { bench, fixture, json } from './support/support';

const login = json(fixture('gen2.resp.login.json'));

/** A PBX of generation 2 that answers everything alike. */
function second(answer: Parameters<typeof json>[0]) {
	const made = bench({ generation: 2 });
	for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
		made.http.on(method, /./, json(answer));
	}
	made.http.on('POST', /login/, login);
	return made;
}

type Command = (connection: CooCenterConnection) => Promise<unknown>;
const task = {
	name: 't',
	type: 'realtimerule' as const,
	paging_type: 'normal' as const,
	sound_type: 'music' as const,
	source_info: { sourceId: 's' },
	extensions: ['1'],
	volume: undefined,
};
const { volume: _volume, ...sentTask } = task;

const commands: Array<[line: string, Command, body: unknown]> = [
	[
		'POST /plugin-asterisk/extension/click-intercom',
		async (c) => await intercom(c, { src: '1', dst: '2' }),
		{ src: '1', dst: '2' },
	],
	[
		'POST /plugin-asterisk/extension/clear',
		async (c) => await forceDrop(c, { src: '1', dst: '2' }),
		{ local: '1', exten: '2' },
	],
	[
		'POST /plugin-asterisk/extension/clear',
		async (c) => await forceDrop(c, { src: '', dst: '2' }),
		{ exten: '2' },
	],
	[
		'POST /plugin-asterisk/paging/click-paging',
		async (c) => await page(c, { src: '', dst: ['2', '3'] }),
		{ dst: ['2', '3'] },
	],
	[
		'POST /plugin-asterisk/conference/join-conf',
		async (c) => await joinConference(c, '9', ['1', '2']),
		{ confnum: '9', extensions: ['1', '2'] },
	],
	[
		'POST /plugin-asterisk/conference/kick-user',
		async (c) => await steerConference(c, 'kick-user', { confnum: '9', channel: 'SIP/1-0' }),
		{ confnum: '9', channel: 'SIP/1-0' },
	],
	[
		'PUT /plugin-coopaging/castcontrol/a%2Fb',
		async (c) => await steerSource(c, 'a/b', { action: 'select', musicId: 1 }),
		{ data: { action: 'select', musicId: 1 } },
	],
	[
		'PUT /plugin-coopaging/devicecontrol',
		async (c) => await steerDevices(c, { extensions: ['1'], action: 'play', sourceId: 's' }),
		{ extensions: ['1'], action: 'play', sourceId: 's' },
	],
	[
		'POST /plugin-player/playlist',
		async (c) => await createPlaylist(c, { name: 'p', musicLibraryIds: [1] }),
		{ playList: { name: 'p', musicLibraryIds: [1] } },
	],
	[
		'PUT /plugin-player/playlist/13',
		async (c) => await updatePlaylist(c, '13', { ids: [2] }),
		{ playList: { action: 'update', ids: [2] } },
	],
	[
		'DELETE /plugin-player/playlist/13',
		async (c) => await removeBroadcast(c, 'playlist', '13'),
		undefined,
	],
	[
		'DELETE /plugin-coopaging/task/28',
		async (c) => await removeBroadcast(c, 'task', '28'),
		undefined,
	],
	['POST /plugin-coopaging/task', async (c) => await createTask(c, task), { task: sentTask }],
	[
		'PUT /plugin-coopaging/task/28',
		async (c) => await updateTask(c, '28', { enable: 'no' }),
		{ task: { enable: 'no' } },
	],
];

test.each(commands)('%s', async (line, send, body) => {
	const { http, connection } = second({ status: 'success', message: 'done' });
	await send(connection);
	const [method, path] = line.split(' ');
	expect(http.lines()[1]).toBe(`${method} /coocenter-api${path}`);
	const written = http.sent[1].body;
	expect(written === undefined ? undefined : JSON.parse(String(written))).toEqual(body);
});

const reads: Array<[string, Command]> = [
	['the members of a conference', async (c) => await conferenceMembers(c, '9')],
	['conferences', conferences],
	['sources', broadcastSources],
	['today', todaysTasks],
	['a list in pages', async (c) => await broadcastList(c, 'task', {})],
	['intercom', async (c) => await intercom(c, { src: '1', dst: '2' })],
	['force drop', async (c) => await forceDrop(c, { src: '1', dst: '2' })],
	['paging', async (c) => await page(c, { src: '1', dst: ['2'] })],
];

test.each(reads)('generation 1 has no %s, and is not asked', async (_what, read) => {
	const { http, connection } = bench();
	await expect(read(connection)).rejects.toThrow(/API generation 2 only/);
	expect(http.sent).toEqual([]);
});

test('numbers and Yes or No have their types', async () => {
	const row = { conference: '9', parties: '2', locked: 'No', muted: 'Yes', id: '9' };
	const { connection } = second({ status: 'success', data: [row] });
	expect(await conferences(connection)).toEqual([
		{ conference: '9', parties: 2, locked: false, muted: true, id: '9' },
	]);
	const member = { admin: 'Yes', answeredtime: '6834', channel: 'SIP/1-0', exten: '1' };
	const other = second({ status: 'success', data: [member] });
	expect(await conferenceMembers(other.connection, '9')).toEqual([
		{ admin: true, answeredtime: 6834, channel: 'SIP/1-0', exten: '1' },
	]);
});

test('who joined a conference, and who did not', async () => {
	const { connection } = second({
		message: [
			{ exten: '1', status: 'Success' },
			{ exten: '2', status: 'Failed' },
		],
	});
	expect(await joinConference(connection, '9', ['1', '2'])).toEqual([
		{ exten: '1', status: 'Success', success: true },
		{ exten: '2', status: 'Failed', success: false },
	]);
});

test('what a stored task, a playlist and a changed task are answered with', async () => {
	const stored = second({ id: 28, name: 't', type: 'timerule' });
	expect(await createTask(stored.connection, task)).toMatchObject({ id: 28 });
	const list = second({ status: 'success', data: { sourceId: 'sourceId-36' } });
	expect(await createPlaylist(list.connection, { name: 'p', musicLibraryIds: [1] })).toEqual({
		sourceId: 'sourceId-36',
	});
	const changed = second([1]);
	expect(await updateTask(changed.connection, '28', {})).toEqual({ updated: 1 });
});

test.each([
	['has these values already', [{ id: 28, enable: 'no' }], undefined],
	['was deleted', [{ id: 29, enable: 'no' }], /no schedule 28: it may have been deleted/],
])('a task of which nothing was changed %s', async (_what, rows, message) => {
	const { connection, http } = second([0]);
	http.on('GET', /plugin-coopaging\/task/, json({ count: rows.length, rows }));
	const change = updateTask(connection, '28', { enable: 'no' });
	if (message === undefined) expect(await change).toEqual({ updated: 0 });
	else
		await expect(change).rejects.toMatchObject({
			kind: 'notFound',
			message: expect.stringMatching(message) as string,
		});
});

describe('a list in pages', () => {
	const rows = (from: number, count: number) =>
		Array.from({ length: count }, (_empty, index) => ({ id: from + index }));
	const three = () => {
		const { http, connection } = second({});
		for (const [page, count] of [
			[1, 100],
			[2, 100],
			[3, 50],
		]) {
			const answer = json({ count: 250, rows: rows((page - 1) * 100, count) });
			http.on('GET', new RegExp(`page=${page}\\b`), answer);
		}
		return { http, connection };
	};

	test('is read to its end, with the query on every page', async () => {
		const { http, connection } = three();
		const found = await broadcastList(connection, 'music', { type: 'music', other: '' });
		expect(found.map(({ id }) => id)).toEqual(rows(0, 250).map(({ id }) => id));
		expect(http.sent.slice(1).map(({ url }) => new URL(url).search)).toEqual(
			[1, 2, 3].map((page) => `?limit=100&page=${page}&type=music`),
		);
	});

	test('is read as far as wanted', async () => {
		const { http, connection } = three();
		expect(await broadcastList(connection, 'task', {}, 130)).toHaveLength(130);
		expect(http.sent).toHaveLength(3);
		const few = second({ count: 9, rows: rows(0, 2) });
		expect(await broadcastList(few.connection, 'task', {}, 2)).toHaveLength(2);
		expect(few.http.lines()[1]).toMatch(/limit=2&page=1/);
	});

	test('that is a bare list, or empty, ends', async () => {
		expect(await broadcastList(second(rows(0, 3)).connection, 'task', {})).toHaveLength(3);
		expect(await broadcastList(second({ count: 0, rows: [] }).connection, 'task', {})).toEqual([]);
	});
});

describe('several PBXs on one trigger', () => {
	const settings = (mac: string) =>
		triggerSettings(n8nContext({ parameters: { triggerOn: ['ivr'], options: { mac } } }));

	test('are named by their addresses, in any spelling', () => {
		expect([...settings('68:69:2E:05:0F:9A, 68692e038b3e').macs]).toEqual([
			'68:69:2e:05:0f:9a',
			'68:69:2e:03:8b:3e',
		]);
		expect(settings(' ').macs.size).toBe(0);
	});

	test('what is no address is told', () => {
		expect(() => settings('68:69:2e:05:0f:9a, pbx')).toThrow(
			'"pbx" in the option "MAC Addresses" is not a MAC address',
		);
	});
});

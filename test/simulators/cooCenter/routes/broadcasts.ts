import { Refusal } from '../calls';
import { success, text, type Fields, type Reply, type Routes } from './route';
import type { BroadcastRow } from '../state';
import type { CooCenterWorld } from '../world';

const isObject = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object among the members. @throws Refusal */
function object(fields: Fields, name: string): Fields {
	const value = fields[name];
	if (!isObject(value)) throw new Refusal(`${name} is missing`);
	return value;
}

/** A list among the members. @throws Refusal */
function list(fields: Fields, name: string): unknown[] {
	const value = fields[name];
	if (!Array.isArray(value) || value.length === 0) throw new Refusal(`${name} is missing`);
	return value as unknown[];
}

/** @throws Refusal for a number that is missing or beyond what the device knows */
function volume(fields: Fields, name: string, most: number): number {
	const value = fields[name];
	if (!Number.isInteger(value) || Number(value) < 0 || Number(value) > most) {
		throw new Refusal(`${name} must be 0 to ${most}`);
	}
	return Number(value);
}

/** One page. `limit` and `page` are mandatory. @throws Refusal */
function paged(rows: BroadcastRow[], fields: Fields): Reply {
	const [limit, page] = [Number(fields.limit), Number(fields.page)];
	if (!(limit >= 1) || !(page >= 1)) throw new Refusal('limit and page are mandatory');
	const from = (page - 1) * limit;
	return { status: 200, body: { count: rows.length, rows: rows.slice(from, from + limit) } };
}

/** @throws Refusal */
function rowOf(rows: BroadcastRow[], id: string): BroadcastRow {
	const row = rows.find((one) => String(one.id) === id);
	if (!row) throw new Refusal(`${id} does not exist`);
	return row;
}

function removed(rows: BroadcastRow[], id: string, message: string): Reply {
	rows.splice(rows.indexOf(rowOf(rows, id)), 1);
	return success(message);
}

const nextId = (rows: BroadcastRow[]) => Math.max(0, ...rows.map(({ id }) => id)) + 1;

/** @throws Refusal */
function sourceOf(world: CooCenterWorld, sourceId: string) {
	const source = world.state.broadcast.sources.get(sourceId);
	if (!source) throw new Refusal(`source ${sourceId} does not exist`);
	return source;
}

function steer(world: CooCenterWorld, sourceId: string, data: Fields): Reply {
	const source = sourceOf(world, sourceId);
	const named = () => {
		const wanted = Number(data.musicId);
		if (!source.music.includes(wanted)) throw new Refusal('musicId is not in the source');
		return wanted;
	};
	const step = (by: number) => {
		const { music, musicId } = source;
		source.musicId = music[(music.indexOf(musicId) + by + music.length) % music.length];
	};
	switch (data.action) {
		case 'next':
			step(1);
			break;
		case 'previous':
			step(-1);
			break;
		case 'select':
			source.musicId = named();
			break;
		case 'remove':
			source.music.splice(source.music.indexOf(named()), 1);
			break;
		case 'pause':
			source.pause = source.pause === 1 ? 0 : 1;
			break;
		case 'model':
			if (!['order', 'random', 'once'].includes(String(data.model))) {
				throw new Refusal('model must be order, random or once');
			}
			source.model = String(data.model);
			break;
		default:
			throw new Refusal(`action ${String(data.action)} is not known`);
	}
	return success('update success');
}

function steerDevices(world: CooCenterWorld, fields: Fields): Reply {
	const { broadcast } = world.state;
	const extensions = list(fields, 'extensions').map(String);
	for (const exten of extensions) {
		if (!world.extension(exten)) throw new Refusal(`extension ${exten} does not exist`);
		const volumes = broadcast.volumes.get(exten) ?? {};
		switch (fields.action) {
			case 'play': {
				const sourceId = text(fields, 'sourceId');
				sourceOf(world, sourceId);
				broadcast.playing.set(exten, sourceId);
				break;
			}
			case 'stop':
				broadcast.playing.delete(exten);
				break;
			case 'set-soft-volume':
				broadcast.volumes.set(exten, { ...volumes, soft: volume(fields, 'softVolume', 99) });
				break;
			case 'set-hard-volume':
				broadcast.volumes.set(exten, { ...volumes, hard: volume(fields, 'hardVolume', 9) });
				break;
			default:
				throw new Refusal(`action ${String(fields.action)} is not known`);
		}
	}
	return success('play success');
}

const DAYS = ['mon', 'tues', 'wed', 'thur', 'fri', 'sat', 'sun'];

/** What the vendor asks of a task. @throws Refusal */
function checkTask(world: CooCenterWorld, task: Fields): void {
	text(task, 'name');
	sourceOf(world, text(object(task, 'source_info'), 'sourceId'));
	list(task, 'extensions');
	if (task.paging_type !== 'normal' || task.sound_type !== 'music') {
		throw new Refusal('paging_type or sound_type is not known');
	}
	if (task.type === 'realtimerule') return;
	const conditions = object(task, 'conditions');
	if (task.type === 'numberrule') {
		text(conditions, 'extension');
		if (conditions.mode !== 'extension') throw new Refusal('mode must be extension');
		return;
	}
	if (task.type !== 'timerule') throw new Refusal('type is not known');
	const times = list(conditions, 'time').map(String);
	if (times.length !== 2 || !times.every((time) => /^\d{2}:\d{2}:\d{2}$/.test(time))) {
		throw new Refusal('time must be two times');
	}
	if (!list(conditions, 'weekDays').every((day) => DAYS.includes(String(day)))) {
		throw new Refusal('weekDays are not known');
	}
}

function createTask(world: CooCenterWorld, fields: Fields): Reply {
	const { tasks } = world.state.broadcast;
	const task = object(fields, 'task');
	checkTask(world, task);
	if (task.type === 'realtimerule') {
		for (const exten of list(task, 'extensions')) {
			const { sourceId } = task.source_info as { sourceId: string };
			world.state.broadcast.playing.set(String(exten), sourceId);
		}
		return { status: 200, body: { status: 'success', message: 'executed' } };
	}
	const at = new Date(world.now()).toISOString();
	const stored = { id: nextId(tasks), name: '', ...task, updatedAt: at, createdAt: at };
	tasks.push(stored);
	return { status: 200, body: stored };
}

/** Answers how many tasks were changed: one that has these values already is not. */
function updateTask(world: CooCenterWorld, fields: Fields, id: string): Reply {
	const found = world.state.broadcast.tasks.find((one) => String(one.id) === id);
	const changes = object(fields, 'task');
	const before = JSON.stringify(found);
	if (found) Object.assign(found, changes);
	return { status: 200, body: [JSON.stringify(found) === before ? 0 : 1] };
}

function createPlaylist(world: CooCenterWorld, fields: Fields): Reply {
	const { playlists, music, sources } = world.state.broadcast;
	const playList = object(fields, 'playList');
	const order = list(playList, 'musicLibraryIds').map(Number);
	const musicLibraries = order.map((id) => rowOf(music, String(id)));
	const id = nextId(playlists);
	const name = text(playList, 'name');
	playlists.push({ id, name, remark: playList.remark ?? '', order, musicLibraries });
	const sourceId = `sourceId-${id}`;
	sources.set(sourceId, { name, pause: 0, model: 'order', musicId: order[0], music: order });
	return success('create cast success', { sourceId });
}

function updatePlaylist(world: CooCenterWorld, fields: Fields, id: string): Reply {
	const { playlists, music } = world.state.broadcast;
	const row = rowOf(playlists, id);
	const { action, ids, ...words } = object(fields, 'playList');
	if (action !== 'update') throw new Refusal('action must be update');
	Object.assign(row, words);
	if (Array.isArray(ids)) {
		row.order = ids;
		row.musicLibraries = ids.map((one) => rowOf(music, String(one)));
	}
	return success('update success');
}

/** What is played today: the number tasks, and those of the clock, each from start to stop. */
const today = (world: CooCenterWorld) =>
	world.state.broadcast.tasks
		.filter(({ enable }) => enable !== 'no')
		.flatMap((task) =>
			['stop', 'start'].map((mode) => ({
				...task,
				taskId: `task-${task.type === 'numberrule' ? 'number' : 'time'}-${mode}-${task.id}`,
				mode,
			})),
		);

/** Broadcasts of generation 2 (docs/protocols/coocenter.md#broadcasts-of-generation-2). */
export function broadcastRoutes(source: (fields: Fields) => string): Routes {
	return {
		'/plugin-asterisk/paging/click-paging': {
			methods: ['POST'],
			run(world, fields) {
				const dst = list(fields, 'dst').map(String);
				world.state.broadcast.pages.push({ src: source(fields), dst });
				return success('clickToPaging success');
			},
		},
		'/plugin-coopaging/castcontrol': {
			methods: ['GET'],
			run({ state: { broadcast } }) {
				const rows = [...broadcast.sources].map(([sourceId, { music, ...rest }]) => ({
					remark: null,
					sourceId,
					url: sourceId,
					times: -1,
					type: 'music',
					...rest,
					musicLibraries: music.map((id) => ({
						...rowOf(broadcast.music, String(id)),
						musicId: id,
					})),
				}));
				return { status: 200, body: { status: 'success', count: rows.length, rows } };
			},
		},
		'/plugin-coopaging/castcontrol/': {
			methods: ['PUT'],
			run: (world, fields, id) => steer(world, id, object(fields, 'data')),
		},
		'/plugin-coopaging/devicecontrol': { methods: ['PUT'], run: steerDevices },
		'/plugin-player/musiclibrary': {
			methods: ['GET'],
			run(world, fields) {
				const type = text(fields, 'type');
				return paged(
					world.state.broadcast.music.filter((row) => row.type === type),
					fields,
				);
			},
		},
		'/plugin-player/playlist': [
			{
				methods: ['GET'],
				run: (world, fields) => paged(world.state.broadcast.playlists, fields),
			},
			{ methods: ['POST'], run: createPlaylist },
		],
		'/plugin-player/playlist/': [
			{ methods: ['PUT'], run: updatePlaylist },
			{
				methods: ['DELETE'],
				run: (world, _fields, id) => removed(world.state.broadcast.playlists, id, 'stop success'),
			},
		],
		'/plugin-coopaging/task': [
			{ methods: ['GET'], run: (world, fields) => paged(world.state.broadcast.tasks, fields) },
			{ methods: ['POST'], run: createTask },
		],
		'/plugin-coopaging/task/': [
			{ methods: ['PUT'], run: updateTask },
			{
				methods: ['DELETE'],
				run: (world, _fields, id) => removed(world.state.broadcast.tasks, id, 'delete success'),
			},
		],
		'/plugin-coopaging/schedule': {
			methods: ['GET'],
			run: (world) => ({ status: 200, body: { status: 'success', data: today(world) } }),
		},
		'/plugin-coopaging/tasklog': {
			methods: ['GET'],
			run: (world, fields) => paged(world.state.broadcast.log, fields),
		},
	};
}

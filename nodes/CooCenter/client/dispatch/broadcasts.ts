import { compact } from '../../../shared/core/callRecord';
import { TelephonyError } from '../../../shared/core/errors';
import { pathSegment } from '../../../shared/core/typedPath';
import { change, changed, type ChangeAnswer } from '../change';
import { ask, onlyGeneration, type CooCenterConnection } from '../connection';
import { pagedRows, rowsOf } from '../lists';
import { isObject, text, type WireObject } from '../values';

const WHAT = 'Broadcasting';

/** Lists that come in pages, with the members of their query (docs/protocols/coocenter.md#broadcasts-of-generation-2). */
const LISTS = {
	music: '/plugin-player/musiclibrary',
	playlist: '/plugin-player/playlist',
	task: '/plugin-coopaging/task',
	taskLog: '/plugin-coopaging/tasklog',
} as const;

/** Rows of a list; an empty member of `query` is not sent. */
export async function broadcastList(
	connection: CooCenterConnection,
	list: keyof typeof LISTS,
	query: Record<string, string>,
	most?: number,
): Promise<WireObject[]> {
	onlyGeneration(connection, 2, WHAT);
	const given = Object.entries(query).filter(([, value]) => value !== '');
	return await pagedRows(connection, LISTS[list], Object.fromEntries(given), most);
}

/** What can be heard: playlists, alarms, inputs; `musicId` is what plays now. */
export async function broadcastSources(connection: CooCenterConnection): Promise<WireObject[]> {
	onlyGeneration(connection, 2, WHAT);
	const path = '/plugin-coopaging/castcontrol';
	const answer = await ask(connection, { methods: ['GET'], path, kind: 'read' });
	return isObject(answer) ? rowsOf({ data: answer.rows }) : rowsOf(answer);
}

/** What starts or stops today, by clock or by number. */
export async function todaysTasks(connection: CooCenterConnection): Promise<WireObject[]> {
	onlyGeneration(connection, 2, WHAT);
	const path = '/plugin-coopaging/schedule';
	return rowsOf(await ask(connection, { methods: ['GET'], path, kind: 'read' }));
}

/** A command to a source: what plays next, pause, order. */
export async function steerSource(
	connection: CooCenterConnection,
	sourceId: string,
	data: { action: string; musicId?: number; model?: string },
): Promise<ChangeAnswer> {
	const path = `/plugin-coopaging/castcontrol/${pathSegment(sourceId, 'The source')}`;
	return await change(connection, { methods: ['PUT'], path, fields: { data: { ...data } } });
}

/** What telephones and loudspeakers do: play a source, stop, be louder. */
export interface DeviceCommand {
	extensions: string[];
	action: 'play' | 'stop' | 'set-soft-volume' | 'set-hard-volume';
	sourceId?: string;
	/** 0 to 99 */
	softVolume?: number;
	/** 0 to 9 */
	hardVolume?: number;
}

export async function steerDevices(
	connection: CooCenterConnection,
	command: DeviceCommand,
): Promise<ChangeAnswer> {
	const path = '/plugin-coopaging/devicecontrol';
	return await change(connection, { methods: ['PUT'], path, fields: { ...command } });
}

/** Makes a playlist; its source ID is what plays it. */
export async function createPlaylist(
	connection: CooCenterConnection,
	playList: { name: string; musicLibraryIds: number[]; remark?: string },
): Promise<{ sourceId?: string }> {
	const answer = await changed(connection, {
		methods: ['POST'],
		path: LISTS.playlist,
		fields: { playList: { ...playList } },
	});
	const data = isObject(answer) && isObject(answer.data) ? answer.data : {};
	return compact({ sourceId: text(data.sourceId) });
}

/** Changes a playlist; `ids` replaces its music. */
export async function updatePlaylist(
	connection: CooCenterConnection,
	id: string,
	playList: { name?: string; remark?: string; ids?: number[] },
): Promise<ChangeAnswer> {
	return await change(connection, {
		methods: ['PUT'],
		path: `${LISTS.playlist}/${pathSegment(id, 'The playlist')}`,
		fields: { playList: { action: 'update', ...playList } },
	});
}

/** Removes a piece of music, a playlist or a task. */
export async function removeBroadcast(
	connection: CooCenterConnection,
	list: 'music' | 'playlist' | 'task',
	id: string,
): Promise<ChangeAnswer> {
	const path = `${LISTS[list]}/${pathSegment(id, 'The ID')}`;
	return await change(connection, { methods: ['DELETE'], path });
}

/** When a task plays (docs/protocols/coocenter.md#broadcasts-of-generation-2, tasks). */
export interface TaskTimes {
	mode: 'loop' | 'once';
	/** Begin and end, as `10:08:00`. */
	time: [string, string];
	/** As `mon`, `tues`, `wed`, `thur`, `fri`, `sat`, `sun`. */
	weekDays?: string[];
	/** First and last day, as `2026-01-31`. */
	date?: [string, string];
}

/** What is played where, and when: at once (`realtimerule`), by clock (`timerule`), by a number (`numberrule`). */
export interface Task {
	enable?: 'yes' | 'no';
	name: string;
	type: 'realtimerule' | 'timerule' | 'numberrule';
	paging_type: 'normal';
	sound_type: 'music';
	play_strategy?: string;
	source_info: { sourceId: string };
	extensions: string[];
	/** 0 to 100 */
	volume?: number;
	/** -1: without end */
	times?: number;
	conditions?: TaskTimes | { mode: 'extension'; extension: string };
}

/** Stores a task, or plays it where it is one for now. Gives the task as stored; nothing of one for now. */
export async function createTask(connection: CooCenterConnection, task: Task): Promise<WireObject> {
	const answer = await changed(connection, {
		methods: ['POST'],
		path: LISTS.task,
		fields: { task: JSON.parse(JSON.stringify(task)) as WireObject },
	});
	return isObject(answer) ? answer : {};
}

/**
 * Changes members of a task. The PBX answers how many tasks it changed
 * (docs/protocols/coocenter.md#broadcasts-of-generation-2, tasks). Throws `notFound` when it has no such task.
 */
export async function updateTask(
	connection: CooCenterConnection,
	id: string,
	task: WireObject,
): Promise<{ updated?: number }> {
	const answer = await changed(connection, {
		methods: ['PUT'],
		path: `${LISTS.task}/${pathSegment(id, 'The task')}`,
		fields: { task },
	});
	const count = Array.isArray(answer) ? answer[0] : undefined;
	// None is changed either where the task has these values already.
	if (
		count === 0 &&
		!(await broadcastList(connection, 'task', {})).some((one) => text(one.id) === id)
	) {
		throw new TelephonyError(
			'notFound',
			`The PBX has no schedule ${id}: it may have been deleted. The list of schedules shows those there are`,
		);
	}
	return compact({ updated: typeof count === 'number' ? count : undefined });
}

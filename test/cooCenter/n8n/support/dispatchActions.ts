import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import { byId } from '../../../support/n8n/workflows';
import { call, type ActionCase } from './cooCenterActions';
import type { Pbx } from './cooCenter';

const conference = '1585642185';
const channel = 'SIP/804-00000007';
const sourceId = 'sourceId-13';

const conferenceOf = ({ world }: Pbx) => world.state.conferences.get(conference);
const broadcastOf = ({ world }: Pbx) => world.state.broadcast;

/** Something that generation 2 has. */
const second = (
	[resource, operation]: [string, string],
	parameters: JsonObject,
	then: ActionCase['then'],
	given?: ActionCase['given'],
): ActionCase => ({
	name: `${resource}: ${operation}`,
	generation: 2,
	given,
	parameters: { resource, operation, ...parameters },
	then,
});

const atConference = (
	operation: string,
	more: JsonObject,
	then: ActionCase['then'],
	given?: ActionCase['given'],
) => second(['conference', operation], { conference: byId(conference), ...more }, then, given);

const onExtensions = (operation: string, more: JsonObject, then: ActionCase['then']) =>
	second(['broadcast', operation], { extensions: '801, 802', ...more }, then);

const plays = (pbx: Pbx) => Object.fromEntries(broadcastOf(pbx).playing);

const step = (name: string, more: JsonObject, wanted: object): ActionCase =>
	second(['broadcast', 'steerSource'], { sourceId: byId(sourceId), step: name, ...more }, (pbx) =>
		expect(broadcastOf(pbx).sources.get(sourceId)).toMatchObject(wanted),
	);

/** Stores a task as the PBX would have it. */
const withTask = (pbx: Pbx) =>
	void broadcastOf(pbx).tasks.push({
		id: 28,
		name: 'Morning',
		enable: 'yes',
		type: 'timerule',
		paging_type: 'normal',
		sound_type: 'music',
		source_info: { sourceId },
		extensions: ['801'],
		conditions: { mode: 'loop', time: ['10:08:00', '10:13:00'], weekDays: ['thur'] },
	});

const played = { sourceId: byId(sourceId), extensions: '801' };

/** Conferences, paging, broadcasts and schedules of generation 2. */
export const dispatchCases: ActionCase[] = [
	{
		name: 'intercom',
		generation: 2,
		parameters: call('intercom', { src: byId('803'), dst: byId('802') }),
		then: (pbx) => expect(pbx.world.callsOf('803')).toHaveLength(1),
	},
	{
		name: 'force drop',
		generation: 2,
		given: ({ world }) =>
			void world.state.calls.set('1.1', {
				id: '1.1',
				caller: '801',
				callee: '802',
				dialed: '802',
				direction: 'internal',
				phase: 'up',
				channel: 'SIP/801-00000001',
				destChannel: 'SIP/802-00000002',
				destId: '1.2',
				startedAt: world.now(),
			}),
		parameters: call('forceDrop', { src: byId(''), dst: byId('802') }),
		then(pbx, items) {
			expect(items).toMatchObject([{ success: true, dst: '802' }]);
			expect(pbx.world.state.calls.size).toBe(0);
		},
	},
	second(['conference', 'getMany'], {}, (_pbx, items) =>
		expect(items).toEqual([
			{ conference, parties: 2, marked: 0, locked: false, muted: false, id: conference },
		]),
	),
	atConference('getMembers', {}, (_pbx, items) => {
		expect(items).toMatchObject([{ exten: '804', muted: false, channel }, { exten: '805' }]);
		expect(typeof items[0].answeredtime).toBe('number');
	}),
	atConference('addMembers', { extensions: '803, 806' }, (pbx, items) => {
		expect(items).toEqual([
			{ confnum: conference, exten: '803', status: 'Success', success: true },
			{ confnum: conference, exten: '806', status: 'Failed', success: false },
		]);
		const members = [...(conferenceOf(pbx)?.members.values() ?? [])];
		expect(members.map(({ exten }) => exten)).toEqual(['804', '805', '803']);
	}),
	atConference('mute', { channel: byId(channel) }, (pbx) =>
		expect(conferenceOf(pbx)?.members.get(channel)?.muted).toBe(true),
	),
	atConference(
		'unmute',
		{ channel: byId(channel) },
		(pbx) => expect(conferenceOf(pbx)?.members.get(channel)?.muted).toBe(false),
		(pbx) => {
			const member = conferenceOf(pbx)?.members.get(channel);
			if (member) member.muted = true;
		},
	),
	atConference('remove', { channel: byId(channel) }, (pbx) =>
		expect([...(conferenceOf(pbx)?.members.keys() ?? [])]).toEqual(['SIP/805-00000008']),
	),
	atConference('lock', {}, (pbx) => expect(conferenceOf(pbx)?.locked).toBe(true)),
	atConference(
		'unlock',
		{},
		(pbx) => expect(conferenceOf(pbx)?.locked).toBe(false),
		(pbx) => {
			const found = conferenceOf(pbx);
			if (found) found.locked = true;
		},
	),
	second(['broadcast', 'page'], { src: byId(''), extensions: '802;803' }, (pbx, items) => {
		expect(items).toMatchObject([{ success: true, dst: ['802', '803'] }]);
		expect(broadcastOf(pbx).pages).toEqual([{ src: '801', dst: ['802', '803'] }]);
	}),
	onExtensions('play', { sourceId: byId(sourceId) }, (pbx) =>
		expect(plays(pbx)).toEqual({ 801: sourceId, 802: sourceId }),
	),
	{
		...onExtensions('stop', { extensions: '={{ ["801"] }}' }, (pbx) =>
			expect(plays(pbx)).toEqual({ 802: sourceId }),
		),
		given(pbx) {
			for (const exten of ['801', '802']) broadcastOf(pbx).playing.set(exten, sourceId);
		},
	},
	onExtensions('setSoftVolume', { volume: 99 }, (pbx) =>
		expect(broadcastOf(pbx).volumes.get('802')).toEqual({ soft: 99 }),
	),
	onExtensions('setHardVolume', { volume: 9 }, (pbx) =>
		expect(broadcastOf(pbx).volumes.get('801')).toEqual({ hard: 9 }),
	),
	second(['broadcast', 'getSources'], {}, (_pbx, items) =>
		expect(items).toMatchObject([{ sourceId, name: 'Morning', musicLibraries: [{ id: 59 }, {}] }]),
	),
	step('next', {}, { musicId: 61 }),
	step('previous', {}, { musicId: 61 }),
	step('pause', {}, { pause: 1 }),
	step('select', { musicId: '61' }, { musicId: 61 }),
	step('remove', { musicId: '61' }, { music: [59] }),
	step('model', { model: 'random' }, { model: 'random' }),
	second(['playlist', 'getMany'], { returnAll: true }, (_pbx, items) =>
		expect(items).toMatchObject([{ id: 13, name: 'Morning', order: [59, 61] }]),
	),
	second(['playlist', 'getMusic'], { type: 'music', limit: 1 }, (_pbx, items) =>
		expect(items).toMatchObject([{ id: 59, type: 'music' }]),
	),
	second(
		['playlist', 'create'],
		{ name: 'Evening', musicIds: '61, 59', remark: 'x' },
		(pbx, items) => {
			expect(items).toMatchObject([{ success: true, sourceId: 'sourceId-14' }]);
			expect(broadcastOf(pbx).playlists[1]).toMatchObject({ order: [61, 59], remark: 'x' });
		},
	),
	second(
		['playlist', 'update'],
		{ playlistId: byId('13'), changes: { name: 'Later', musicIds: '61' } },
		(pbx) =>
			expect(broadcastOf(pbx).playlists).toMatchObject([
				{ name: 'Later', order: [61], remark: '' },
			]),
	),
	second(['playlist', 'delete'], { playlistId: byId('13') }, (pbx) =>
		expect(broadcastOf(pbx).playlists).toEqual([]),
	),
	second(
		['schedule', 'create'],
		{ name: 'Bell', ...played, weekDays: ['mon', 'fri'], from: '8:00', until: '08:00:30' },
		(pbx, items) => {
			expect(items).toMatchObject([{ success: true, id: 1, name: 'Bell' }]);
			expect(broadcastOf(pbx).tasks).toMatchObject([
				{
					enable: 'yes',
					type: 'timerule',
					extensions: ['801'],
					conditions: { mode: 'loop', time: ['08:00:00', '08:00:30'], weekDays: ['mon', 'fri'] },
				},
			]);
		},
	),
	second(['schedule', 'createByNumber'], { name: 'Fire', ...played, startNumber: '30' }, (pbx) =>
		expect(broadcastOf(pbx).tasks).toMatchObject([
			{ type: 'numberrule', conditions: { mode: 'extension', extension: '30' } },
		]),
	),
	second(
		['schedule', 'getMany'],
		{ limit: 1 },
		(_pbx, items) => expect(items).toMatchObject([{ id: 28, name: 'Morning' }]),
		withTask,
	),
	second(
		['schedule', 'getToday'],
		{},
		(_pbx, items) => expect(items.map(({ mode }) => mode)).toEqual(['stop', 'start']),
		withTask,
	),
	second(
		['schedule', 'getLog'],
		{ returnAll: true },
		(_pbx, items) => expect(items).toHaveLength(150),
		(pbx) => {
			const rows = Array.from({ length: 150 }, (_empty, id) => ({
				id,
				name: 'Morning',
				type: 'timerule',
				mode: 'stop',
				sound_type: 'music',
				source_info: { sourceId },
				extensions: ['801'],
				status: 'executed',
				createdAt: '2021-07-01T06:43:00.000Z',
			}));
			broadcastOf(pbx).log.push(...rows);
		},
	),
	second(
		['schedule', 'setEnabled'],
		{ taskId: byId('28'), enabled: false },
		(pbx, items) => {
			expect(items).toMatchObject([{ success: true, enable: 'no', updated: 1 }]);
			expect(broadcastOf(pbx).tasks).toMatchObject([{ enable: 'no', name: 'Morning' }]);
		},
		withTask,
	),
	second(
		['schedule', 'delete'],
		{ taskId: byId('28') },
		(pbx) => expect(broadcastOf(pbx).tasks).toEqual([]),
		withTask,
	),
];

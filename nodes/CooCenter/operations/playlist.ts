import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../../shared/core/errors';
import { limitField, limitOf, returnAllField } from '../../shared/action/limitFields';
import type { Operation } from '../../shared/action/operation';
import { mandatory, optional } from '../../shared/action/parameters';
import {
	broadcastList,
	createPlaylist,
	removeBroadcast,
	updatePlaylist,
} from '../client/dispatch/broadcasts';
import type { CooCenterClient } from '../connect';
import { musicIdsField, playlistField } from '../broadcastFields';
import { entriesIn, listOf } from '../fields';
import { change } from './change';

const typeField: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	options: [
		{ name: 'Alarm', value: 'warning' },
		{ name: 'Music', value: 'music' },
	],
	default: 'music',
	description: 'Which pieces are listed',
};

const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	required: true,
	description: 'Name of the playlist',
};

const remarkField: INodeProperties = {
	displayName: 'Remark',
	name: 'remark',
	type: 'string',
	default: '',
	description: 'A note about the playlist',
};

const changesField: INodeProperties = {
	displayName: 'Changes',
	name: 'changes',
	type: 'collection',
	placeholder: 'Add change',
	default: {},
	description: 'What changes; the rest stays',
	options: [{ ...musicIdsField, required: false }, { ...nameField, required: false }, remarkField],
};

/** IDs of music as numbers. Throws `badRequest` for what is none. */
const musicIdsOf = (entries: readonly string[]): number[] =>
	entries.map((written) => {
		const id = Number(written);
		if (Number.isInteger(id)) return id;
		throw new TelephonyError('badRequest', `"${written}" is not an ID of the music library`);
	});

const piece = {
	id: 73,
	name: 'Going Home',
	duration: 332.75,
	type: 'music',
	path: '/music/music/b4f77100-d948-11eb-9ef8-2f1e3e65dcfd.mp3',
	createdAt: '2021-06-30T02:13:06.000Z',
	updatedAt: '2021-06-30T02:13:06.000Z',
};

/** Music and playlists of generation 2 (docs/protocols/coocenter.md#broadcasts-of-generation-2). */
export const playlistOperations: ReadonlyArray<Operation<CooCenterClient>> = [
	{
		resource: 'playlist',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get playlists',
		description:
			'Get the playlists with their music, one item per playlist. API generation 2 only.',
		kind: 'read',
		fields: [returnAllField, limitField],
		sample: {
			id: 13,
			name: 'test0624',
			remark: '',
			order: [73],
			createdAt: '2021-06-24T06:38:49.000Z',
			updatedAt: '2021-06-28T02:02:59.000Z',
			musicLibraries: [piece],
		},
		async run(context) {
			const { connection } = context.client;
			return (await broadcastList(connection, 'playlist', {}, limitOf(context))) as IDataObject[];
		},
	},
	{
		resource: 'playlist',
		name: 'getMusic',
		label: 'Get Music',
		action: 'Get the music library',
		description:
			'Get the pieces that playlists are made of, one item per piece. API generation 2 only.',
		kind: 'read',
		fields: [typeField, returnAllField, limitField],
		sample: piece,
		async run(context) {
			const { connection } = context.client;
			const query = { type: context.parameter<string>('type', 'music') };
			return (await broadcastList(connection, 'music', query, limitOf(context))) as IDataObject[];
		},
	},
	change({
		resource: 'playlist',
		name: 'create',
		label: 'Create',
		action: 'Create a playlist',
		description:
			'Make a playlist of the music library; its source ID plays it. API generation 2 only.',
		generation: 2,
		what: 'Broadcasting',
		fields: [nameField, musicIdsField, remarkField],
		sample: { name: 'Morning', musicLibraryIds: [61, 59], sourceId: 'sourceId-36' },
		values(context) {
			const remark = optional(context, 'remark');
			return {
				name: mandatory(context, 'name', 'Name'),
				musicLibraryIds: musicIdsOf(listOf(context, 'musicIds', 'Music IDs')),
				...(remark === '' ? {} : { remark }),
			};
		},
		send: createPlaylist,
	}),
	change({
		resource: 'playlist',
		name: 'update',
		label: 'Update',
		action: 'Update a playlist',
		description: 'Change the name, the remark or the music of a playlist. API generation 2 only.',
		generation: 2,
		what: 'Broadcasting',
		fields: [playlistField, changesField],
		sample: { playlistId: '13', ids: [61, 59], message: 'update success' },
		values(context) {
			const given = context.parameter<Record<string, unknown>>('changes', {});
			if (Object.keys(given).length === 0) {
				throw new TelephonyError('badRequest', 'The parameter "Changes" has no change');
			}
			const { musicIds, ...words } = given;
			return {
				playlistId: mandatory(context, 'playlistId', 'Playlist'),
				...words,
				...(musicIds === undefined ? {} : { ids: musicIdsOf(entriesIn(musicIds)) }),
			};
		},
		send: async (connection, { playlistId, ...playList }) =>
			await updatePlaylist(connection, playlistId, playList),
	}),
	change({
		resource: 'playlist',
		name: 'delete',
		label: 'Delete',
		action: 'Delete a playlist',
		description: 'Delete a playlist; its music stays in the library. API generation 2 only.',
		generation: 2,
		what: 'Broadcasting',
		fields: [playlistField],
		sample: { playlistId: '13', message: 'stop success' },
		values: (context) => ({ playlistId: mandatory(context, 'playlistId', 'Playlist') }),
		send: async (connection, { playlistId }) =>
			await removeBroadcast(connection, 'playlist', playlistId),
	}),
];

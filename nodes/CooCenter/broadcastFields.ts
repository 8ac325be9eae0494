import type { INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../shared/core/errors';
import type { OperationContext } from '../shared/action/operation';
import type { CooCenterClient } from './connect';
import { listField, locatorField } from './fields';

type Context = OperationContext<CooCenterClient>;

export const conferenceField = locatorField(
	{
		displayName: 'Conference',
		name: 'conference',
		description:
			'Number of the conference, as Conference, Get Many gives it; the list has those that take place now',
	},
	'searchConferences',
	'e.g. 1585642185',
);

export const conferenceMemberField = locatorField(
	{
		displayName: 'Member',
		name: 'channel',
		description: 'Channel of the member, as Get Members gives it',
	},
	'searchConferenceMembers',
	'e.g. SIP/2002-00000007',
);

export const sourceField = locatorField(
	{
		displayName: 'Source',
		name: 'sourceId',
		description:
			'What is played: a playlist, an alarm or an input, by the sourceId of Broadcast, Get Sources',
	},
	'searchSources',
	'e.g. sourceId-43',
);

export const playlistField = locatorField(
	{
		displayName: 'Playlist',
		name: 'playlistId',
		description: 'ID of the playlist, as Playlist, Get Many gives it',
	},
	'searchPlaylists',
	'e.g. 13',
);

export const taskField = locatorField(
	{
		displayName: 'Schedule',
		name: 'taskId',
		description: 'ID of the schedule, as Schedule, Get Many gives it',
	},
	'searchTasks',
	'e.g. 28',
);

export const extensionsField = listField({
	displayName: 'Extensions',
	name: 'extensions',
	placeholder: 'e.g. 1004, 1005',
	description: 'Telephones and loudspeakers, separated by commas',
});

export const musicIdsField = listField({
	displayName: 'Music IDs',
	name: 'musicIds',
	placeholder: 'e.g. 61, 59',
	description:
		'Pieces of the music library in their order, by the IDs of Get Music, separated by commas',
});

const VOLUMES = { softVolume: 99, hardVolume: 9 } as const;

/** A volume between 0 and the most that the device knows. Throws `badRequest`. */
export function volumeOf({ parameter }: Context, kind: keyof typeof VOLUMES): number {
	const given = Number(parameter<unknown>('volume', 0));
	if (Number.isInteger(given) && given >= 0 && given <= VOLUMES[kind]) return given;
	throw new TelephonyError('badRequest', `The volume is a whole number from 0 to ${VOLUMES[kind]}`);
}

const clockTime = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 10:08:00',
	description,
});

export const fromField = clockTime('From', 'from', 'When it begins, by the clock of the PBX');
export const untilField = clockTime('Until', 'until', 'When it ends, by the clock of the PBX');

/** Days as the PBX writes them (docs/protocols/coocenter.md#broadcasts-of-generation-2). */
const DAYS = [
	['Monday', 'mon'],
	['Tuesday', 'tues'],
	['Wednesday', 'wed'],
	['Thursday', 'thur'],
	['Friday', 'fri'],
	['Saturday', 'sat'],
	['Sunday', 'sun'],
] as const;

export const weekDaysField: INodeProperties = {
	displayName: 'Days',
	name: 'weekDays',
	type: 'multiOptions',
	options: DAYS.map(([name, value]) => ({ name, value })),
	default: ['mon', 'tues', 'wed', 'thur', 'fri'],
	required: true,
	description: 'On which days of the week it plays',
};

/** A time of day with seconds, as the PBX wants it. Throws `badRequest`. */
export function clockTimeOf({ parameter }: Context, name: string, label: string): string {
	const given = String(parameter<unknown>(name, '')).trim();
	const [, hours, minutes, seconds = '00'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(given) ?? [];
	if (hours !== undefined && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60) {
		return `${hours.padStart(2, '0')}:${minutes}:${seconds}`;
	}
	throw new TelephonyError(
		'badRequest',
		`The parameter "${label}" is not a time of day such as 10:08:00`,
	);
}

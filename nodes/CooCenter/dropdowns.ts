import { dropdownsOf, entryText, type List } from '../shared/action/dropdowns';
import { broadcastList, broadcastSources } from './client/dispatch/broadcasts';
import { conferenceMembers, conferences } from './client/dispatch/conferences';
import { extensionStates } from './client/extensions';
import { queues } from './client/queues';
import { text, type WireObject } from './client/values';
import { connect, type CooCenterClient } from './connect';

const { optionsOf, searchOf } = dropdownsOf(async (context) => await connect(context));

const extensions: List<CooCenterClient> = async ({ connection }) => {
	const found = (await extensionStates(connection)).filter(({ extension }) => extension !== '');
	return found.map(({ extension, agentName, statusText }) => {
		const name = text(agentName);
		const label = name === undefined || name === extension ? extension : `${name} (${extension})`;
		return { name: `${label} – ${statusText}`, value: extension };
	});
};

const queueEntries: List<CooCenterClient> = async ({ connection }) =>
	(await queues(connection)).map(({ queue, members }) => ({
		name: `${queue} – ${members.length} agents`,
		value: queue,
	}));

/** Agents of the chosen queue, or of all when none is chosen. */
const members: List<CooCenterClient> = async ({ connection }, context) => {
	const queue = text(context.getCurrentNodeParameter('queue', { extractValue: true })) ?? '';
	const all = await queues(connection);
	const chosen = queue === '' ? all : all.filter((candidate) => candidate.queue === queue);
	const entries = chosen.flatMap((found) =>
		found.members.map(({ extension, paused }) => ({
			name: paused ? `${extension} – paused` : extension,
			value: extension,
		})),
	);
	return [...new Map(entries.map((entry) => [entry.value, entry])).values()];
};

/** Something with an ID and a name. */
const named = ({ id, name }: WireObject) => ({
	name: text(name) ?? entryText(id),
	value: entryText(id),
});

const membersOfConference: List<CooCenterClient> = async ({ connection }, context) => {
	const conference = text(context.getCurrentNodeParameter('conference', { extractValue: true }));
	if (conference === undefined) return [];
	return (await conferenceMembers(connection, conference)).map(({ exten, channel }) => ({
		name: `${text(exten) ?? ''} – ${text(channel) ?? ''}`,
		value: text(channel) ?? '',
	}));
};

export const actionDropdowns = {
	listSearch: {
		searchExtensions: searchOf(extensions),
		searchQueues: searchOf(queueEntries),
		searchMembers: searchOf(members),
		searchConferences: searchOf(async ({ connection }) =>
			(await conferences(connection)).map(({ conference, parties }) => ({
				name: `${text(conference) ?? ''} – ${text(parties) ?? '0'} members`,
				value: text(conference) ?? '',
			})),
		),
		searchConferenceMembers: searchOf(membersOfConference),
		searchSources: searchOf(async ({ connection }) =>
			(await broadcastSources(connection)).map(({ name, sourceId, type }) => ({
				name: `${text(name) ?? ''} – ${text(type) ?? ''}`,
				value: text(sourceId) ?? '',
			})),
		),
		searchPlaylists: searchOf(async ({ connection }) =>
			(await broadcastList(connection, 'playlist', {})).map(named),
		),
		searchTasks: searchOf(async ({ connection }) =>
			(await broadcastList(connection, 'task', {})).map(named),
		),
	},
};

export const triggerDropdowns = {
	loadOptions: { getExtensions: optionsOf(extensions), getQueues: optionsOf(queueEntries) },
};

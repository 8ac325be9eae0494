import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../../shared/core/errors';
import type { Operation, OperationContext } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import {
	broadcastSources,
	steerDevices,
	steerSource,
	type DeviceCommand,
} from '../client/dispatch/broadcasts';
import { page } from '../client/calls';
import type { CooCenterClient } from '../connect';
import { extensionsField, sourceField, volumeOf } from '../broadcastFields';
import { listOf, ownExtension, ownExtensionField } from '../fields';
import { change } from './change';

const resource = 'broadcast';
const extensions = ['1004'];
const sourceId = 'sourceId-43';

const volumeField = (most: number): INodeProperties => ({
	displayName: 'Volume',
	name: 'volume',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: most },
	default: Math.round(most / 2),
	required: true,
	description: `From 0 to ${most}`,
});

interface ToDevices
	extends Pick<Operation<CooCenterClient>, 'name' | 'label' | 'action' | 'description'> {
	further: INodeProperties[];
	command(context: OperationContext<CooCenterClient>): Omit<DeviceCommand, 'extensions'>;
	given: IDataObject;
}

/** A command to telephones and loudspeakers. */
const toDevices = ({ further, command, given, ...words }: ToDevices) =>
	change({
		...words,
		resource,
		generation: 2,
		what: 'Broadcasting',
		fields: [extensionsField, ...further],
		sample: { extensions, ...given, message: 'play success' },
		values: (context) => ({
			extensions: listOf(context, 'extensions', 'Extensions'),
			...command(context),
		}),
		send: steerDevices,
	});

/** Actions of a source that name a piece of music, or an order. */
const STEPS: Record<string, 'musicId' | 'model' | undefined> = {
	next: undefined,
	previous: undefined,
	pause: undefined,
	select: 'musicId',
	remove: 'musicId',
	model: 'model',
};

const stepField: INodeProperties = {
	displayName: 'Step',
	name: 'step',
	type: 'options',
	options: [
		{ name: 'Next', value: 'next', description: 'Play the next piece' },
		{ name: 'Order', value: 'model', description: 'Choose the order of the pieces' },
		{ name: 'Pause or Go On', value: 'pause', description: 'Pause, or go on where it is paused' },
		{ name: 'Play a Piece', value: 'select', description: 'Play the piece with this music ID' },
		{ name: 'Previous', value: 'previous', description: 'Play the previous piece' },
		{
			name: 'Remove a Piece',
			value: 'remove',
			description: 'Leave out the piece with this music ID',
		},
	],
	default: 'next',
	description: 'What the source does',
};

const musicIdField: INodeProperties = {
	displayName: 'Music ID',
	name: 'musicId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 61',
	description: 'ID of the piece, as Broadcast, Get Sources or Playlist, Get Music gives it',
	displayOptions: { show: { step: ['select', 'remove'] } },
};

const orderField: INodeProperties = {
	displayName: 'Order',
	name: 'model',
	type: 'options',
	options: [
		{ name: 'As Listed', value: 'order' },
		{ name: 'Random', value: 'random' },
		{ name: 'Repeat One', value: 'once' },
	],
	default: 'order',
	description: 'In which order the pieces play',
	displayOptions: { show: { step: ['model'] } },
};

function stepOf(context: OperationContext<CooCenterClient>) {
	const action = context.parameter<string>('step', 'next');
	switch (STEPS[action]) {
		case undefined:
			return { action };
		case 'musicId': {
			const musicId = Number(mandatory(context, 'musicId', 'Music ID'));
			if (Number.isInteger(musicId)) return { action, musicId };
			throw new TelephonyError('badRequest', 'The parameter "Music ID" is not a whole number');
		}
		case 'model':
			return { action, model: context.parameter<string>('model', 'order') };
	}
}

/** Announcements and music over telephones and loudspeakers (docs/protocols/coocenter.md#broadcasts-of-generation-2). */
export const broadcastOperations: ReadonlyArray<Operation<CooCenterClient>> = [
	change({
		resource,
		name: 'page',
		label: 'Page',
		action: 'Page extensions',
		description:
			'Ring an extension and let it speak over the loudspeakers of others. API generation 2 only.',
		generation: 2,
		what: 'Paging',
		fields: [ownExtensionField('The telephone that speaks'), extensionsField],
		sample: { src: '801', dst: ['802', '803'], message: 'clickToPaging success' },
		values: (context) => ({
			src: ownExtension(context),
			dst: listOf(context, 'extensions', 'Extensions'),
		}),
		send: page,
	}),
	toDevices({
		name: 'play',
		label: 'Play',
		action: 'Play a source',
		description: 'Play a playlist, an alarm or an input on extensions. API generation 2 only.',
		further: [sourceField],
		command: (context) => ({ action: 'play', sourceId: mandatory(context, 'sourceId', 'Source') }),
		given: { action: 'play', sourceId },
	}),
	toDevices({
		name: 'stop',
		label: 'Stop',
		action: 'Stop what plays',
		description: 'Stop what extensions play. API generation 2 only.',
		further: [],
		command: () => ({ action: 'stop' }),
		given: { action: 'stop' },
	}),
	toDevices({
		name: 'setSoftVolume',
		label: 'Set Software Volume',
		action: 'Set the software volume of extensions',
		description: 'Set how loud extensions play, from 0 to 99. API generation 2 only.',
		further: [volumeField(99)],
		command: (context) => ({
			action: 'set-soft-volume',
			softVolume: volumeOf(context, 'softVolume'),
		}),
		given: { action: 'set-soft-volume', softVolume: 50 },
	}),
	toDevices({
		name: 'setHardVolume',
		label: 'Set Hardware Volume',
		action: 'Set the hardware volume of extensions',
		description: 'Set the volume of the devices themselves, from 0 to 9. API generation 2 only.',
		further: [volumeField(9)],
		command: (context) => ({
			action: 'set-hard-volume',
			hardVolume: volumeOf(context, 'hardVolume'),
		}),
		given: { action: 'set-hard-volume', hardVolume: 5 },
	}),
	{
		resource,
		name: 'getSources',
		label: 'Get Sources',
		action: 'Get the sources of broadcasts',
		description:
			'Get what can be played and what plays now, one item per source. API generation 2 only.',
		kind: 'read',
		fields: [],
		sample: {
			remark: null,
			pause: 0,
			name: 'air_defence',
			sourceId: 'sourceId-4',
			musicId: 0,
			times: -1,
			musicLibraries: [
				{ duration: null, path: '/music/air_defence.mp3', musicId: 0, id: 4, name: 'air defence' },
			],
			model: 'order',
			type: 'alarm',
		},
		async run({ client }) {
			return (await broadcastSources(client.connection)) as IDataObject[];
		},
	},
	change({
		resource,
		name: 'steerSource',
		label: 'Control Source',
		action: 'Control a source',
		description:
			'Go to the next or previous piece of a source, pause it or choose its order. API generation 2 only.',
		generation: 2,
		what: 'Broadcasting',
		fields: [sourceField, stepField, musicIdField, orderField],
		sample: { sourceId, action: 'next', message: 'update success' },
		values: (context) => ({
			sourceId: mandatory(context, 'sourceId', 'Source'),
			...stepOf(context),
		}),
		send: async (connection, { sourceId: source, ...step }) =>
			await steerSource(connection, source, step),
	}),
];

import type { IDataObject } from 'n8n-workflow';

import { inCountry } from '../../shared/core/recordCountry';
import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import {
	bargeIn,
	currentCallRecord,
	currentCalls,
	dial,
	forceDrop,
	hangUp,
	intercom,
	spy,
	transfer,
	whisper,
} from '../client/calls';
import type { CooCenterClient } from '../connect';
import { extensionField, outputField, ownExtension, ownExtensionField } from '../fields';
import { change } from './change';

/** See docs/protocols/coocenter.md#requests, current calls. */
const getCurrentCalls: Operation<CooCenterClient> = {
	resource: 'call',
	name: 'getMany',
	label: 'Get Current Calls',
	action: 'Get current calls',
	description:
		'Get the channels there are now, one item per channel; a call may show both its ends',
	kind: 'read',
	fields: [outputField],
	sample: {
		calleridname: '896',
		calleridnum: '896',
		channel: 'SIP/896-0000000b',
		channelstate: 6,
		channelstatedesc: 'Up',
		connectedlinename: '897',
		connectedlinenum: '897',
		duration: 178,
		extension: '896',
	},
	async run({ client, parameter }) {
		const calls = await currentCalls(client.connection);
		const output = parameter<string>('output', 'connector');
		if (output === 'raw') return calls.map(({ raw }) => raw as IDataObject);
		if (output === 'connector') return calls.map(({ fields }) => fields as IDataObject);
		return calls.map(
			(call) => inCountry(currentCallRecord(call), client.numberPlan) as unknown as IDataObject,
		);
	},
};

type Supervision = Pick<Operation<CooCenterClient>, 'name' | 'label' | 'action' | 'description'> & {
	generation?: 2;
	send: typeof spy;
	/** What the telephone rings for. */
	purpose: string;
	message: string;
};

/** The three ways to be with somebody else's call differ in nothing but their request. */
const supervision = ({ purpose, message, ...row }: Supervision) =>
	change({
		...row,
		resource: 'call',
		fields: [
			ownExtensionField(`The telephone that rings to ${purpose}`),
			extensionField({
				displayName: 'Supervised Extension',
				name: 'dst',
				description:
					'Whose call it is: the extension, as Extension, Get States or an event gives it',
			}),
		],
		sample: { src: '801', dst: '806', message },
		values: (context) => ({
			src: ownExtension(context),
			dst: mandatory(context, 'dst', 'Supervised Extension'),
		}),
	});

/** What is done with calls (docs/protocols/coocenter.md#requests, docs/protocols/coocenter.md#requests-of-generation-2). */
export const callOperations: ReadonlyArray<Operation<CooCenterClient>> = [
	getCurrentCalls,
	change({
		resource: 'call',
		name: 'create',
		label: 'Click-to-Dial',
		action: 'Dial a number',
		description: 'Ring an extension and, when it is picked up, call a number',
		fields: [
			ownExtensionField('The telephone that rings first'),
			{
				displayName: 'Phone Number',
				name: 'dst',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. 85322361',
				description: 'A number as dialed from the extension, or another extension',
			},
		],
		sample: { src: '808', dst: '809', message: 'clickToCall extension success' },
		values: (context) => ({
			src: ownExtension(context),
			dst: mandatory(context, 'dst', 'Phone Number'),
		}),
		send: dial,
	}),
	change({
		resource: 'call',
		name: 'end',
		label: 'Hang Up',
		action: 'Hang up a call',
		description: 'End the call of an extension',
		fields: [
			extensionField({
				displayName: 'Extension',
				name: 'extension',
				description:
					'Whose call ends: the extension, as Extension, Get States or an event gives it',
			}),
		],
		sample: { extension: '801', message: 'hangup extension success' },
		values: (context) => ({ extension: mandatory(context, 'extension', 'Extension') }),
		send: async (connection, { extension }) => await hangUp(connection, extension),
	}),
	change({
		resource: 'call',
		name: 'transfer',
		label: 'Transfer',
		action: 'Transfer a call',
		description: 'Move the call of an extension to another extension or number',
		fields: [
			extensionField({
				displayName: 'Extension',
				name: 'src',
				description:
					'Whose call is moved: the extension, as Extension, Get States or an event gives it',
			}),
			{
				displayName: 'Phone Number',
				name: 'dst',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. 801',
				description: 'Where the call goes',
			},
		],
		sample: { src: '802', dst: '801', message: 'tansfer extension success' },
		values: (context) => ({
			src: mandatory(context, 'src', 'Extension'),
			dst: mandatory(context, 'dst', 'Phone Number'),
		}),
		send: transfer,
	}),
	supervision({
		name: 'spy',
		label: 'Spy',
		action: 'Listen to a call',
		description: 'Listen to the call of an extension',
		send: spy,
		purpose: 'listen',
		message: 'spy extension success',
	}),
	supervision({
		name: 'whisper',
		label: 'Whisper',
		action: 'Whisper to an agent',
		description: 'Speak to an extension without its caller hearing it. API generation 2 only.',
		generation: 2,
		send: whisper,
		purpose: 'join',
		message: 'whisper extension success',
	}),
	supervision({
		name: 'bargeIn',
		label: 'Barge In',
		action: 'Join a call',
		description: 'Join the call of an extension. API generation 2 only.',
		generation: 2,
		send: bargeIn,
		purpose: 'join',
		message: 'barge-in extension success',
	}),
	supervision({
		name: 'forceDrop',
		label: 'Force Drop',
		action: 'End the call of another extension',
		description: 'End the call of an extension, as an operator does. API generation 2 only.',
		generation: 2,
		send: forceDrop,
		purpose: 'take its place',
		message: 'split extension success',
	}),
	change({
		resource: 'call',
		name: 'intercom',
		label: 'Intercom',
		action: 'Call over the loudspeaker',
		description:
			'Ring an extension and speak over the loudspeaker of another. API generation 2 only.',
		generation: 2,
		fields: [
			ownExtensionField('The telephone that speaks'),
			extensionField({
				displayName: 'Called Extension',
				name: 'dst',
				description: 'Whose loudspeaker is used: the extension, as Extension, Get States gives it',
			}),
		],
		sample: { src: '801', dst: '806', message: 'clickToIntercom success' },
		values: (context) => ({
			src: ownExtension(context),
			dst: mandatory(context, 'dst', 'Called Extension'),
		}),
		send: intercom,
	}),
];

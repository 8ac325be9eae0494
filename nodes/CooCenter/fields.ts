import type { INodeProperties } from 'n8n-workflow';

import { callOutputField } from '../shared/action/callOutputField';
import type { OperationContext } from '../shared/action/operation';
import { mandatory, optional } from '../shared/action/parameters';
import { TelephonyError } from '../shared/core/errors';
import { typedList } from '../shared/core/parsing/typedList';
import type { CooCenterClient } from './connect';

interface LocatorTexts {
	displayName: string;
	name: string;
	description: string;
	/** What an empty one means; such a field may stay empty. */
	whenEmpty?: string;
}

/** A field for something that has a live list. */
export function locatorField(
	{ displayName, name, description, whenEmpty }: LocatorTexts,
	searchListMethod: string,
	placeholder: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...(whenEmpty === undefined ? { required: true } : {}),
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
				...(whenEmpty === undefined ? {} : { placeholder: whenEmpty }),
			},
			{ displayName: 'By Number', name: 'id', type: 'string', placeholder },
		],
	};
}

/** A field for an extension. */
export const extensionField = (texts: LocatorTexts): INodeProperties =>
	locatorField(texts, 'searchExtensions', 'e.g. 801');

export const queueField: INodeProperties = locatorField(
	{
		displayName: 'Queue',
		name: 'queue',
		description: 'Number of the queue, as Queue, Get Many gives it',
	},
	'searchQueues',
	'e.g. 630',
);

export const optionalQueueField: INodeProperties = locatorField(
	{
		displayName: 'Queue',
		name: 'queue',
		description: 'Number of the queue, as Queue, Get Many gives it; when empty, the PBX decides',
		whenEmpty: 'The PBX decides',
	},
	'searchQueues',
	'e.g. 630',
);

export const memberField: INodeProperties = locatorField(
	{
		displayName: 'Agent',
		name: 'member',
		description: 'Extension of the agent in the queue, as Queue, Get Many gives it',
	},
	'searchMembers',
	'e.g. 808',
);

export const agentField: INodeProperties = extensionField({
	displayName: 'Agent',
	name: 'extension',
	description: 'Extension of the agent, as Extension, Get States or an event gives it',
});

/** The telephone that acts; generation 2 knows the login's own. */
export const ownExtensionField = (description: string): INodeProperties =>
	extensionField({
		displayName: 'Extension',
		name: 'src',
		description: `${description}, as Extension, Get States gives it. May be empty with API generation 2: the login’s own extension.`,
		whenEmpty: 'The login’s own extension',
	});

export const numberField: INodeProperties = {
	displayName: 'Phone Number',
	name: 'number',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 85322361',
	description: 'As the PBX writes it in its events',
};

export const outputField = callOutputField(
	'The names of generation 1, with right types',
	'As the PBX sent it',
);

type Context = OperationContext<CooCenterClient>;

/** A field for several entries, as text with commas or as a list. */
export const listField = (
	words: Pick<INodeProperties, 'displayName' | 'name' | 'placeholder' | 'description'>,
): INodeProperties => ({ ...words, type: 'string', default: '', required: true });

/** The entries of a list: text with commas, semicolons or lines between them, or a list as it is. */
export const entriesIn = (given: unknown): string[] => typedList(given, /[,;\n]/);

/** The entries of a list field. Throws `badRequest` when there is none. */
export function listOf({ parameter }: Context, name: string, label: string): string[] {
	const entries = entriesIn(parameter<unknown>(name, ''));
	if (entries.length > 0) return entries;
	throw new TelephonyError('badRequest', `The parameter "${label}" is empty`);
}

/** The acting extension. Throws `badRequest` when it is empty and the PBX would not know it. */
export function ownExtension(context: Context): string {
	return context.client.connection.server.access.generation === 2
		? optional(context, 'src')
		: mandatory(context, 'src', 'Extension');
}

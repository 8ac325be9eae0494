import type { IHttpRequestMethods, INodeProperties } from 'n8n-workflow';

const methodField = (methods: readonly IHttpRequestMethods[]): INodeProperties => ({
	displayName: 'Method',
	name: 'method',
	type: 'options',
	options: methods.map((method) => ({ name: method, value: method })),
	default: 'GET',
	description: 'HTTP method of the request',
});

/** *Method* and *Path* of a raw request; every call below the server of the credential. */
export const rawRequestFields = (
	methods: readonly IHttpRequestMethods[],
	placeholder: string,
	description: string,
): INodeProperties[] => [
	methodField(methods),
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		default: '',
		required: true,
		placeholder,
		description,
	},
];

interface CommandTexts {
	placeholder: string;
	description: string;
	/** Frozen value of the way to enter a path by hand. */
	byHand: string;
	/** The way that is chosen at first. */
	first: string;
}

/** *Method* and *Path* of a raw request; the path comes from the list `searchCommands` or is entered by hand. */
export const rawCommandFields = (
	methods: readonly IHttpRequestMethods[],
	{ placeholder, description, byHand, first }: CommandTexts,
): INodeProperties[] => [
	methodField(methods),
	{
		displayName: 'Path',
		name: 'path',
		type: 'resourceLocator',
		default: { mode: first, value: '' },
		required: true,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchCommands', searchable: true },
			},
			{ displayName: 'By Path', name: byHand, type: 'string', placeholder },
		],
	},
];

/** *Body* of a raw request, as JSON. */
export const rawBodyField = (description = 'JSON to send; empty for none'): INodeProperties => ({
	displayName: 'Body',
	name: 'body',
	type: 'string',
	typeOptions: { rows: 5 },
	default: '',
	placeholder: 'e.g. {"name": "value"}',
	description,
});

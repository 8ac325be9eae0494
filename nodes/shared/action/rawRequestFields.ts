import type { IHttpRequestMethods, INodeProperties } from 'n8n-workflow';

/** *Method* and *Path* of a raw request; every call below the server of the credential. */
export const rawRequestFields = (
	methods: readonly IHttpRequestMethods[],
	placeholder: string,
	description: string,
): INodeProperties[] => [
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		options: methods.map((method) => ({ name: method, value: method })),
		default: 'GET',
	},
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

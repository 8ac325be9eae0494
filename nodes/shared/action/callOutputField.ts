import type { INodeProperties } from 'n8n-workflow';

/**
 * The field *Output* of an operation that reads calls.
 * @param connector what the connector fields of this backend are
 * @param raw what the raw output is
 */
export const callOutputField = (connector: string, raw: string): INodeProperties => ({
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{ name: 'Call Record', value: 'callRecord', description: 'One shape for all backends' },
		{ name: 'Connector Fields', value: 'connector', description: connector },
		{ name: 'Raw', value: 'raw', description: raw },
	],
	default: 'connector',
});

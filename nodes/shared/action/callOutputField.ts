import type { INodeProperties } from 'n8n-workflow';

import type { OutputShape } from '../core/callRecord';

/** *Output*, with what each choice means. */
export const outputField = (descriptions: Record<OutputShape, string>): INodeProperties => ({
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{ name: 'Call Record', value: 'callRecord', description: descriptions.callRecord },
		{ name: 'Connector Fields', value: 'connector', description: descriptions.connector },
		{ name: 'Raw', value: 'raw', description: descriptions.raw },
	],
	default: 'connector',
	description: 'The fields of an item',
});

/**
 * *Output* of an operation that reads calls.
 * @param connector what the connector fields of this backend are
 * @param raw what the raw output is
 */
export const callOutputField = (connector: string, raw: string): INodeProperties =>
	outputField({ callRecord: 'One shape for all backends', connector, raw });

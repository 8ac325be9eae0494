import type { INodeProperties } from 'n8n-workflow';

/** *Options* of an operation or a trigger. */
export const optionsField = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	description: 'What most workflows leave as it is',
	options,
});

/** *Filters* of an operation that gives several. */
export const filtersField = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description: 'Only what fits all of them',
	options,
});

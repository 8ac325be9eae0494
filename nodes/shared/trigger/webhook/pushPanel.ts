import type { INodeProperties, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

import { pushOptions } from './pushFields';
import { RAW_BODY_OPTION } from './rawBody';

/** The functions of a trigger node that read its panel. */
export type PushPanel = ITriggerFunctions | IWebhookFunctions;

/** A parameter of the trigger. The two contexts differ in nothing but their overloads. */
export const panelValue = (node: PushPanel, name: string, fallback: unknown): unknown =>
	(node.getNodeParameter as (name: string, fallback: unknown) => unknown)(name, fallback);

/** Entries of a list that people type with commas. */
export const entriesOf = (text: unknown): string[] =>
	String(text ?? '')
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

/** What comes out of a trigger on pushes (docs/design.md#output). */
export type OutputShape = 'connector' | 'callRecord' | 'raw';

export const outputOf = (node: PushPanel) => panelValue(node, 'output', 'connector') as OutputShape;

/** *Output*, with what each choice means for the backend. */
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
});

/** *Filters*, for backends whose filters are a collection. */
export const filtersField = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description: 'All of them must fit',
	options,
});

/** *Options*: those of the backend and those of every trigger on pushes. */
export const optionsField = (own: INodeProperties[] = []): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: { [RAW_BODY_OPTION]: true },
	options: [...own, ...pushOptions],
});

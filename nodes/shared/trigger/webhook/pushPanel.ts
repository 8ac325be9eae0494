import type { INodeProperties } from 'n8n-workflow';

import { filtersField as allOf } from '../../action/collections';
import type { OutputShape } from '../../core/callRecord';
import { panelValue, type Panel } from '../panel';
import { optionsWithRawBody, pushOptions } from './pushFields';

export const outputOf = (node: Panel) => panelValue(node, 'output', 'connector') as OutputShape;

/** *Filters*, for backends whose filters are a collection. */
export const filtersField = (options: INodeProperties[]): INodeProperties => ({
	...allOf(options),
	description: 'All of them must fit',
});

/** *Options*: those of the backend and those of every trigger on pushes. */
export const optionsField = (own: INodeProperties[] = []): INodeProperties =>
	optionsWithRawBody([...own, ...pushOptions]);

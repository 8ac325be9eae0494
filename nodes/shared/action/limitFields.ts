import type { INodeProperties } from 'n8n-workflow';

import type { OperationContext } from './operation';

export const returnAllField: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

export const limitField: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
};

/** A limit as people enter it: whole, and never none. */
export const wholeLimit = (limit: unknown): number => Math.max(1, Math.floor(Number(limit) || 0));

/** Results to return at the most; undefined for all. */
export const limitOf = ({
	parameter,
}: Pick<OperationContext<unknown>, 'parameter'>): number | undefined =>
	parameter('returnAll', false) ? undefined : wholeLimit(parameter('limit', 50));

import type { INodeProperties } from 'n8n-workflow';

/** Versions of a node whose newer one has another default. */
export const VERSIONS = [1, 1.1];

/**
 * A field with another default than it once had. n8n stores no value that is the default, so it would mean
 * something else for a stored workflow: the newer one is for nodes of version 1.1 (docs/n8n.md#defaults).
 */
export function sinceVersion(older: INodeProperties, newer: INodeProperties): INodeProperties[] {
	const shown = (field: INodeProperties, version: number): INodeProperties => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { ...field.displayOptions?.show, '@version': [version] },
		},
	});
	return [shown(older, VERSIONS[0]), shown(newer, VERSIONS[1])];
}

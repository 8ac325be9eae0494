import type { INodeProperties } from 'n8n-workflow';

const HOW_TO_CHOOSE =
	'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

/** Several of a live list. `first` is what to know before choosing. */
export const idsField = (
	field: Pick<INodeProperties, 'displayName' | 'name'>,
	method: string,
	first = '',
	dependsOn?: readonly string[],
): INodeProperties => ({
	...field,
	type: 'multiOptions',
	typeOptions: {
		loadOptionsMethod: method,
		...(dependsOn ? { loadOptionsDependsOn: [...dependsOn] } : {}),
	},
	default: [],
	description: `${first}${HOW_TO_CHOOSE}`,
});

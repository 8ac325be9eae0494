import type { INodeProperties, ResourceMapperValue } from 'n8n-workflow';

import { rawCommandFields } from '../../../shared/action/rawRequestFields';
import { sinceVersion } from '../../../shared/newerDefaults';
import { isRecord, type JsonRecord } from '../../../shared/core/records';
import { VALUE_KINDS, type ValueKind } from './values';

const [methodField, pathField] = rawCommandFields(['DELETE', 'GET', 'POST', 'PUT'], {
	placeholder: 'e.g. services/DoNotDisturb',
	description:
		'Below the user, as services/DoNotDisturb, or from the root, as /v2.0/group/…. {userId} stands for the user.',
	byHand: 'path',
	first: 'path',
});

/** For whoever leaves the choice to the path. */
export const AUTOMATIC = {
	name: 'Automatic',
	value: 'automatic',
	description: 'The first method of the path, and with a body the one that takes a body',
};

/** The methods that the path has. */
const methodOfPath: INodeProperties = {
	...methodField,
	options: [AUTOMATIC, ...(methodField.options ?? [])],
	typeOptions: { loadOptionsMethod: 'getMethods', loadOptionsDependsOn: ['path.value'] },
};

const valuesField: INodeProperties = {
	displayName: 'Values',
	name: 'commandValues',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	description:
		'Values for the path: its variables, its query parameters, and the elements of its body. What stays empty is not sent.',
	typeOptions: {
		loadOptionsDependsOn: ['path.value', 'method'],
		resourceMapper: {
			resourceMapperMethod: 'getCommandValues',
			mode: 'add',
			valuesLabel: 'Values',
			fieldWords: { singular: 'value', plural: 'values' },
			addAllFields: true,
			multiKeyMatch: false,
			supportAutoMap: false,
			noFieldsError: 'The path takes no values',
		},
	},
};

export const requestFields: INodeProperties[] = [
	pathField,
	...sinceVersion(methodOfPath, { ...methodOfPath, default: 'automatic' }),
	valuesField,
];

/** The values of a panel by their kind, without those that are empty. */
export function valuesOfPanel(panel: unknown): Record<ValueKind, JsonRecord> {
	const value = isRecord(panel) ? (panel as unknown as ResourceMapperValue).value : undefined;
	const given = Object.entries(isRecord(value) ? value : {}).filter(
		([, one]) => one !== null && one !== undefined && one !== '',
	);
	const ofKind = (kind: ValueKind) =>
		Object.fromEntries(
			given
				.filter(([id]) => id.startsWith(`${kind}_`))
				.map(([id, one]) => [id.slice(kind.length + 1), one]),
		);
	const [path, query, body] = VALUE_KINDS.map(ofKind);
	return { path, query, body };
}

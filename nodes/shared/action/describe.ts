import type { INodeProperties } from 'n8n-workflow';

import { byName, choicesOf } from '../alphabetical';
import { sinceVersion } from '../newerDefaults';
import { mergeFields } from './mergeFields';
import type { Operation, Resource } from './operation';

/** Anything with fields that belong to a resource and operation. */
type Described = Pick<
	Operation<never>,
	'resource' | 'name' | 'label' | 'action' | 'description' | 'fields' | 'kind'
>;

/** What a new node does: something that changes nothing, and of that the list. */
const firstChoice = (operations: Described[]) =>
	operations.find(({ name }) => name === 'getMany') ??
	operations.find(({ kind }) => kind === 'read') ??
	operations[0];

function operationDropdown(resource: Resource, operations: Described[]): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.name] } },
		options: choicesOf(operations),
		default: resource.first ?? firstChoice(operations).name,
		description: 'What the node does',
	};
}

/** What the choices are called, as the text of an object for an expression. */
const labelsOf = (choices: ReadonlyArray<{ name: string; label: string }>): string =>
	JSON.stringify(Object.fromEntries(choices.map(({ name, label }) => [name, label])));

/** A subtitle that shows the label of what was chosen in a dropdown: an expression for the editor. */
export function subtitleOf(
	parameter: string,
	choices: ReadonlyArray<{ name: string; label: string }>,
): string {
	return `={{ (${labelsOf(choices)})[$parameter["${parameter}"]] }}`;
}

/** A subtitle that shows the label of everything chosen in a dropdown for several, as an expression. */
export const subtitleOfSeveral = (
	parameter: string,
	choices: ReadonlyArray<{ name: string; label: string }>,
): string =>
	`={{ $parameter["${parameter}"].map((one) => (${labelsOf(choices)})[one]).join(", ") }}`;

/** The subtitle of an action node, as `Call: Get Many`. */
export const actionSubtitle = (
	resources: readonly Resource[],
	operations: ReadonlyArray<Pick<Described, 'name' | 'label'>>,
): string =>
	`${subtitleOf('resource', resources)}: ${subtitleOf('operation', operations).slice(1)}`;

function resourceDropdown(resources: readonly Resource[], first: string): INodeProperties {
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, label }) => ({ name: label, value: name })).sort(byName),
		default: first,
		description: 'What the node works on',
	};
}

/**
 * The parameters of an action node: Resource, Operation and the fields.
 * @param opening the resource that nodes of version 1.1 open on; its operation needs nothing to be filled in
 */
export function describeOperations(
	resources: readonly Resource[],
	operations: readonly Described[],
	opening?: string,
): INodeProperties[] {
	const dropdowns = resources.map((resource) =>
		operationDropdown(
			resource,
			operations.filter((operation) => operation.resource === resource.name),
		),
	);
	const fields = operations.map((operation) =>
		operation.fields.map((field) => ({
			...field,
			displayOptions: {
				...field.displayOptions,
				show: {
					resource: [operation.resource],
					operation: [operation.name],
					...field.displayOptions?.show,
				},
			},
		})),
	);
	return [
		...(opening === undefined
			? [resourceDropdown(resources, resources[0].name)]
			: sinceVersion(
					resourceDropdown(resources, resources[0].name),
					resourceDropdown(resources, opening),
				)),
		...dropdowns,
		...mergeFields(fields),
	];
}

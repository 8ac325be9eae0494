import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Operation, Resource } from './operation';

/** Anything with fields that belong to a resource and operation. */
type Described = Pick<
	Operation<never>,
	'resource' | 'name' | 'label' | 'action' | 'description' | 'fields'
>;

const byLabel = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);

function operationDropdown(resource: Resource, operations: Described[]): INodeProperties {
	const options: INodePropertyOptions[] = operations
		.map(({ name, label, action, description }) => ({
			name: label,
			value: name,
			action,
			description,
		}))
		.sort(byLabel);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.name] } },
		options,
		default: options[0].value,
	};
}

/** A subtitle that shows the label of what was chosen in a dropdown: an expression for the editor. */
export function subtitleOf(
	parameter: string,
	choices: ReadonlyArray<{ name: string; label: string }>,
): string {
	const labels = Object.fromEntries(choices.map(({ name, label }) => [name, label]));
	return `={{ (${JSON.stringify(labels)})[$parameter["${parameter}"]] }}`;
}

/** Everything that tells one field from another but where it is shown. */
const shapeOf = ({ displayOptions: _where, ...field }: INodeProperties) => JSON.stringify(field);

/**
 * The parameters of an action node: Resource, Operation and the fields. A field that several
 * operations share word for word appears once.
 */
export function describeOperations(
	resources: readonly Resource[],
	operations: readonly Described[],
): INodeProperties[] {
	const dropdowns = resources.map((resource) =>
		operationDropdown(
			resource,
			operations.filter((operation) => operation.resource === resource.name),
		),
	);
	const fields = operations.flatMap((operation) =>
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
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, label }) => ({ name: label, value: name })).sort(byLabel),
			default: resources[0].name,
		},
		...dropdowns,
		...merged(fields),
	];
}

/** Joins equal fields of one resource that differ only in the operation they are shown for. */
function merged(fields: INodeProperties[]): INodeProperties[] {
	const result = new Map<string, INodeProperties>();
	for (const field of fields) {
		const { operation, ...elsewhere } = field.displayOptions?.show ?? {};
		const hide = field.displayOptions?.hide;
		const key = `${shapeOf(field)}${JSON.stringify([elsewhere, hide])}`;
		const known = result.get(key);
		if (known) known.displayOptions?.show?.operation?.push(...(operation ?? []));
		else result.set(key, field);
	}
	return [...result.values()];
}

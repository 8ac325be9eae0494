import type { INodeProperties } from 'n8n-workflow';

/** Shows the fields that few people need. */
const advancedField: INodeProperties = {
	displayName: 'Advanced',
	name: 'advanced',
	type: 'boolean',
	default: false,
	description: 'Whether to show the settings that few need. One that is set is always shown.',
};

/**
 * Fields of a credential behind a switch. n8n drops what is stored for a field that is not shown
 * (docs/n8n.md#credentials), so each is there twice: with the switch, and without it where it has another value
 * than its default, as in credentials from before there was a switch.
 */
export function behindAdvanced(fields: readonly INodeProperties[]): INodeProperties[] {
	const twice = fields.flatMap((field): INodeProperties[] => [
		{ ...field, displayOptions: { show: { advanced: [true] } } },
		{
			...field,
			displayOptions: {
				show: { [`/${field.name}`]: [{ _cnd: { not: field.default as string } }] },
				hide: { advanced: [true] },
			},
		},
	]);
	return [advancedField, ...twice];
}

import type { INodeProperties } from 'n8n-workflow';

import { describeOperations } from '../../../../nodes/shared/action/describe';
import { mergeFields } from '../../../../nodes/shared/action/mergeFields';
import { backends } from '../../../../scripts/backends';

const field = (name: string, operation: string): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	displayOptions: { show: { resource: ['call'], operation: [operation] } },
});

/** `name: operations` of every field. */
const lines = (operations: Record<string, string[]>) =>
	mergeFields(
		Object.entries(operations).map(([name, fields]) => fields.map((one) => field(one, name))),
	).map(({ name, displayOptions }) => `${name}: ${displayOptions?.show?.operation?.join(' ')}`);

describe('mergeFields', () => {
	test('a field that operations share appears once, where each of them has it', () => {
		expect(
			lines({ get: ['call', 'output'], transfer: ['call', 'to', 'number', 'output'] }),
		).toEqual(['call: get transfer', 'to: transfer', 'number: transfer', 'output: get transfer']);
	});

	test('a field appears twice where two operations want opposite orders', () => {
		expect(lines({ a: ['from', 'to'], b: ['to', 'from'], c: ['to', 'from'] })).toEqual([
			'from: a',
			'to: a b c',
			'from: b c',
		]);
	});
});

describe('the panel of an action node', () => {
	test.each(
		backends.flatMap(({ name: backend, operations }) =>
			operations.map((operation) => ({
				name: `${backend} ${operation.resource} ${operation.name}`,
				operation,
				panel: describeOperations([{ name: operation.resource, label: '' }], operations),
			})),
		),
	)(
		'$name shows its fields in its own order',
		({ operation: { resource, name, fields }, panel }) => {
			const shown = panel.filter(
				({ displayOptions }) =>
					displayOptions?.show?.resource?.includes(resource) &&
					displayOptions.show.operation?.includes(name),
			);
			expect(shown.map((one) => one.name)).toEqual(fields.map((one) => one.name));
		},
	);
});

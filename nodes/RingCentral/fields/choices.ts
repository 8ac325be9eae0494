import type { INodePropertyOptions } from 'n8n-workflow';

/** A name of the server in words: `HoldMusic` is shown as "Hold Music". */
export const inWords = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2');

/** Names of the server as choices, in words where `labels` has nothing better. */
export const choices = (
	names: readonly string[],
	labels: Readonly<Record<string, string>> = {},
): INodePropertyOptions[] =>
	names.map((value) => ({ name: labels[value] ?? inWords(value), value }));

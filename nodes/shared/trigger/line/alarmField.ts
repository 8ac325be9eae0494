import type { INodeProperties } from 'n8n-workflow';

/** Option of every trigger that keeps a line or a subscription. */
export const errorWorkflowAfterField: INodeProperties = {
	displayName: 'Error Workflow After (Seconds)',
	name: 'errorWorkflowAfter',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 86_400 },
	default: 0,
	placeholder: 'e.g. 60',
	description:
		"After this many seconds without a connection the workflow's error workflow runs, once for each outage; 0 means never",
};

/** s of the option in ms; 0 where it is off. */
export const errorWorkflowAfter = (option: unknown): number =>
	Math.max(0, Number(option ?? 0) || 0) * 1000;

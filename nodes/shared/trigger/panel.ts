import type { IHookFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

import { mandatory } from '../action/parameters';

/** The functions of a trigger node that read its panel. */
export type Panel = ITriggerFunctions | IHookFunctions | IWebhookFunctions;

/** A parameter of a trigger, of a list the chosen value. The contexts differ in nothing but their overloads. */
export const panelValue = (node: Panel, name: string, fallback?: unknown): unknown =>
	(node as ITriggerFunctions).getNodeParameter(name, fallback as object, { extractValue: true });

/** A parameter as trimmed text that must not be empty. Throws `badRequest` with its display name. */
export const panelText = (node: Panel, name: string, label: string): string =>
	mandatory({ parameter: (of, fallback) => panelValue(node, of, fallback) as never }, name, label);

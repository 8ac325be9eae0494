import type { ITriggerFunctions } from 'n8n-workflow';

import { isTransient, type TelephonyError } from '../core/errors';
import { withWords } from '../core/words';
import { toNodeError } from '../action/nodeErrors';

/**
 * n8n 2.x publishes in the background and gives up for good after five tries in 15 s, whatever becomes of
 * the cause; 1.x tells whoever clicks and leaves the workflow off. Only 2.x has this function
 * (docs/n8n.md#long-lived-triggers).
 */
export const activatesInBackground = (node: ITriggerFunctions): boolean =>
	typeof (node as Partial<ITriggerFunctions>).saveFailedExecution === 'function';

/**
 * Tells of what a running trigger lives on with: n8n 2.x stores a failed execution and runs the error
 * workflow. `emitError` would end the trigger, which n8n starts again a few times only.
 */
export function reportFailure(node: ITriggerFunctions, error: unknown): void {
	if (activatesInBackground(node))
		node.saveFailedExecution(toNodeError(node.getNode(), withWords(error)));
}

/** A wrong name or certificate, an address that n8n may not reach: waiting seldom cures it. */
const MISTAKES = /^ENOTFOUND$|CERT|SIGNATURE|^EGRESS/;

/**
 * True for what is likely to pass by itself; the rest is better told to whoever clicks, as a redirect to
 * another host.
 */
export function isWorthWaiting(error: unknown): boolean {
	if (!isTransient(error)) return false;
	const { vendorCode = '', status = 503 } = error as TelephonyError;
	return status >= 429 && !MISTAKES.test(vendorCode);
}

import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';

import { TelephonyError } from '../core/errors';

const ADVICE: Record<TelephonyError['kind'], string> = {
	badRequest: 'Check the values of the parameters.',
	unauthorized: 'Check the credential.',
	forbidden: 'Ask the operator of the telephone system for the right, or use another credential.',
	notFound: 'Check the IDs. What they name may have ended or been removed meanwhile.',
	conflict: 'Read the state of the call or service first; it may have changed meanwhile.',
	rateLimited:
		'Send fewer requests, or try later. Where the credential has a request rate, lower it.',
	unavailable: 'Check the server address in the credential, the network and the server.',
	protocolViolation:
		'Check that the server address in the credential leads to the right interface.',
};

/** The vendor's text and code, without what the message has already. A code alone is nothing that was said. */
function vendorWords({ message, vendorText = '', vendorCode }: TelephonyError): string {
	const text = vendorText.trim().replace(/\.$/, '');
	if (text === '' || message.includes(text)) return vendorCode ? `Code: ${vendorCode}` : '';
	return `The server says: ${text}${vendorCode ? ` (code ${vendorCode})` : ''}`;
}

/** n8n writes this behind the type of a node that an AI agent uses as tool (docs/n8n.md#nodes-as-tools). */
const isTool = ({ type }: INode): boolean => type.endsWith('Tool');

/**
 * Whether a failure is an answer, which the model of an agent reads. Of a tool that throws, 1.123 and agents before
 * version 3 tell it nothing, or the agent ends (docs/n8n.md#nodes-as-tools).
 */
export const answersModel = (node: INode): boolean =>
	isTool(node) && node.onError !== 'stopWorkflow';

/**
 * All that there is to say as one text: the model of an AI agent gets the message of a failed tool and not
 * its description (docs/n8n.md#nodes-as-tools). The code of a connection that failed is left out, because n8n
 * puts a text of its own in place of a message that has one.
 */
function textForModel(error: TelephonyError, advice: readonly string[]): string {
	const words = error.status === undefined && !error.vendorText ? '' : vendorWords(error);
	return [`${error.message.replace(/\.$/, '')}.`, ...advice, words].filter(Boolean).join(' ');
}

/**
 * The error a user sees: what happened, what to do, and the vendor's own words (docs/design.md#errors).
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (!(error instanceof TelephonyError)) {
		const cause = error instanceof Error ? error : new Error(String(error));
		return new NodeOperationError(node, cause, { itemIndex });
	}
	const wait =
		error.waitMs === undefined
			? ''
			: `The server asks to wait ${Math.ceil(error.waitMs / 1000)} seconds.`;
	const advice = [ADVICE[error.kind], wait].filter(Boolean);
	const description = [...advice, vendorWords(error)].filter(Boolean).join(' ');
	const where = itemIndex === undefined ? '' : ` [item ${itemIndex}]`;
	const message = isTool(node) ? textForModel(error, advice) : `${error.message}${where}`;
	if (error.status === undefined) {
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	const details: JsonObject = { message: error.message, httpCode: String(error.status) };
	return new NodeApiError(node, details, {
		message,
		description,
		httpCode: String(error.status),
		itemIndex,
	});
}

/**
 * An error for whoever publishes a workflow, who sees the headline only: where a webhook's methods throw a
 * `NodeApiError`, n8n 1.123 shows the description in its place (docs/n8n.md#webhook-triggers).
 */
export function toActivationError(node: INode, error: unknown): NodeOperationError | NodeApiError {
	const told = toNodeError(node, error);
	if (!(told instanceof NodeApiError)) return told;
	return new NodeOperationError(node, told.message, {
		description: told.description ?? undefined,
	});
}

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
	const description = [ADVICE[error.kind], wait, vendorWords(error)].filter(Boolean).join(' ');
	const message = itemIndex === undefined ? error.message : `${error.message} [item ${itemIndex}]`;
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

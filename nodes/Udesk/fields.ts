import type { INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../shared/core/errors';
import type { OperationContext } from '../shared/operation';
import type { UdeskConnection } from './client/connection';

export const agentEmailField: INodeProperties = {
	displayName: 'Agent Email',
	name: 'agentEmail',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. agent@example.com',
	description: 'E-mail address the agent logs in with',
};

type Context = OperationContext<UdeskConnection>;

/** A parameter that must not be empty. Throws `badRequest` with its display name. */
export function mandatory({ parameter }: Context, name: string, label: string): string {
	const value = String(parameter(name, '') ?? '').trim();
	if (value === '') throw new TelephonyError('badRequest', `The parameter "${label}" is empty`);
	return value;
}

export const agentEmailOf = (context: Context) => mandatory(context, 'agentEmail', 'Agent Email');

/** A JSON object from a parameter; undefined for an empty one. Throws `badRequest` for anything else. */
export function objectOf(
	{ parameter }: Context,
	name: string,
	label: string,
): Record<string, unknown> | undefined {
	const value = parameter<unknown>(name, '');
	if (value === undefined || value === null || value === '') return undefined;
	try {
		const parsed = typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
		if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
			return parsed as Record<string, unknown>;
		}
	} catch (cause) {
		throw new TelephonyError('badRequest', `The parameter "${label}" is no valid JSON`, { cause });
	}
	throw new TelephonyError('badRequest', `The parameter "${label}" is no JSON object`);
}

import type { IDataObject } from 'n8n-workflow';

import { callOutputField } from '../../../shared/action/callOutputField';
import { mapBounded } from '../../../shared/core/flow/concurrency';
import { inCountry } from '../../../shared/core/recordCountry';
import type { Operation } from '../../../shared/action/operation';
import { callRecordOf } from '../../client/calls/callRecord';
import { listCalls, presentCall, type CallReference } from '../../client/calls/calls';
import type { XsiClient } from '../../connect';
import { userIdField, userOf } from '../../fields';

const CALLS_AT_ONCE = 4;

type Output = 'connector' | 'callRecord' | 'raw';

/** Nothing for a call that ended between list and reading: it is no call of the user any more. */
async function details(
	{ connection, numberPlan }: XsiClient,
	userId: string,
	{ callId, uri }: CallReference,
	output: Output,
): Promise<IDataObject[]> {
	const call = await presentCall(connection, userId, callId);
	if (call === undefined) return [];
	const { fields, xml } = call;
	if (output === 'raw') return [{ callId, uri, xml }];
	const connector = { callId, uri, ...fields };
	if (output === 'connector') return [connector];
	const record = inCountry(callRecordOf(connector, userId), numberPlan);
	return [record as unknown as IDataObject];
}

/** See docs/protocols/broadworks.md#eleven-actions, Get user calls. */
export const getCallsOperation: Operation<XsiClient> = {
	resource: 'call',
	name: 'getMany',
	label: 'Get User Calls',
	action: 'Get the calls of a user',
	description: 'Get the calls a user has now, one item per call',
	kind: 'read',
	fields: [
		userIdField,
		{
			displayName: 'Include Details',
			name: 'details',
			type: 'boolean',
			default: true,
			description:
				'Whether to read state, parties and times of each call (one more request per call)',
		},
		{
			...callOutputField('The fields BroadWorks sends', 'The document of each call as it came'),
			displayOptions: { show: { details: [true] } },
		},
	],
	sample: {
		callId: 'callhalf-29519312843:0',
		uri: '/v2.0/user/alice@example.net/calls/callhalf-29519312843:0',
		personality: 'Terminator',
		state: 'Active',
		remoteParty: {
			name: 'Jordan Smith',
			address: { '#text': 'tel:+15550100', countryCode: '1' },
			callType: 'Network',
		},
		startTime: 1568204580687,
		answerTime: 1568204585231,
	},
	async run(context) {
		const { client, parameter } = context;
		const userId = userOf(context);
		const references = await listCalls(client.connection, userId);
		if (!parameter('details', true)) return references as unknown as IDataObject[];
		const output = parameter<Output>('output', 'connector');
		const calls = await mapBounded(
			references,
			CALLS_AT_ONCE,
			async (reference) => await details(client, userId, reference, output),
		);
		return calls.flat();
	},
};

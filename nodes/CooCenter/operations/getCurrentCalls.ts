import type { IDataObject } from 'n8n-workflow';

import { inCountry } from '../../shared/core/recordCountry';
import type { Operation } from '../../shared/action/operation';
import { currentCallRecord, currentCalls } from '../client/calls';
import type { CooCenterClient } from '../connect';
import { outputField } from '../fields';

/** See docs/protocols/coocenter.md#requests, current calls. */
export const getCurrentCallsOperation: Operation<CooCenterClient> = {
	resource: 'call',
	name: 'getMany',
	label: 'Get Current Calls',
	action: 'Get current calls',
	description:
		'Get the channels there are now, one item per channel; a call may show both its ends',
	kind: 'read',
	fields: [outputField],
	sample: {
		calleridname: '896',
		calleridnum: '896',
		channel: 'SIP/896-0000000b',
		channelstate: 6,
		channelstatedesc: 'Up',
		connectedlinename: '897',
		connectedlinenum: '897',
		duration: 178,
		extension: '896',
	},
	async run({ client, parameter }) {
		const calls = await currentCalls(client.connection);
		const output = parameter<string>('output', 'connector');
		if (output === 'raw') return calls.map(({ raw }) => raw as IDataObject);
		if (output === 'connector') return calls.map(({ fields }) => fields as IDataObject);
		return calls.map(
			(call) => inCountry(currentCallRecord(call), client.numberPlan) as unknown as IDataObject,
		);
	},
};

import { collected } from '../../fields/call';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import {
	activeFiltersField,
	callLogFilters,
	filtersOf,
	logOutputField,
	logOutputOf,
	ownerFields,
	ownerOf,
	viewField,
	viewOf,
} from '../../fields/callLog';
import { logOutput } from '../../callLogOutput';
import { mandatory } from '../../../shared/action/parameters';
import type { Operation } from '../../../shared/action/operation';
import { activeCallPages, callPages, getCall } from '../../client/callLog/callLog';
import type { RingCentralClient } from '../../connect';
import { downloadRecordingOperation } from './downloadRecording';
import { exportCallLogOperation } from './export';
import { getInsightsOperation } from './insights';
import { syncCallLogOperation } from './sync';

const resource = 'callLog';

const sample = {
	uri: 'https://platform.ringcentral.com/restapi/v1.0/account/809646016/call-log/ASaxDDkSZ5s42MA?view=Simple',
	id: 'ASaxDDkSZ5s42MA',
	sessionId: '13916417004',
	telephonySessionId: 's-a4a04391ca1cfz195a2985337z1340ea0000',
	startTime: '2026-06-06T23:07:20.000Z',
	duration: 55,
	type: 'Voice',
	direction: 'Inbound',
	action: 'Phone Call',
	result: 'Accepted',
	to: { phoneNumber: '+16505550101', name: 'Alice Adams' },
	from: { phoneNumber: '+14155550100', location: 'San Francisco, CA' },
};

/** See docs/protocols/ringcentral.md#call-log. */
const getManyOperation: Operation<RingCentralClient> = {
	resource,
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many calls of the log',
	description: 'Get the finished calls of the company or of a user, newest first',
	kind: 'read',
	fields: [...ownerFields, viewField, returnAllField, limitField, callLogFilters, logOutputField],
	sample,
	async run(context) {
		const filters = { ...filtersOf(context), view: viewOf(context) };
		const limit = limitOf(context);
		const calls = callPages(context.client, ownerOf(context), filters, { limit });
		const output = logOutputOf(context);
		return (await collected(calls)).map((call) =>
			logOutput(call, output, false, context.client.numberPlan),
		);
	},
};

const getOperation: Operation<RingCentralClient> = {
	resource,
	name: 'get',
	label: 'Get',
	action: 'Get a call of the log',
	description: 'Get one call of the log by the ID of its record',
	kind: 'read',
	fields: [
		...ownerFields,
		{
			displayName: 'Call Record ID',
			name: 'callRecordId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. ASaxDDkSZ5s42MA',
			description: 'The ID of a call as Get Many gives it',
		},
		viewField,
		logOutputField,
	],
	sample,
	async run(context) {
		const id = mandatory(context, 'callRecordId', 'Call Record ID');
		const call = await getCall(context.client, ownerOf(context), id, viewOf(context));
		return logOutput(call, logOutputOf(context), false, context.client.numberPlan);
	},
};

const getActiveCallsOperation: Operation<RingCentralClient> = {
	resource,
	name: 'getActiveCalls',
	label: 'Get Active Calls',
	action: 'Get active calls of the log',
	description:
		'Get the calls in progress. The list lags some seconds, and keeps a call for two minutes after its end',
	kind: 'read',
	fields: [...ownerFields, returnAllField, limitField, activeFiltersField, logOutputField],
	sample: { ...sample, duration: 0, result: 'In Progress' },
	async run(context) {
		const { direction, type, transport, conferenceType } = filtersOf(context);
		const filters = { direction, type, transport, conferenceType };
		const limit = limitOf(context);
		const calls = activeCallPages(context.client, ownerOf(context), filters, { limit });
		const output = logOutputOf(context);
		return (await collected(calls)).map((call) =>
			logOutput(call, output, true, context.client.numberPlan),
		);
	},
};

export const callLogOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	getManyOperation,
	getOperation,
	getActiveCallsOperation,
	syncCallLogOperation,
	downloadRecordingOperation,
	exportCallLogOperation,
	getInsightsOperation,
];

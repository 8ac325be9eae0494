import type { IDataObject } from 'n8n-workflow';

import { optionsField } from '../../../shared/action/collections';
import type { Operation } from '../../../shared/action/operation';
import { optional } from '../../../shared/action/parameters';
import {
	logOutputField,
	logOutputOf,
	ownerFields,
	ownerOf,
	recordingTypeField,
	viewField,
	viewOf,
} from '../../fields/callLog';
import { logOutput } from '../../callLogOutput';
import { syncCalls } from '../../client/callLog/callLog';
import type { RingCentralClient } from '../../connect';
import { utcOf } from '../../../shared/action/times';

/** See docs/protocols/ringcentral.md#synchronisation. */
export const syncCallLogOperation: Operation<RingCentralClient> = {
	resource: 'callLog',
	name: 'sync',
	label: 'Sync',
	action: 'Get what changed in the call log',
	description:
		'Get the calls that are new or have changed since the last time. Keep the syncToken of the output for the next run.',
	kind: 'read',
	fields: [
		...ownerFields,
		{
			displayName: 'Sync Token',
			name: 'syncToken',
			type: 'string',
			default: '',
			description: 'The syncToken of the last output; empty for the first time',
		},
		{
			displayName: 'When the Token Is Too Old',
			name: 'oldToken',
			type: 'options',
			options: [
				{
					name: 'Fail',
					value: 'fail',
					description: 'RingCentral refuses a token that is old or has more than 250 changes',
				},
				{
					name: 'Start Again',
					value: 'restart',
					description: 'Read everything anew; the output says restarted: true',
				},
			],
			default: 'restart',
			description: 'What happens when RingCentral does not take the Sync Token any more',
		},
		viewField,
		optionsField([
			{
				displayName: 'Deleted Calls',
				name: 'showDeleted',
				type: 'boolean',
				default: false,
				description: 'Whether to return calls that were deleted from the log',
			},
			{
				displayName: 'First Time From',
				name: 'dateFrom',
				type: 'dateTime',
				default: '',
				description: 'Where the first synchronization begins; at most 30 days back',
			},
			{
				displayName: 'First Time Max Calls',
				name: 'recordCount',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 250 },
				default: 250,
				description: 'How many calls the first synchronization returns at most',
			},
			recordingTypeField,
			{
				displayName: 'Status',
				name: 'statusGroup',
				type: 'options',
				options: [
					{ name: 'All', value: 'All' },
					{ name: 'Missed', value: 'Missed' },
				],
				default: 'All',
				description: 'Which calls are read by their outcome',
			},
		]),
		logOutputField,
	],
	sample: {
		syncToken: 'FAMAAAFkvZG0AAQAAAFk5Bj8vAgAAAAAB70j5g0A',
		syncTime: '2026-07-29T03:33:20.190Z',
		syncType: 'FSync',
		restarted: false,
		records: [
			{
				id: 'QwVrCHkfAA9NQA',
				startTime: '2026-07-27T09:29:26.141Z',
				duration: 59,
				direction: 'Outbound',
				result: 'Call connected',
				to: { phoneNumber: '+16505550101', name: 'Alice Adams' },
			},
		],
	},
	async run(context) {
		const options = context.parameter<Record<string, unknown>>('options', {}) ?? {};
		const text = (name: string) => String(options[name] ?? '').trim() || undefined;
		const { records, ...state } = await syncCalls(context.client, ownerOf(context), {
			syncToken: optional(context, 'syncToken'),
			restart: optional(context, 'oldToken') !== 'fail',
			view: viewOf(context),
			dateFrom: utcOf(options.dateFrom, context.timeZone, 'First Time From'),
			recordCount: options.recordCount === undefined ? undefined : Number(options.recordCount),
			recordingType: text('recordingType'),
			statusGroup: text('statusGroup'),
			showDeleted: options.showDeleted === undefined ? undefined : Boolean(options.showDeleted),
		});
		const output = logOutputOf(context);
		const { numberPlan } = context.client;
		const calls = records.map((call) => logOutput(call, output, false, numberPlan));
		const result = { ...state, records: calls };
		return result as unknown as IDataObject;
	},
};

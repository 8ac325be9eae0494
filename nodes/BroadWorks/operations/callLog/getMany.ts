import type { IDataObject } from 'n8n-workflow';

import { callOutputField } from '../../../shared/action/callOutputField';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import type { Operation } from '../../../shared/action/operation';
import { utcOf } from '../../../shared/action/times';
import { inCountry } from '../../../shared/core/recordCountry';
import type { LogEntry } from '../../client/calls/callLogs';
import { loggedRecord } from '../../client/calls/loggedRecord';
import { elementText } from '../../client/documents/elementText';
import { userLog } from '../../client/people/callLog';
import type { XsiClient } from '../../connect';
import { userIdField, userOf } from '../../fields';
import { kindOf, listsField, logField, logOf } from './fields';

type Output = 'connector' | 'callRecord' | 'raw';

function itemOf(entry: LogEntry, log: string, output: Output, client: XsiClient): IDataObject {
	const { userId, kind, callLogId } = entry;
	if (output === 'callRecord') {
		return inCountry(loggedRecord(entry), client.numberPlan) as unknown as IDataObject;
	}
	const about = { userId, log, callLogType: kind };
	if (output === 'raw') return { ...about, callLogId, xml: elementText(entry.element) };
	return { ...about, ...(entry.fields as IDataObject) };
}

/** See docs/protocols/broadworks.md#directories-logs-voice-mail. */
export const getManyOperation: Operation<XsiClient> = {
	resource: 'callLog',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many calls of the log of a user',
	description:
		'Get the missed, placed and received calls of a user, newest first, one item per call',
	kind: 'read',
	fields: [
		userIdField,
		listsField,
		returnAllField,
		limitField,
		{
			displayName: 'From',
			name: 'startTime',
			type: 'dateTime',
			default: '',
			description: 'Only calls that began at this time or later; empty for no limit',
		},
		{
			displayName: 'To',
			name: 'endTime',
			type: 'dateTime',
			default: '',
			description: 'Only calls that began at this time or earlier; empty for no limit',
		},
		logField,
		callOutputField('The fields BroadWorks sends', 'The entry of each call as XML'),
	],
	sample: {
		userId: 'alice@example.net',
		log: 'enhanced',
		callLogType: 'missed',
		callLogId: '31126219801:0',
		callId: 'callhalf-31126219817:0',
		subscriberType: 'User',
		callingPresentationNumber: '+15550100',
		callingPresentationName: 'Jordan Smith',
		basicCallType: 'Network',
		time: '2026-11-29T14:10:00.000+00:00',
		startTime: 1796134200000,
		releaseTime: 1796134212000,
	},
	async run(context) {
		const { client, parameter, timeZone } = context;
		const time = (value: unknown, label: string) => {
			const utc = utcOf(value, timeZone, label);
			return utc === undefined ? undefined : Date.parse(utc);
		};
		const { log, entries } = await userLog(client.connection, userOf(context), {
			log: logOf(context),
			kind: kindOf(context),
			span: {
				from: time(parameter<unknown>('startTime', ''), 'From'),
				to: time(parameter<unknown>('endTime', ''), 'To'),
			},
			limit: limitOf(context),
		});
		const output = parameter<Output>('output', 'connector');
		return entries.map((entry) => itemOf(entry, log, output, client));
	},
};

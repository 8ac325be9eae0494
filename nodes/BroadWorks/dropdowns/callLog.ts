import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { isoTime } from '../../shared/core/callRecord';
import { userLog, type LogChoice, type LogKind } from '../client/people/callLog';
import { chosenIn, fits, withUser } from './loading';

/** Entries that a list shows. */
const MOST = 200;

/** The calls of the chosen list of the chosen user's log, newest first. */
export async function searchCallLog(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withUser(this, async (client, userId) => {
		const { entries } = await userLog(client.connection, userId, {
			log: (chosenIn(this, 'log') || 'automatic') as LogChoice,
			kind: (chosenIn(this, 'callLogType') || 'missed') as LogKind,
			span: {},
			limit: MOST,
		});
		const results = entries.map(({ name, number, startTime, callLogId }) => {
			const time = isoTime(startTime)?.slice(0, 16).replace('T', ' ');
			const party = [name, number].filter(Boolean).join(' ') || 'unknown number';
			return { name: [party, time && `${time} UTC`].filter(Boolean).join(' – '), value: callLogId };
		});
		return { results: results.filter(({ name }) => fits(name, filter)) };
	});
}

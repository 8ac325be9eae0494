import type { HttpResponse } from '../../../shared/core/ports';
import { queuePeople } from '../calls/callCenters';
import type { XsiObject } from '../calls/values';
import { xsiDocument } from '../channel/documents';
import { bodyXml } from '../transport/answers';
import { documentOf, entriesAt, type Control } from './control';

const SERVICE = 'user/{userId}/services/CallCenter';

const queuesIn = entriesAt('callCenterList/callCenterDetails');

/** State and settings of an agent, with the queues as a list. */
function agentOf(response: HttpResponse): XsiObject {
	const { callCenterList: _list, ...agent } = documentOf(response);
	return { ...agent, callCenters: queuesIn(response) };
}

/** Joins or leaves one queue; the others stay as they are (docs/protocols/broadworks.md#services). */
const join = (available: boolean): Control => ({
	method: 'PUT',
	path: SERVICE,
	missing: '{userId} is not an agent of the call center {callCenterId}',
	body: ({ callCenterId }) =>
		xsiDocument('CallCenter', [
			[
				'callCenterList',
				[
					[
						'callCenterDetails',
						[
							['serviceUserId', callCenterId],
							['available', available],
						],
					],
				],
			],
		]),
});

/** The commands of an agent and of the supervisor of agents. */
export const AGENT_CONTROLS = {
	getState: {
		method: 'GET',
		path: SERVICE,
		missing: '{userId} is not a call center agent',
		read: agentOf,
	},
	joinQueue: join(true),
	leaveQueue: join(false),
	getSupervised: {
		method: 'GET',
		path: 'user/{userId}/directories/Agents',
		query: { callcenter: 'callCenterId' },
		read: (response) => queuePeople(bodyXml(response)) as unknown as XsiObject[],
	},
} satisfies Record<string, Control>;

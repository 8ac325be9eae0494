import type { IDataObject } from 'n8n-workflow';

import { inCall } from '../support/callOperationSupport';

const ANY = /./;
const done = { success: true, telephonySessionId: 's-1' };

type Case = [resource: string, operation: string, parameters: IDataObject, item: IDataObject];

/**
 * Changes with a status but no body in docs/protocols/ringcentral.md#call-control: they were made all the
 * same.
 */
const cases: Case[] = [
	['call', 'pickUp', { partyId: 'p-2' }, { ...done, partyId: 'p-2' }],
	['call', 'hold', {}, { ...done, partyId: 'p-2' }],
	['call', 'forward', { phoneNumber: '+1' }, { ...done, partyId: 'p-2' }],
	['call', 'reply', { text: 'Later' }, { ...done, partyId: 'p-2' }],
	['call', 'mute', {}, { ...done, partyId: 'p-2' }],
	['call', 'bringIn', { otherSessionId: 's-2' }, done],
	['call', 'supervise', { agentExtensionId: '8' }, done],
	[
		'call',
		'pauseRecording',
		{ recordingId: '44' },
		{ ...done, partyId: 'p-2', recordingId: '44', active: false },
	],
	['presence', 'set', { changes: { userStatus: 'Busy' } }, { userStatus: 'Busy' }],
	['queue', 'setMembers', { add: ['7'] }, { success: true, queueId: '5', added: ['7'] }],
	[
		'queue',
		'setMemberPresence',
		{ members: ['7'], accept: false },
		{ queueId: '5', extensionId: '7', acceptCurrentQueueCalls: false },
	],
	[
		'queue',
		'setUserPresence',
		{ queues: ['5'], accept: false },
		{ queueId: '5', acceptCalls: false },
	],
];

test.each(cases)('%s %s', async (resource, operation, parameters, item) => {
	const bench = inCall();
	for (const method of ['POST', 'PUT', 'PATCH'] as const)
		bench.http.on(method, ANY, { status: 204 });
	const needed = resource === 'call' ? { sessionId: 's-1' } : { queueId: '5' };
	const items = await bench.run(resource, operation, { parameters: { ...needed, ...parameters } });
	expect(items).toEqual([expect.objectContaining(item)]);
	if (item.partyId === undefined) expect(items[0]).not.toHaveProperty('partyId');
});

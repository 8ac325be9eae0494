import { findParty } from '../../../../nodes/RingCentral/client/calls/telephony';
import { inCall, party } from '../support/callSupport';
import { refusal, restBench } from '../support/restSupport';

describe('an empty party id', () => {
	test('is the own party, which the id of the extension tells', async () => {
		const { connection, http } = inCall(party('p-1', 'Answered'), party('p-2', 'Answered', '7'));
		const found = await findParty(connection, 's-1', '', 'hold');
		expect(found).toMatchObject({ sessionId: 's-1', partyId: 'p-2' });
		expect(found.party?.status?.code).toBe('Answered');
		await findParty(connection, 's-1', '', 'hold');
		// Whose login it is does not change.
		expect(http.to('GET', /extension\/~$/)).toHaveLength(1);
	});

	test('that is given is not looked up', async () => {
		const { connection, http } = restBench();
		expect(await findParty(connection, 's-1', 'p-9', 'hold')).toEqual({
			sessionId: 's-1',
			partyId: 'p-9',
		});
		expect(http.sent).toEqual([]);
	});

	test.each([
		['owner', party('p-3', 'Answered', '7')],
		['extensionId', party('p-3', 'Answered', undefined, { extensionId: 7 })],
		['the end it stands for', party('p-3', 'Answered', undefined, { to: { extensionId: '7' } })],
		[
			'the end of an outgoing one',
			party('p-3', 'Answered', undefined, { direction: 'Outbound', from: { extensionId: 7 } }),
		],
	])('is found by %s', async (_by, mine) => {
		const caller = party('p-1', 'Answered', undefined, {
			direction: 'Outbound',
			from: { phoneNumber: '+1' },
			to: { extensionId: '7' },
		});
		const { connection } = inCall(caller, mine);
		expect((await findParty(connection, 's-1', '', 'hold')).partyId).toBe('p-3');
	});

	test('of several own ones is a living one whose state fits, the latest first', async () => {
		const { connection } = inCall(
			party('p-1', 'Disconnected', '7'),
			party('p-2', 'Answered', '7'),
			party('p-3', 'Hold', '7'),
			party('p-4', 'Answered', '8'),
		);
		expect((await findParty(connection, 's-1', '', 'hold')).partyId).toBe('p-2');
		expect((await findParty(connection, 's-1', '', 'unhold')).partyId).toBe('p-3');
		expect((await findParty(connection, 's-1', '', 'answer')).partyId).toBe('p-3');
	});

	test('of a call that the user has left is told', async () => {
		const { connection } = inCall(
			party('p-1', 'Disconnected', '7', {
				status: { code: 'Disconnected', reason: 'BlindTransfer' },
			}),
			party('p-2', 'Answered', '8'),
		);
		await expect(findParty(connection, 's-1', '', 'hold')).rejects.toMatchObject({
			kind: 'notFound',
			message:
				'Extension ID 7 has left the call s-1. Its parties: p-1 (Disconnected/BlindTransfer, extension ID 7); p-2 (Answered, extension ID 8)',
		});
	});

	test('of somebody else’s call is told', async () => {
		const { connection } = inCall(party('p-2', 'Answered', '8'));
		await expect(findParty(connection, 's-1', '', 'hold')).rejects.toThrow(
			/has no party of extension ID 7.*p-2 \(Answered, extension ID 8\)/,
		);
	});

	test('for picking up is the parked one, else one that rings, whosever it is', async () => {
		const ringing = party('p-2', 'Proceeding', '8');
		const parked = party('p-1', 'Parked', '8');
		const first = inCall(parked, ringing);
		expect((await findParty(first.connection, 's-1', '', 'pick up')).partyId).toBe('p-1');
		const second = inCall(party('p-1', 'Answered', '8', { direction: 'Outbound' }), ringing);
		expect((await findParty(second.connection, 's-1', '', 'pick up')).partyId).toBe('p-2');
		// Nobody needs to know whose login it is for that.
		expect(second.http.to('GET', /extension\/~$/)).toEqual([]);
		const third = inCall(party('p-1', 'Answered', '8'));
		await expect(findParty(third.connection, 's-1', '', 'pick up')).rejects.toThrow(
			/no party that is parked or rings/,
		);
	});

	test('a login that may not be read is an error, and is asked for again', async () => {
		const { connection, http } = inCall(party('p-2', 'Answered', '7'));
		http.once(
			'GET',
			/extension\/~$/,
			refusal(
				403,
				'CMN-401',
				'In order to call this API endpoint, application needs to have [ReadAccounts] permission',
			),
		);
		await expect(findParty(connection, 's-1', '', 'hold')).rejects.toThrow(/ReadAccounts/);
		expect((await findParty(connection, 's-1', '', 'hold')).partyId).toBe('p-2');
	});
});

import {
	cancelRingOut,
	getRingOut,
	makeRingOut,
	outcomeOf,
	waitForRingOut,
	type RingOut,
} from '../../../../nodes/RingCentral/client/calls/ringOut';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { json, refusal, restBench, watch } from '../support/restSupport';

const PATH = '/restapi/v1.0/account/~/extension/~/ring-out';
const ANY = /./;

const status = (callStatus: string, callerStatus = callStatus, calleeStatus = callStatus) => ({
	id: 234343434,
	status: { callStatus, callerStatus, calleeStatus },
});
const placed: RingOut = status('InProgress');

test('a call is made with one Heavy request that is sent once', async () => {
	const { connection, http, rates } = restBench();
	const take = jest.spyOn(rates, 'take');
	http.on('POST', ANY, json(placed));
	const call = {
		from: { forwardingNumberId: '5' },
		to: { phoneNumber: '+16505550190' },
		callerId: { phoneNumber: '+16505550100' },
		playPrompt: true,
		country: { id: '1' },
	};
	expect(await makeRingOut(connection, call)).toEqual(placed);
	expect(http.lines()).toEqual([`POST ${PATH}`]);
	expect(JSON.parse(http.sent[0].body as string)).toEqual(call);
	expect(take.mock.calls.map(([group]) => group)).toEqual(['heavy']);

	http.on('POST', ANY, refusal(503, 'CMN-201', 'Service Temporary Unavailable'));
	await expect(makeRingOut(connection, call)).rejects.toMatchObject({ kind: 'unavailable' });
	expect(http.sent).toHaveLength(2);
});

test('the status is Light', async () => {
	const { connection, http, rates } = restBench();
	const take = jest.spyOn(rates, 'take');
	http.on('GET', ANY, json(status('Success')));
	expect(await getRingOut(connection, '234343434')).toEqual(status('Success'));
	expect(http.lines()).toEqual([`GET ${PATH}/234343434`]);
	expect(take.mock.calls[0][0]).toBe('light');
});

test.each([
	['InProgress', 'inProgress'],
	['Unknown', 'inProgress'],
	['Success', 'connected'],
	['SUCCESS', 'connected'],
	['Finished', 'ended'],
	['NoSessionFound', 'ended'],
	['Busy', 'failed'],
	['NoAnswer', 'failed'],
	['InternationalDisabled', 'failed'],
	['SomethingNew', 'failed'],
])('%s means %s', (callStatus, outcome) => {
	expect(outcomeOf(status(callStatus))).toBe(outcome);
});

test('no status at all means that nothing is known yet', () => {
	expect(outcomeOf({ id: 1 })).toBe('inProgress');
	expect(outcomeOf({ id: 1, status: null })).toBe('inProgress');
});

describe('waiting', () => {
	const waiting = (bench: ReturnType<typeof restBench>, seconds = 60, first = placed) =>
		watch(waitForRingOut(bench.connection, first, seconds * 1000));

	test.each(['Success', 'Busy'])('ends with %s and asks no more', async (last) => {
		const bench = restBench();
		bench.http.on('GET', ANY, json(status(last)));
		bench.http.once('GET', ANY, json(status('InProgress', 'Success', 'InProgress')));
		const outcome = waiting(bench);
		await bench.clock.advance(60_000);
		expect(outcome.value).toEqual({ ringOut: status(last), outcome: outcomeOf(status(last)) });
		expect(bench.http.sent.map(({ at }) => at)).toEqual([2_000, 4_000]);
	});

	test('asks nothing about a call that is decided already', async () => {
		const bench = restBench();
		const outcome = waiting(bench, 60, status('Rejected'));
		await bench.clock.advance(0);
		expect(outcome.value?.outcome).toBe('failed');
		expect(bench.http.sent).toEqual([]);
	});

	test('is bounded, with a last look when the time is up', async () => {
		const bench = restBench();
		bench.http.on('GET', ANY, json(status('InProgress')));
		const outcome = waiting(bench, 5);
		await bench.clock.advance(4_999);
		expect(outcome.done).toBe(false);
		await bench.clock.advance(1);
		expect(outcome.value).toEqual({ ringOut: status('InProgress'), outcome: 'inProgress' });
		expect(bench.http.sent.map(({ at }) => at)).toEqual([2_000, 4_000, 5_000]);
	});

	test('ends when it is told to', async () => {
		const bench = restBench();
		bench.http.on('GET', ANY, json(status('InProgress')));
		const stop = new AbortController();
		const outcome = watch(waitForRingOut(bench.connection, placed, 60_000, stop.signal));
		await bench.clock.advance(2_000);
		stop.abort();
		await bench.clock.advance(0);
		expect(outcome.value?.outcome).toBe('inProgress');
	});

	test('a call the server knows no more has ended', async () => {
		const bench = restBench();
		bench.http.on('GET', ANY, refusal(404, 'CMN-102', 'Resource is not found'));
		const outcome = waiting(bench);
		await bench.clock.advance(2_000);
		expect(outcome.value).toEqual({ ringOut: placed, outcome: 'ended' });
	});

	test('a status that cannot be read is not an error: the call is placed', async () => {
		const bench = restBench();
		bench.http.on('GET', ANY, refusal(403, 'CMN-401', 'no permission'));
		const outcome = waiting(bench);
		await bench.clock.advance(2_000);
		expect(outcome.error).toBeUndefined();
		expect(outcome.value).toMatchObject({ ringOut: placed, outcome: 'inProgress' });
		expect(outcome.value?.failure).toBeInstanceOf(TelephonyError);
	});
});

describe('cancelling', () => {
	test('is Heavy', async () => {
		const { connection, http, rates } = restBench();
		const take = jest.spyOn(rates, 'take');
		http.on('DELETE', ANY, { status: 204 });
		await cancelRingOut(connection, '1');
		expect(http.lines()).toEqual([`DELETE ${PATH}/1`]);
		expect(take.mock.calls[0][0]).toBe('heavy');
	});

	test('too late tells the status', async () => {
		const { connection, http } = restBench();
		http.on('DELETE', ANY, refusal(409, 'TAS-102', 'Incorrect State'));
		http.on('GET', ANY, json(status('Success')));
		await expect(cancelRingOut(connection, '1')).rejects.toMatchObject({
			kind: 'conflict',
			status: 409,
			message: 'Cannot cancel: the RingOut 1 has the status Success already',
		});
		http.on('GET', ANY, refusal(404, 'CMN-102', 'no'));
		await expect(cancelRingOut(connection, '1')).rejects.toThrow(
			'Cannot cancel: the RingOut 1 is connected or over',
		);
		expect(http.to('DELETE', ANY)).toHaveLength(2);
	});

	test('one that is gone says so, everything else stays', async () => {
		const { connection, http } = restBench();
		http.on('DELETE', ANY, refusal(404, 'CMN-102', 'Resource is not found'));
		await expect(cancelRingOut(connection, '1')).rejects.toMatchObject({
			kind: 'notFound',
			message: "The RingOut 1 is gone: it has ended, was cancelled, or is another user's",
		});
		http.on('DELETE', ANY, refusal(403, 'CMN-401', 'no'));
		await expect(cancelRingOut(connection, '1')).rejects.toMatchObject({ kind: 'forbidden' });
	});
});

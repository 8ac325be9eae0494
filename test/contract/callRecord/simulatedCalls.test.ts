import type { CallParty, CallRecord } from '../../../nodes/shared/core/callRecord';
import { CHECKS } from './recordChecks';
import {
	broadWorksCalls,
	cooCenterCalls,
	dimensionsCalls,
	ringCentralCalls,
	somePlans,
	udeskCalls,
	type Simulated,
} from './simulatedCalls';

const PLANS = somePlans(24);

/** The logs of BroadWorks name a colleague by number and name only. */
const withoutUser = ({ userId, ...party }: CallParty) => (void userId, party);

/** What must be the same, whoever tells of the call. */
const told = (record: CallRecord) => {
	const { direction, state, result, answered, startTime, endTime, duration } = record;
	const [from, to] = [record.from, record.to].map(withoutUser);
	return { direction, state, result, answered, from, to, startTime, endTime, duration };
};

const withoutLogs = async (made: Promise<Simulated['records']> | Simulated['records']) => ({
	records: await made,
	told: undefined,
});

describe.each([
	{ name: 'BroadWorks', play: broadWorksCalls },
	{ name: 'RingCentral', play: ringCentralCalls },
	{ name: 'CooCenter', play: async () => await withoutLogs(cooCenterCalls(PLANS)) },
	{ name: 'Udesk', play: async () => await withoutLogs(udeskCalls(PLANS)) },
	{ name: 'Dimensions', play: async () => await withoutLogs(dimensionsCalls(PLANS)) },
])('calls of every kind at the simulator of $name', ({ play }) => {
	let simulated: Awaited<ReturnType<typeof play>>;
	beforeAll(async () => {
		simulated = await play(PLANS);
	});

	it.each(CHECKS)('have a record that $name', ({ check, expected }) => {
		expect(simulated.records.length).toBeGreaterThanOrEqual(PLANS.length);
		for (const { of, record } of simulated.records)
			expect([of, record, check(record)]).toEqual([of, record, expected]);
	});

	it('are told alike by event and by log, where there are both', () => {
		if (simulated.told === undefined) return;
		expect(simulated.told).toHaveLength(PLANS.length);
		for (const { plan, live, logged } of simulated.told)
			expect([plan, told(logged)]).toEqual([plan, told(live)]);
	});
});

import type { QueueState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlFields } from '../xml/xml';

/** Yellow and red thresholds of the monitored values: ms, and calls for numCallsInQueue. */
const THRESHOLDS: Record<string, [number, number]> = {
	averageSpeedOfAnswer: [20_000, 60_000],
	longestWaitTime: [30_000, 60_000],
	numCallsInQueue: [3, 10],
};
/** ms after which a queue with waiting calls is told again. */
const REPEAT = 5000;

/** A monitored value; severity is told from the first time a threshold was passed. */
function monitored(queue: QueueState, name: string, value: number): XmlFields {
	const [yellow, red] = THRESHOLDS[name];
	const severity = value >= red ? 2 : value >= yellow ? 1 : 0;
	const before = queue.severities[name];
	if (severity === 0 && before === undefined) return { value };
	queue.severities[name] = severity;
	return {
		value,
		severity,
		prevSeverity: before ?? 0,
		threshold: severity === 2 ? red : yellow,
	};
}

/** CallCenterMonitoringStatus. All times ms. */
export function monitoringStatus(world: XsiWorld, queue: QueueState): XmlFields {
	const { answered, waited, handled, handledTime } = queue.statistics;
	const average = (total: number, count: number) => (count === 0 ? 0 : Math.floor(total / count));
	const seats = queue.agents.map((item) => world.user(item.userId));
	const staffed = seats.filter((user) => user.agent && user.agent.state !== 'Sign-Out');
	const idle = staffed.filter(
		(user) => user.agent?.state === 'Available' && world.callsOf(user.userId).length === 0,
	);
	const handling = average(handledTime, handled);
	const oldest = Math.min(...queue.entries.map((entry) => entry.addTime), world.now());
	const longest = world.now() - oldest;
	const available = staffed.some((user) => user.agent?.state === 'Available');
	const expected = Math.floor((handling * queue.entries.length) / Math.max(1, staffed.length));
	return {
		averageHandlingTime: { value: handling },
		expectedWaitTime: available ? { value: expected } : undefined,
		averageSpeedOfAnswer: monitored(queue, 'averageSpeedOfAnswer', average(waited, answered)),
		longestWaitTime: monitored(queue, 'longestWaitTime', longest),
		numCallsInQueue: monitored(queue, 'numCallsInQueue', queue.entries.length),
		numAgentsAssigned: seats.length,
		numAgentsStaffed: staffed.length,
		numStaffedAgentsIdle: idle.length,
		numStaffedAgentsUnavailable: staffed.filter((user) => user.agent?.state !== 'Available').length,
	};
}

/**
 * Tells a queue's figures: at once, then at most every `monitoringInterval`, and again and again
 * while calls wait (docs/protocols/broadworks.md#event-data).
 */
export function publishMonitoring(world: XsiWorld, queue: QueueState): void {
	const pause = `monitoring pause ${queue.queueId}`;
	const later = `monitoring later ${queue.queueId}`;
	if (world.timers.has(pause)) {
		if (!world.timers.has(`${later} due`)) {
			world.timers.set(`${later} due`, world.settings.monitoringInterval, () =>
				publishMonitoring(world, queue),
			);
		}
		return;
	}
	world.timers.set(pause, Math.max(0, world.settings.monitoringInterval - 1), () => {});
	world.publish({
		subject: world.user(queue.queueId),
		type: 'CallCenterMonitoringEvent',
		data: { monitoringStatus: monitoringStatus(world, queue) },
	});
	if (queue.entries.length > 0) {
		world.timers.set(later, REPEAT, () => publishMonitoring(world, queue));
	} else world.timers.cancel(later);
}

import { systemClock } from '../../shared/clock';
import { newHalf, newLink } from '../calls/half';
import { publishCall } from '../calls/callEvents';
import { outsideParty } from '../people/dialPlan';
import { badRequest } from '../http/errors';
import { logCall } from '../people/callLog';
import type { UserState } from '../state';
import type { XsiWorld } from '../world';
import type { ControlReply, Json } from './control';

/** ms between two pushes of a load. */
const TICK = 5;
/** Events pushed before other work gets its turn. */
const BLOCK = 500;

/** What happens to the calls of a load. */
interface Course {
	/** They are also released, and logged as missed. */
	lifecycle: boolean;
	/** ms for which each has been talked when it is released; undefined: it was missed. */
	talked?: number;
}

/** One numbered call: received, and perhaps released. The caller's name is `Load N`, so a lost one can be told. */
function pushCall(
	world: XsiWorld,
	user: UserState,
	index: number,
	{ lifecycle, talked }: Course,
): string {
	const remote = outsideParty('+15550199', `Load ${index}`);
	const call = newHalf(world, user, 'Terminator', remote, newLink(world));
	world.state.calls.delete(call.callId);
	call.appearance = 1;
	call.offered = true;
	if (talked !== undefined) call.startTime = world.now() - talked;
	publishCall(world, 'CallReceivedEvent', call);
	if (lifecycle) {
		if (talked !== undefined) call.answerTime = call.startTime;
		call.state = 'Released';
		call.releasingParty = 'remoteRelease';
		call.releaseTime = world.now();
		logCall(world, call);
		publishCall(world, 'CallReleasedEvent', call);
	}
	return call.callId;
}

const pause = (ms: number) => new Promise<void>((done) => void systemClock.after(ms, done));

async function run(
	world: XsiWorld,
	users: UserState[],
	plan: Course & { count: number; rate: number },
): Promise<string[]> {
	const callIds: string[] = [];
	const start = performance.now();
	while (callIds.length < plan.count) {
		const elapsed = performance.now() - start;
		const due = plan.rate > 0 ? Math.floor((elapsed * plan.rate) / 1000) + 1 : plan.count;
		const end = Math.min(plan.count, due, callIds.length + BLOCK);
		for (let index = callIds.length; index < end; index++) {
			callIds.push(pushCall(world, users[index % users.length], index + 1, plan));
		}
		if (callIds.length < plan.count) await pause(end < due ? 0 : TICK);
	}
	return callIds;
}

/**
 * Pushes `count` numbered call events about `userIds` in turn, `eventsPerSecond` (0: at once).
 * Answers when all are out, with their call ids and event ids; `wait: false` answers at once. `talked`: ms, as in
 * `Course`.
 */
export async function pushLoad(world: XsiWorld, body: Json): Promise<ControlReply> {
	const count = Number(body.count ?? 1);
	const rate = Number(body.eventsPerSecond ?? 0);
	if (!Number.isInteger(count) || count < 1 || !(rate >= 0)) {
		throw badRequest('count and eventsPerSecond must be numbers.');
	}
	const wanted = Array.isArray(body.userIds) ? body.userIds.map(String) : undefined;
	const people = [...world.state.users.values()].filter((user) => user.kind === 'user');
	const users = wanted ? people.filter((user) => wanted.includes(user.userId)) : people;
	if (users.length === 0 || (wanted && users.length < new Set(wanted).size)) {
		throw badRequest('A user of userIds does not exist.');
	}
	const from = world.sent.lastNumber();
	const talked = body.talked === undefined ? undefined : Number(body.talked);
	const pushing = run(world, users, { count, rate, lifecycle: body.lifecycle === true, talked });
	if (body.wait === false) {
		pushing.catch((error: unknown) => process.emitWarning(`The load stopped: ${String(error)}`));
		return { status: 202, body: { count } };
	}
	const callIds = await pushing;
	const pushed = world.sent.since(from).filter((event) => /^Call/.test(event.type));
	const events = pushed.map((event) => event.eventID);
	return { status: 201, body: { count: callIds.length, callIds, events } };
}

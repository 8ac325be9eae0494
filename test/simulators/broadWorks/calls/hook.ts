import type { UserState } from '../state';
import type { XsiWorld } from '../world';

/** Whether the user's phone is off the hook: lifted, or in any call it is not merely ringing for. */
export function isOffHook(world: XsiWorld, user: UserState): boolean {
	return (
		user.handsetLifted ||
		world
			.callsOf(user.userId)
			.some(
				(call) =>
					['Active', 'Held', 'Remote Held'].includes(call.state) ||
					(call.state === 'Alerting' && call.personality === 'Originator'),
			)
	);
}

/** Does something to a user's calls and tells the hook status when that changed it. */
export function withHook<T>(world: XsiWorld, userId: string, change: () => T): T {
	const user = world.user(userId);
	const before = isOffHook(world, user);
	const result = change();
	const after = isOffHook(world, user);
	if (before !== after) {
		const hookStatus = after ? 'Off-Hook' : 'On-Hook';
		world.publish({ subject: user, type: 'HookStatusEvent', data: { hookStatus } });
	}
	return result;
}

/** Lifts or replaces the handset without a call. */
export function setHandset(world: XsiWorld, user: UserState, lifted: boolean): void {
	withHook(world, user.userId, () => {
		user.handsetLifted = lifted;
	});
}

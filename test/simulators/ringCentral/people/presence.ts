import type { ActiveCall, World } from '../world';

export type DndStatus =
	| 'TakeAllCalls'
	| 'DoNotAcceptDepartmentCalls'
	| 'TakeDepartmentCallsOnly'
	| 'DoNotAcceptAnyCalls'
	| 'Unknown';

/** What a user has set. */
export interface PresenceState {
	userStatus: 'Offline' | 'Busy' | 'Available';
	dndStatus: DndStatus;
	message?: string;
	allowSeeMyPresence: boolean;
	ringOnMonitoredCall: boolean;
	pickUpCallsOnHold: boolean;
	callerIdVisibility: 'All' | 'None' | 'PermittedUsers';
	glipVisibility: 'Visible' | 'Invisible';
	glipAvailability: 'Available' | 'DND';
	/** Counts the events about it. */
	sequence: number;
}

/** A change as the API takes it: the older status, the newer pair, or both. */
export interface PresenceChange
	extends Partial<Omit<PresenceState, 'sequence' | 'glipVisibility' | 'glipAvailability'>> {
	dndStatusPersonal?: 'TakeAllCalls' | 'DoNotAcceptAnyCalls' | 'Unknown';
	acceptCallQueueCalls?: boolean;
	glipVisibility?: PresenceState['glipVisibility'];
	glipAvailability?: PresenceState['glipAvailability'];
}

/** The older status by the newer pair: takes calls of the own, takes calls of queues. */
const PAIRS: [dnd: DndStatus, personal: boolean, queue: boolean][] = [
	['TakeAllCalls', true, true],
	['DoNotAcceptDepartmentCalls', true, false],
	['TakeDepartmentCallsOnly', false, true],
	['DoNotAcceptAnyCalls', false, false],
];

const TELEPHONY_ORDER: ActiveCall['telephonyStatus'][] = [
	'CallConnected',
	'Ringing',
	'OnHold',
	'ParkedCall',
];

/** Status and do-not-disturb of every user (docs/protocols/ringcentral.md#presence). */
export class Presence {
	private readonly states = new Map<string, PresenceState>();

	constructor(private readonly world: World) {}

	get(extensionId: string): PresenceState {
		const state = this.states.get(extensionId) ?? {
			userStatus: 'Available',
			dndStatus: 'TakeAllCalls',
			allowSeeMyPresence: true,
			ringOnMonitoredCall: false,
			pickUpCallsOnHold: false,
			callerIdVisibility: 'All',
			glipVisibility: 'Visible',
			glipAvailability: 'Available',
			sequence: 0,
		};
		this.states.set(extensionId, state);
		return state;
	}

	/** Changes what is given, and tells who listens when something changed. */
	set(extensionId: string, change: PresenceChange): void {
		const state = this.get(extensionId);
		const before = { ...state };
		const { dndStatusPersonal, acceptCallQueueCalls, ...plain } = change;
		const known = Object.entries(plain).filter(([, value]) => value !== undefined);
		Object.assign(state, Object.fromEntries(known));
		if (dndStatusPersonal !== undefined || acceptCallQueueCalls !== undefined) {
			const personal =
				dndStatusPersonal === undefined
					? this.acceptsCalls(extensionId)
					: dndStatusPersonal !== 'DoNotAcceptAnyCalls';
			const queue = acceptCallQueueCalls ?? this.acceptsQueueCalls(extensionId);
			state.dndStatus =
				PAIRS.find(([, own, ofQueue]) => own === personal && ofQueue === queue)?.[0] ?? 'Unknown';
		}
		const changed = Object.entries(state).some(
			([name, value]) => before[name as keyof PresenceState] !== value,
		);
		if (changed) this.announce(extensionId);
		if (state.dndStatus === before.dndStatus) return;
		this.world.events.publish({
			path: `${this.world.extensionPath(extensionId)}/presence/dnd`,
			ownerId: extensionId,
			body: { extensionId, dndStatus: state.dndStatus },
		});
	}

	/** The user takes calls to the own number. */
	acceptsCalls(extensionId: string): boolean {
		const { dndStatus } = this.get(extensionId);
		return PAIRS.find(([dnd]) => dnd === dndStatus)?.[1] ?? true;
	}

	/** The user takes calls of queues. */
	acceptsQueueCalls(extensionId: string): boolean {
		const { dndStatus } = this.get(extensionId);
		return PAIRS.find(([dnd]) => dnd === dndStatus)?.[2] ?? true;
	}

	telephonyStatus(extensionId: string): ActiveCall['telephonyStatus'] {
		const calls = this.world.running.of(extensionId);
		const has = (status: string) => calls.some((call) => call.telephonyStatus === status);
		return TELEPHONY_ORDER.find(has) ?? 'NoCall';
	}

	/** What others see: set by the user, or busy by a call or by do-not-disturb. */
	presenceStatus(extensionId: string): PresenceState['userStatus'] {
		const { userStatus, dndStatus } = this.get(extensionId);
		if (userStatus !== 'Available') return userStatus;
		const busy =
			dndStatus === 'DoNotAcceptAnyCalls' || this.telephonyStatus(extensionId) !== 'NoCall';
		return busy ? 'Busy' : 'Available';
	}

	/** Tells who listens how it is now (fixtures event.presence.*). Called for every change of a call too. */
	announce(extensionId: string): void {
		const state = this.get(extensionId);
		state.sequence += 1;
		const calls = this.world.running.of(extensionId);
		this.world.events.publish({
			path: `${this.world.extensionPath(extensionId)}/presence`,
			ownerId: extensionId,
			body: {
				extensionId,
				telephonyStatus: this.telephonyStatus(extensionId),
				activeCalls: calls,
				sequence: state.sequence,
				presenceStatus: this.presenceStatus(extensionId),
				userStatus: state.userStatus,
				meetingStatus: 'Disconnected',
				dndStatus: state.dndStatus,
				dndStatusPersonal: this.acceptsCalls(extensionId) ? 'TakeAllCalls' : 'DoNotAcceptAnyCalls',
				acceptCallQueueCalls: this.acceptsQueueCalls(extensionId),
				allowSeeMyPresence: state.allowSeeMyPresence,
				ringOnMonitoredCall: state.ringOnMonitoredCall,
				pickUpCallsOnHold: state.pickUpCallsOnHold,
				totalActiveCalls: calls.length,
			},
		});
	}
}

/** A telephone. */
export interface ExtensionState {
	number: string;
	name: string;
	/** Null when it is off. */
	address: string | null;
	/** ms */
	latency: number;
	/** The last state that was pushed; states follow from the calls. */
	pushedStatus: number;
}

export interface MemberState {
	/** `sip/801` */
	name: string;
	paused: boolean;
	penalty: number;
}

/** Where a call is; `waiting`: in a queue without an agent. */
export type CallPhase = 'dialing' | 'waiting' | 'ringing' | 'up';

export interface CallState {
	/** Asterisk's epoch.counter. */
	id: string;
	caller: string;
	/** Who rings or talks; empty while it waits. */
	callee: string;
	/** As dialed first. */
	dialed: string;
	direction: 'inbound' | 'outbound' | 'internal';
	phase: CallPhase;
	queue?: string;
	/** True for a spying channel: `callee` is who is listened to. */
	spy?: boolean;
	channel: string;
	destChannel: string;
	destId: string;
	/** Epoch ms. */
	startedAt: number;
	ringingAt?: number;
	answeredAt?: number;
}

export interface CooCenterState {
	extensions: Map<string, ExtensionState>;
	queues: Map<string, MemberState[]>;
	calls: Map<string, CallState>;
	blacklist: Set<string>;
	/** Audio by path below the monitor folder, with the epoch ms from which it is there. */
	recordings: Map<string, { audio: Buffer; from: number }>;
	counter: number;
}

/** Six telephones, two queues, one recording, one unwanted caller. */
export function initialState(): CooCenterState {
	const numbers = ['801', '802', '803', '804', '805', '806'];
	const extensions = new Map(
		numbers.map((number, index) => [
			number,
			{
				number,
				name: number,
				// The last one is switched off.
				address: index === numbers.length - 1 ? null : `192.0.2.${index + 11}`,
				latency: 40 + index,
				pushedStatus: index === numbers.length - 1 ? 4 : 0,
			},
		]),
	);
	const member = (number: string, penalty = 0) => ({
		name: `sip/${number}`,
		paused: false,
		penalty,
	});
	return {
		extensions,
		queues: new Map([
			['630', [member('801'), member('802'), member('803', 1)]],
			['631', [member('804')]],
		]),
		calls: new Map(),
		blacklist: new Set(['123456']),
		recordings: new Map(),
		counter: 0,
	};
}

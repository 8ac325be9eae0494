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

/** A conference that takes place. */
export interface ConferenceState {
	locked: boolean;
	/** By channel. */
	members: Map<string, { exten: string; muted: boolean; since: number }>;
}

/** A row of the music library, of playlists or of tasks. */
export interface BroadcastRow {
	[name: string]: unknown;
	id: number;
	name: string;
}

/** Generation 2: what telephones and loudspeakers play. */
export interface BroadcastState {
	music: BroadcastRow[];
	playlists: BroadcastRow[];
	tasks: BroadcastRow[];
	log: BroadcastRow[];
	/** Sources by ID. */
	sources: Map<
		string,
		{ name: string; pause: 0 | 1; model: string; musicId: number; music: number[] }
	>;
	/** What each extension plays. */
	playing: Map<string, string>;
	volumes: Map<string, { soft?: number; hard?: number }>;
	/** Announcements that were made. */
	pages: Array<{ src: string; dst: string[] }>;
}

export interface CooCenterState {
	conferences: Map<string, ConferenceState>;
	broadcast: BroadcastState;
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
		conferences: new Map([
			[
				'1585642185',
				{
					locked: false,
					members: new Map([
						['SIP/804-00000007', { exten: '804', muted: false, since: 0 }],
						['SIP/805-00000008', { exten: '805', muted: false, since: 0 }],
					]),
				},
			],
		]),
		broadcast: initialBroadcast(),
		blacklist: new Set(['123456']),
		recordings: new Map(),
		counter: 0,
	};
}

/** Two pieces of music and an alarm, one playlist with its source. */
function initialBroadcast(): BroadcastState {
	const piece = (id: number, name: string, type: string): BroadcastRow => ({
		id,
		name,
		duration: 332.75,
		type,
		path: `/music/music/${id}.mp3`,
		createdAt: '2021-06-30T02:13:06.000Z',
		updatedAt: '2021-06-30T02:13:06.000Z',
	});
	const music = [piece(59, 'Going Home', 'music'), piece(61, 'Jasmine', 'music')];
	return {
		music: [...music, piece(70, 'air defence', 'warning')],
		playlists: [
			{
				id: 13,
				name: 'Morning',
				remark: '',
				order: [59, 61],
				createdAt: '2021-06-24T06:38:49.000Z',
				updatedAt: '2021-06-28T02:02:59.000Z',
				musicLibraries: music,
			},
		],
		tasks: [],
		log: [],
		sources: new Map([
			['sourceId-13', { name: 'Morning', pause: 0, model: 'order', musicId: 59, music: [59, 61] }],
		]),
		playing: new Map(),
		volumes: new Map(),
		pages: [],
	};
}

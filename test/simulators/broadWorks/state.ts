import type { XmlFields } from './xml/xml';

/** Everything the server remembers, as plain data: it can be copied and carried over a restart. */
export interface XsiState {
	/** Enterprise (or service provider) id. */
	enterprise: string;
	groups: string[];
	/** People, administrators and virtual users by user id. */
	users: Map<string, UserState>;
	/** Call centres by the id of their virtual user. */
	queues: Map<string, QueueState>;
	/** Route points by the id of their virtual user. */
	routePoints: Map<string, RoutePointState>;
	/** States of application controllers of route points, by id. */
	applicationControllers: Map<string, string>;
	/** Conferences and rooms in which people are, by `owner/id`. */
	meetings: Map<string, MeetingState>;
	/** Call halves by call id; a released one is gone. */
	calls: Map<string, CallState>;
	subscriptions: Map<string, SubscriptionState>;
	/** What waits for a channel, by channel set id. */
	channelSets: Map<string, ChannelSetState>;
	/** Login tokens and the user each one stands for. */
	loginTokens: Map<string, string>;
	/** Last number used for call, tracking and log ids. */
	counter: number;
}

export type UserKind = 'user' | 'callCenter' | 'findMe' | 'routePoint' | 'bridge' | 'administrator';
export type AdministratorLevel = 'system' | 'serviceProvider' | 'group';

export interface UserState {
	userId: string;
	kind: UserKind;
	/** Administrators, and users with rights over others. */
	level?: AdministratorLevel;
	password: string;
	firstName: string;
	lastName: string;
	groupId: string;
	/** E.164. */
	number: string;
	extension: string;
	mobile?: string;
	email?: string;
	title?: string;
	department?: string;
	/** Service documents by path name; a service that is not here is not assigned. */
	services: Record<string, XmlFields>;
	messages: VoiceMessageState[];
	log: CallLogState[];
	/** Set for call centre agents. */
	agent?: AgentState;
	/** Whoever was parked against this user. */
	parked?: CallState;
	/** The handset is lifted without a call. */
	handsetLifted: boolean;
	conference?: ConferenceState;
	/** Executives for whom this user calls. */
	executives?: string[];
	/** Busy numbers that ring back when they are free. */
	automaticCallbacks?: string[];
	/** Calls reported as malicious: ids of calls or of log entries, oldest first. */
	traces?: string[];
	/** What a user has several of, by place and name. */
	records?: Record<string, Record<string, XmlFields>>;
	/** Documents of which the user has one, by place. */
	settings?: Record<string, XmlFields>;
	/** Numbers for anchored calls of a mobile telephone. */
	imrns?: { imrn: string; calling: string; called: string }[];
}

export interface PartyState {
	name?: string;
	/** `tel:` URI. */
	address?: string;
	countryCode?: string;
	userId?: string;
	callType: 'Group' | 'Enterprise' | 'Network' | 'Unknown';
}

export type Personality = 'Originator' | 'Terminator' | 'Click-to-Dial';
export type CallPhase = 'Alerting' | 'Active' | 'Held' | 'Remote Held' | 'Detached' | 'Released';

export interface RedirectState {
	address?: string;
	countryCode?: string;
	reason: string;
	time: number;
}

/** One half of a call: what one user sees of it. Times are epoch ms. */
export interface CallState {
	callId: string;
	userId: string;
	extTrackingId: string;
	networkCallId: string;
	personality: Personality;
	state: CallPhase;
	remote: PartyState;
	/** Call id of the other half; none when the other party is outside. */
	peerId?: string;
	/** What was dialled, for halves of this user's own making. */
	dialled?: string;
	redirections: { party: PartyState; reason: string }[];
	redirect?: RedirectState;
	appearance: number;
	startTime: number;
	answerTime?: number;
	heldTime?: number;
	totalHeldTime?: number;
	detachedTime?: number;
	releaseTime?: number;
	releasingParty?: 'localRelease' | 'remoteRelease';
	releaseCause?: { cause: string; sipStatus?: string; q850?: string };
	/** The queue entry this call was offered from. */
	acd?: { queueId: string; entryId: string; waitTime: number };
	recording?: 'Pending' | 'Started' | 'Paused' | 'Failed';
	/** Was recorded at some time. */
	recorded?: boolean;
	clientSessionInfo?: string;
	dispositionCode?: string;
	/** Digits sent with TransmitDTMF. */
	digits?: string;
	inConference?: boolean;
	/** The queue entry in which this half, as the caller, waits. */
	waitsIn?: { queueId: string; entryId: string };
	/** The call another user is in, which this half listens to or has joined. */
	monitors?: string;
	/** Agent or queue whose next call this half waits for to listen to it. */
	monitorsNext?: string;
	/** The agent's call into which this call brings a supervisor when it is answered. */
	escalates?: string;
	/** The meeting that has called this user, who is in it on answering. */
	joins?: { place: Pick<MeetingState, 'kind' | 'ownerId' | 'id'>; entrance: MeetingEntrance };
	/** Executive for whom this call was made. */
	executiveUserId?: string;
	/** Find me group from which this call came. */
	findMeUserId?: string;
	/** Audio that the held party hears instead of the usual music. */
	musicOnHold?: string[];
	/** The phone rings: Basic and Standard Call know of the call only from then on. */
	offered: boolean;
}

export type ConferenceType = 'Barge-In' | 'Silently Monitored' | 'Supervisor Coached';

export interface ConferenceState {
	state: 'Active' | 'Held';
	/** Kind of a supervisor's conference with the parties of a monitored call; undefined for any other one. */
	type?: ConferenceType;
	participants: { callId: string; muted?: boolean; deaf?: boolean }[];
	muted?: boolean;
}

/** How somebody who was called comes into a meeting. */
export interface MeetingEntrance {
	moderator?: boolean;
	/** Digits by which they name themselves. */
	uniqueIdentifier?: string;
}

export interface MeetingParticipant extends MeetingEntrance {
	callId: string;
	party: PartyState;
	muted?: boolean;
	held?: boolean;
}

/** People in a meet-me conference or a Collaborate room. */
export interface MeetingState {
	kind: 'meetMe' | 'collaborate';
	/** The virtual user of the bridge, or the user whose room it is. */
	ownerId: string;
	/** Id of the conference or room. */
	id: string;
	participants: MeetingParticipant[];
	locked?: boolean;
	/** Only moderators talk. */
	lecture?: boolean;
	recording: 'Not Started' | 'Recording' | 'Pause' | 'End';
	clientSessionInfo?: string;
	/** How often the security classification was played. */
	announcements?: number;
}

export interface VoiceMessageState {
	id: string;
	from: PartyState;
	/** ms */
	duration: number;
	/** Epoch ms. */
	time: number;
	read: boolean;
	urgent: boolean;
	/** What was said, as Webex writes it down; other servers never do. */
	transcript?: string;
}

export interface CallLogState {
	kind: 'placed' | 'received' | 'missed';
	id: string;
	callId: string;
	name: string;
	phoneNumber: string;
	countryCode?: string;
	startTime: number;
	answerTime?: number;
	releaseTime: number;
}

export type AcdState = 'Sign-In' | 'Available' | 'Unavailable' | 'Wrap-Up' | 'Sign-Out';

export interface AgentState {
	state: AcdState;
	/** Epoch ms of the last change. */
	since: number;
	unavailableCode?: string;
	signInTime?: number;
	/** ms spent Available since sign-in, up to `since`. */
	availableTime: number;
	wrapUpCallId?: string;
	wrapUpQueueId?: string;
	wrapUps: { count: number; total: number };
	consecutiveBounces: number;
	/** When the last queue call ended, for longest-idle routing. */
	idleSince: number;
	/** Last queue call, for disposition codes in wrap-up. */
	lastCallId?: string;
}

export interface QueueState {
	queueId: string;
	name: string;
	/** Joined agents and those assigned but not joined. */
	agents: { userId: string; joined: boolean; skillLevel?: number }[];
	supervisors: string[];
	entries: QueueEntryState[];
	/** Most calls that may wait. */
	length: number;
	/** ms a call rings at an agent before it bounces. */
	bounceAfter: number;
	/** ms a call waits before it overflows; undefined never. */
	overflowAfter?: number;
	overflowTo?: string;
	/** Whispers to the agent on pick-up. */
	whisper: boolean;
	dispositionCodes: { code: string; description: string; level: string; isDefault?: boolean }[];
	/** Numbers under which it is called; the first is its own. */
	dnis: { name: string; number?: string; extension?: string; priority: string }[];
	forcedForwarding: XmlFields;
	nightService: XmlFields;
	/** ms of each answered call: waiting and handling. */
	statistics: { answered: number; waited: number; handled: number; handledTime: number };
	/** Last severity sent, by monitored value. */
	severities: Record<string, number>;
}

export interface QueueEntryState {
	callId: string;
	extTrackingId: string;
	networkCallId: string;
	remote: PartyState;
	/** The caller's half when the caller is a user of the system. */
	callerId?: string;
	addTime: number;
	bucketTime: number;
	removeTime?: number;
	bounced: boolean;
	reordered: boolean;
	priority: string;
	answeringUserId?: string;
	answeringCallId?: string;
	/** Agents this call bounced from, tried last. */
	triedAgents: string[];
}

export interface RoutePointState {
	routePointId: string;
	state: 'Normal' | 'Failed';
	/** Oldest first. */
	calls: RoutePointCallState[];
	/** Ids of calls that were made to fail. */
	failed?: string[];
	/** VoiceXML scripts that took a call. */
	scripts?: string[];
}

export interface RoutePointCallState {
	callId: string;
	extTrackingId: string;
	remote: PartyState;
	/** Epoch ms. */
	addTime: number;
	/** It waits; until then it can be rejected. */
	admitted: boolean;
	bounced: boolean;
	outgoing?: boolean;
	/** The agent at whom it rings. */
	answeringUserId?: string;
	answeringCallId?: string;
	playing?: { id: string; type: string };
}

export type TargetKind = 'User' | 'Group' | 'ServiceProvider' | 'System';

export interface SubscriptionState {
	id: string;
	/** User id of the subscriber. */
	owner: string;
	targetKind: TargetKind;
	/** Enterprise of a group target. */
	targetParent?: string;
	targetId: string;
	targetSubId?: string;
	packages: string[];
	/** Asked for with eventPackageList. */
	asList: boolean;
	applicationId: string;
	channelSetId?: string;
	contact?: string;
	/** Epoch ms; undefined never. */
	expiresAt?: number;
	/** Seconds the server granted last. */
	granted: number;
	lastSequenceNumber: number;
}

export interface ChannelSetState {
	id: string;
	owner: string;
	/** Events nobody has acknowledged and no channel holds, oldest first. */
	waiting: OutgoingEvent[];
}

/** One event for one subscription. */
export interface OutgoingEvent {
	n: number;
	eventId: string;
	sequenceNumber: number;
	type: string;
	package: string;
	/** Whom the event is about. */
	targetId: string;
	subscriptionId: string;
	channelId?: string;
	/** Written to a stream or taken by the HTTP contact. */
	delivered: boolean;
	acked: boolean;
	/** Status code of the acknowledgement or of the HTTP contact. */
	statusCode?: number;
	attempts: number;
	/** Why it will never be delivered. */
	lost?: string;
	/** Epoch ms: made, last written. */
	madeAt: number;
	sentAt?: number;
	/** The eventData element; dropped once acknowledged. */
	data?: string;
	/** Envelope values the subscription had when the event was made. */
	envelope?: { owner: string; applicationId: string; targetId?: string; targetSubId?: string };
}

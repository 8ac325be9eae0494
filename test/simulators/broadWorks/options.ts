import { randomUUID } from 'node:crypto';
import { systemClock, type SimulatorClock } from '../shared/clock';
import type { AdministratorLevel, XsiState } from './state';

export interface XsiSimulatorOptions {
	/** 0 (default) takes a free port. */
	port?: number;
	/** Default 127.0.0.1, which also answers on ::1 where the machine has it. */
	host?: string;
	/** Serve HTTPS with a self-signed certificate. */
	tls?: boolean;
	/** ms without a heartbeat after which a channel is NonResponsive. Default 30000. */
	eventTimeout?: number;
	/** ms an event may stay unacknowledged on a channel. Default: eventTimeout. */
	ackTimeout?: number;
	/** Seconds every subscription gets; null (default) grants max(3600, asked). */
	subscriptionExpires?: number | null;
	/** Seconds every channel gets; null (default) grants max(3600, asked). */
	channelExpires?: number | null;
	/** State of an earlier simulator: a restart that forgets nothing but its connections. */
	state?: XsiState;
	/** Bearer tokens and the user id each stands for. */
	accessTokens?: Record<string, string>;
	/** The user id a bearer token stands for; null for one without the right, undefined for none that lives. */
	userOfToken?: (token: string) => string | null | undefined;
	/** Keep events while a channel set has no channel and deliver them to the next. Default true. */
	keepUndelivered?: boolean;
	/** Most events kept per channel set; the oldest go first. Default 10000. */
	undeliveredLimit?: number;
	/** Seconds an event is kept for. Default 600. */
	undeliveredSeconds?: number;
	/** How often an event acknowledged with 5xx is sent again. Default 0. */
	redeliveriesOnError?: number;
	/** ms until a click-to-dial user picks up; null: only by handset. Default 1000. */
	autoPickUp?: number | null;
	/** ms until an outside callee answers; null: only by the control interface. Default 1000. */
	outsideAnswers?: number | null;
	/** ms between CallRecordingStarting and CallRecordingStarted. Default 50. */
	recordingDelay?: number;
	/** ms a queue call rings at an agent before it bounces. Default 18000. */
	bounceAfter?: number;
	/** ms in Wrap-Up after a queue call; 0 (default) goes straight back to Available. */
	wrapUp?: number;
	/** ms between two monitoring events of one queue at the least. Default 1000. */
	monitoringInterval?: number;
	/** A caller sent to voice mail leaves a message. Default true. */
	leaveMessages?: boolean;
	/** EnhancedCallLogs are licensed. Default true. */
	enhancedCallLogs?: boolean;
	/** Entries of EnhancedCallLogs carry call id and times (…ExtendedEntry). Default true. */
	extendedCallLogs?: boolean;
	/** Requests about a channel must carry its session cookie, else 404. Default false. */
	requireSessionCookie?: boolean;
	/** A proxy in front compresses the streams of clients that allow it, and keeps what it compresses. Default false. */
	compressesStreams?: boolean;
	/** Names of the three web contexts, without slashes. */
	contexts?: { actions?: string; events?: string; async?: string };
	/** A path in front of the contexts, as a reverse proxy adds: `/xsi`. Default empty. */
	pathPrefix?: string;
	enterprise?: string;
	group?: string;
	password?: string;
	/** Further administrators; a user named here keeps the telephone and has these rights too. */
	administrators?: { userId: string; level: AdministratorLevel }[];
	/** How many users `user1@example.net` … to add to the three that are there. Default 0. */
	additionalUsers?: number;
	clock?: SimulatorClock;
	/** Makes event, subscription and channel ids. */
	uuid?: () => string;
}

export type XsiSettings = Required<Omit<XsiSimulatorOptions, 'state' | 'contexts'>> & {
	contexts: { actions: string; events: string; async: string };
};

/** The options with every default filled in. */
export function settingsFrom(options: XsiSimulatorOptions): XsiSettings {
	const { state: _state, contexts, ...given } = options;
	const eventTimeout = options.eventTimeout ?? 30_000;
	const defaults: XsiSettings = {
		port: 0,
		host: '127.0.0.1',
		tls: false,
		eventTimeout,
		ackTimeout: eventTimeout,
		subscriptionExpires: null,
		channelExpires: null,
		accessTokens: {},
		userOfToken: () => undefined,
		keepUndelivered: true,
		undeliveredLimit: 10_000,
		undeliveredSeconds: 600,
		redeliveriesOnError: 0,
		autoPickUp: 1000,
		outsideAnswers: 1000,
		recordingDelay: 50,
		bounceAfter: 18_000,
		wrapUp: 0,
		monitoringInterval: 1000,
		leaveMessages: true,
		enhancedCallLogs: true,
		extendedCallLogs: true,
		requireSessionCookie: false,
		compressesStreams: false,
		contexts: {
			actions: contexts?.actions ?? 'com.broadsoft.xsi-actions',
			events: contexts?.events ?? 'com.broadsoft.xsi-events',
			async: contexts?.async ?? 'com.broadsoft.async',
		},
		pathPrefix: '',
		enterprise: 'demo',
		group: 'sales',
		password: 'secret',
		administrators: [],
		additionalUsers: 0,
		clock: systemClock,
		uuid: randomUUID,
	};
	const known = Object.entries(given).filter(([, value]) => value !== undefined);
	return { ...defaults, ...(Object.fromEntries(known) as Partial<XsiSettings>) };
}

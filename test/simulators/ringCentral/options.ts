import { systemClock, type SimulatorClock } from '../shared/clock';
import type { RateGroup } from './requests/router';

export interface RingCentralSimulatorOptions {
	/** 0 (default) takes a free port. */
	port?: number;
	/** Default 127.0.0.1, which also answers on ::1 where the machine has it. */
	host?: string;
	accountId?: string;
	clientId?: string;
	clientSecret?: string;
	/** App scopes; all of the OpenAPI file by default. */
	scopes?: string[];
	/** User permissions by login name; all for alice, all but the administrators' for the others. */
	permissions?: Record<string, string[]>;
	/** s an access token lives. Default 3600. */
	accessTokenLife?: number;
	/** s a refresh token lives. Default 604800. */
	refreshTokenLife?: number;
	/** The app has "Issue refresh tokens" on. Default true. */
	refreshTokens?: boolean;
	/** Live sessions per user; the oldest dies for one more. Default 5. */
	sessionsPerUser?: number;
	/** Requests per window. Defaults: light 50, medium 40, heavy 10, auth 5. */
	rateLimits?: Partial<Record<RateGroup, number>>;
	/** ms. Default 60000. */
	rateWindow?: number;
	/** ms that a group is shut after one request too many. Default 60000. */
	ratePenalty?: number;
	/** Longest life of a subscription in s. Default 315360000 (ten years). */
	subscriptionLife?: number;
	/** ms between the end of a call and its record in the call log. Default 1000. */
	logDelay?: number;
	/** ms between the end of a call and its recording in the record. Default: logDelay. */
	recordingDelay?: number;
	/** ms until a new call is in the lists of active calls; the vendor's 3000 to 10000. Default 0. */
	activeCallsLag?: number;
	/** ms an ended call stays in the lists of active calls; the vendor's 120000. Default 0. */
	activeCallsKept?: number;
	/** ms an outside callee rings before it answers by itself; null: only by the control. Default 1000. */
	outsideAnswers?: number | null;
	/** ms until a user called back by RingOut or call-out picks up; null: only by the control. Default 1000. */
	autoPickUp?: number | null;
	/** ms a call rings at a user before it goes to voicemail. Default 20000. */
	ringTime?: number;
	/** ms without traffic after which the WebSocket gateway closes (WSG-902). Default 1800000. */
	webSocketIdle?: number;
	/** ms a WebSocket connection lives at the most (WSG-903). Default 86400000. */
	webSocketLife?: number;
	/** ms within which a lost WebSocket connection can be taken up again. Default 180000. */
	webSocketRecovery?: number;
	/** ms a webhook may take to answer. Default 3000. */
	webhookTimeout?: number;
	/** Webhook deliveries that fail in a row before a subscription is blacklisted. Default 3. */
	webhookFailures?: number;
	/** ms before a failed webhook delivery is tried again, times the number of the try. Default 1000. */
	webhookRetry?: number;
	/** Telephony events come in the `pn_apns` wrapper of the printed samples. Default false. */
	wrapApns?: boolean;
	/** Posts a user may write in a day; HTTP 500 for one more. Default 2500. */
	postsPerDay?: number;
	/** The paths `/restapi/v1.0/glip/...` of older versions are answered too. Default false. */
	oldPaths?: boolean;
	/** Bytes of answers that the log of requests keeps. Default 30000000. */
	answersKept?: number;
	clock?: SimulatorClock;
}

export type RingCentralSettings = Required<
	Omit<RingCentralSimulatorOptions, 'scopes' | 'permissions' | 'rateLimits'>
> & {
	scopes: readonly string[] | undefined;
	permissions: Record<string, string[]>;
	rateLimits: Record<RateGroup, number>;
};

/** The options with every default filled in. */
export function settingsFrom(options: RingCentralSimulatorOptions): RingCentralSettings {
	const logDelay = options.logDelay ?? 1_000;
	const defaults: RingCentralSettings = {
		port: 0,
		host: '127.0.0.1',
		accountId: '809646016',
		clientId: 'demo-client',
		clientSecret: 'demo-secret',
		scopes: undefined,
		permissions: {},
		accessTokenLife: 3_600,
		refreshTokenLife: 604_800,
		refreshTokens: true,
		sessionsPerUser: 5,
		rateLimits: { light: 50, medium: 40, heavy: 10, auth: 5 },
		rateWindow: 60_000,
		ratePenalty: 60_000,
		subscriptionLife: 315_360_000,
		logDelay,
		recordingDelay: logDelay,
		activeCallsLag: 0,
		activeCallsKept: 0,
		outsideAnswers: 1_000,
		autoPickUp: 1_000,
		ringTime: 20_000,
		webSocketIdle: 1_800_000,
		webSocketLife: 86_400_000,
		webSocketRecovery: 180_000,
		webhookTimeout: 3_000,
		webhookFailures: 3,
		webhookRetry: 1_000,
		wrapApns: false,
		postsPerDay: 2_500,
		oldPaths: false,
		answersKept: 30_000_000,
		clock: systemClock,
	};
	const { rateLimits, ...rest } = options;
	const known = Object.entries(rest).filter(([, value]) => value !== undefined);
	return {
		...defaults,
		...(Object.fromEntries(known) as Partial<RingCentralSettings>),
		rateLimits: { ...defaults.rateLimits, ...rateLimits },
	};
}

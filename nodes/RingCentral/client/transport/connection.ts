import type { NumberPlan } from '../../../shared/core/e164';
import type { Clock, Http, Log, Random } from '../../../shared/core/ports';
import type { RateGroups } from './rateGroups';

/** Everything a RingCentral client function needs. */
export interface RingCentralConnection {
	/** `https://platform.ringcentral.com`, without a slash at the end. */
	server: string;
	/** Adds the Authorization by itself: n8n's helper for OAuth2, `withToken` for JWT. */
	http: Http;
	clock: Clock;
	random: Random;
	log: Log;
	/** One per credential and process, so that all workflows share one budget. */
	rates: RateGroups;
	/** Country of numbers that are written without one. */
	numberPlan: NumberPlan | undefined;
}

/** API hosts of the vendor (docs/protocols/ringcentral.md#hosts). */
export const SERVERS = {
	production: 'https://platform.ringcentral.com',
	sandbox: 'https://platform.devtest.ringcentral.com',
} as const;
export type ServerName = keyof typeof SERVERS;

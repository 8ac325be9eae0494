import { foreignAnswer } from '../core/errorAnswer';
import { kindOfStatus, TelephonyError } from '../core/errors';
import { LruMap } from '../core/bounded/lruMap';
import { jsonErrorBody } from '../core/parsing/jsonErrorBody';
import type { Clock } from '../core/ports';
import { processWide } from '../processWide';
import { connectFailure } from './connectFailure';

/** The parts of n8n's contexts that give and renew the token of an OAuth2 credential. */
export interface TokenContext {
	getCredentials<T extends object>(type: string): Promise<T>;
	helpers: {
		refreshOAuth2Token: (this: never, credentialsType: string) => Promise<unknown>;
	};
}

/** What n8n keeps of an OAuth2 login, as the server gave it. */
export interface OAuthTokenData {
	access_token?: string;
	/** What the token may do, separated by blanks, where the server tells. */
	scope?: string;
}

/** Who renews tokens, for what goes wrong. */
export interface TokenServer {
	/** Address of the server. */
	url: string;
	/** As the subject of a sentence: `RingCentral`. */
	name: string;
	/** A sentence about what renewing needs, where that is not obvious. */
	needs?: string;
}

/** Renewals under way, by credential: a refresh token serves once, so only one may use it. */
const renewals = processWide('tokenRenewals', 1, () => new Map<string, Promise<void>>());

/** ms for which a refused renewal is not tried again: servers bound token calls, as to five a minute. */
const REFUSED_FOR = 60_000;

interface Refused {
	token: string;
	error: TelephonyError;
	/** `elapsed` ms. */
	until: number;
}

/** Credentials of which something is remembered: a refusal or a token that is new. */
const MOST = 500;

/** Credentials that the server no longer renews, with the token they had. */
const refused = processWide('refusedRenewals', 1, () => new LruMap<string, Refused>(MOST));

/** The last token of a credential that was fetched in place of a refused one, and has not served yet. */
const unproven = processWide(
	'unprovenRenewals',
	1,
	() => new LruMap<string, { token: string; since: number }>(MOST),
);

/**
 * ms between readings of n8n's store after a refused renewal: a refresh token serves once, and the process
 * that used it may be about to store what it got for it.
 */
const WON_ELSEWHERE = [0, 250, 750, 2_000];

/** What n8n's OAuth2 client throws for an answer, not for the want of one. */
const ANSWERED = ['EAUTH', 'ESTATUS', 'ERR_BAD_REQUEST'];

interface ClientError {
	message?: string;
	code?: string;
	status?: number;
	response?: { status?: number };
	/** As it came, where it holds no OAuth error. */
	body?: unknown;
}

/** What stands before the server has answered: its own refusal is a JSON object. */
function pageOf({ body, status }: ClientError, name: string): TelephonyError | undefined {
	if (typeof body !== 'string' || status === undefined || status === 401) return undefined;
	if (jsonErrorBody(body).form !== 'other') return undefined;
	return foreignAnswer({ status, body: Buffer.from(body) }, name);
}

function failureOf(error: unknown, { url, name, needs }: TokenServer): TelephonyError {
	const { message = String(error), code, status, response } = error as ClientError;
	const answered = response?.status ?? status;
	// Otherwise these are the words of n8n's client.
	const vendorText = code === 'EAUTH' ? message : undefined;
	const end = vendorText === undefined ? ` (${message})` : '';
	if (answered === 429 || (answered ?? 0) >= 500) {
		return new TelephonyError(
			kindOfStatus(answered ?? 0),
			`${name} does not renew the token now${end}`,
			{ status: answered, vendorText },
		);
	}
	const page = pageOf(error as ClientError, name);
	if (page) return page;
	const failure = connectFailure(url, error);
	if (failure.vendorCode !== undefined && !ANSWERED.includes(failure.vendorCode)) return failure;
	const told = `${name} does not renew the token any more${end}: connect the credential again`;
	const advice = needs === undefined ? told : `${told}. ${needs}`;
	return new TelephonyError('unauthorized', advice, { status: 401, vendorText });
}

/**
 * The token that n8n keeps in the OAuth2 credential. n8n renews it only when it sees a request fail,
 * which it cannot where every status is an answer; and its 1.x renews once for every request that
 * failed. Here one renewal serves all who wait, in all executions of the process.
 */
export class N8nTokens {
	constructor(
		private readonly context: TokenContext,
		private readonly type: string,
		/** The credential. */
		private readonly key: string,
		private readonly server: TokenServer,
		private readonly clock: Pick<Clock, 'elapsed' | 'sleep'>,
		private readonly gracePeriod: readonly number[] = [0],
	) {}

	/** Waits a grace period for a token that another process has renewed. */
	static withGracePeriod(...given: [TokenContext, string, string, TokenServer, Clock]): N8nTokens {
		return new N8nTokens(...given, WON_ELSEWHERE);
	}

	async get(): Promise<string> {
		return (await this.data()).access_token ?? '';
	}

	async scope(): Promise<string | undefined> {
		return (await this.data()).scope;
	}

	/** The server has taken this token. */
	accept(token: string): void {
		if (unproven.get(this.key)?.token === token) unproven.delete(this.key);
	}

	/**
	 * A token other than `stale`; `stale` itself where it is so new that another would fare no better.
	 * Throws `unauthorized` when there is none any more.
	 */
	async renew(stale: string): Promise<string> {
		const fresh = unproven.get(this.key);
		if (fresh?.token === stale && this.clock.elapsed() - fresh.since < REFUSED_FOR) return stale;
		for (;;) {
			const current = await this.get();
			if (current !== stale) return current;
			const underWay = renewals.get(this.key);
			if (!underWay) break;
			await underWay;
		}
		const known = refused.get(this.key);
		if (known?.token === stale && this.clock.elapsed() < known.until) throw known.error;
		const renewal = this.refresh(stale).finally(() => renewals.delete(this.key));
		renewals.set(this.key, renewal);
		await renewal;
		return await this.get();
	}

	private async refresh(stale: string): Promise<void> {
		try {
			await this.context.helpers.refreshOAuth2Token.call(this.context as never, this.type);
			refused.delete(this.key);
			unproven.set(this.key, { token: await this.get(), since: this.clock.elapsed() });
		} catch (error) {
			const failure = failureOf(error, this.server);
			if (failure.kind === 'unauthorized') {
				if (await this.wonElsewhere(stale)) return;
				const until = this.clock.elapsed() + REFUSED_FOR;
				refused.set(this.key, { token: stale, error: failure, until });
			}
			throw failure;
		}
	}

	/** Whether another process has renewed the token meanwhile: its success is ours. */
	private async wonElsewhere(stale: string): Promise<boolean> {
		for (const wait of this.gracePeriod) {
			if (wait > 0) await this.clock.sleep(wait);
			if ((await this.get()) !== stale) return true;
		}
		return false;
	}

	private async data() {
		const { oauthTokenData } = await this.context.getCredentials<{
			oauthTokenData?: OAuthTokenData;
		}>(this.type);
		return oauthTokenData ?? {};
	}
}

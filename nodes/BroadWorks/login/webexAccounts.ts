import { LruMap } from '../../shared/core/bounded/lruMap';
import { isTransient, TelephonyError } from '../../shared/core/errors';
import type { Clock, Http } from '../../shared/core/ports';
import { processWide } from '../../shared/processWide';
import type { WebexAccount } from '../client/webex/account';

/** Who asks for the account of a credential. */
export interface AccountQuestion {
	/** Names the credential. */
	key: string;
	/** Differs where the credential was changed: then what is known is of another account. */
	mark: string;
	/** The present token, which may be that of somebody else since the last time. */
	token: string;
	lookUp(): Promise<WebexAccount>;
}

interface Known {
	mark: string;
	token: string;
	account: WebexAccount;
	/** `elapsed` ms when it was looked up. */
	readAt: number;
	/** Its addresses lead nowhere any more. */
	isOutdated: boolean;
	/** `elapsed` ms before which Webex, which could not be asked, is not asked again. */
	quietUntil: number;
}

/** ms after a look-up in which another one would tell the same. */
const FRESH = 60_000;

/** ms after which Webex is asked again that could not be. */
const PAUSE = 30_000;

/** Accounts that are known; those used least recently go first. */
const MOST = 500;

const known = processWide('webexAccounts', 1, () => new LruMap<string, Known>(MOST));

/** Look-ups under way; who comes meanwhile shares one. */
const underWay = processWide('webexLookUps', 1, () => new Map<string, Promise<WebexAccount>>());

async function askedOnce({ key, mark, token, lookUp }: AccountQuestion): Promise<WebexAccount> {
	const name = JSON.stringify([key, mark, token]);
	const running = underWay.get(name);
	if (running) return await running;
	const asking = lookUp().finally(() => underWay.delete(name));
	underWay.set(name, asking);
	return await asking;
}

/**
 * The account of a credential as it was looked up, for all nodes of the process; looked up anew with another
 * token, and where its addresses lead nowhere. While Webex cannot be asked, what is known serves on. Throws
 * what the look-up throws.
 */
export async function accountOf(
	question: AccountQuestion,
	clock: Pick<Clock, 'elapsed'>,
): Promise<WebexAccount> {
	const { key, mark, token } = question;
	const stored = known.get(key);
	const last = stored?.mark === mark ? stored : undefined;
	if (last?.token === token && !last.isOutdated) return last.account;
	if (last && clock.elapsed() < last.quietUntil) return last.account;
	try {
		const account = await askedOnce(question);
		const readAt = clock.elapsed();
		known.set(key, { mark, token, account, readAt, isOutdated: false, quietUntil: 0 });
		return account;
	} catch (error) {
		if (!last || !isTransient(error)) throw error;
		last.quietUntil = clock.elapsed() + PAUSE;
		return last.account;
	}
}

/** Whether an answer, or its absence, may mean that the organization has moved. */
const leadsNowhere = (error: unknown) =>
	error instanceof TelephonyError && error.vendorCode === 'ENOTFOUND';

/** An Http that has the account of the credential looked up again where its addresses lead nowhere. */
export function watchingAddresses(http: Http, key: string, clock: Pick<Clock, 'elapsed'>): Http {
	const doubt = () => {
		const account = known.get(key);
		if (account && clock.elapsed() - account.readAt >= FRESH) account.isOutdated = true;
	};
	const watched = async <Answer extends { status: number }>(asked: Promise<Answer>) => {
		try {
			const answer = await asked;
			if (answer.status === 404) doubt();
			return answer;
		} catch (error) {
			if (leadsNowhere(error)) doubt();
			throw error;
		}
	};
	return {
		request: async (request) => await watched(http.request(request)),
		stream: async (request) => await watched(http.stream(request)),
	};
}

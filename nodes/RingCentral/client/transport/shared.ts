import { LruMap } from '../../../shared/core/bounded/lruMap';
import type { Clock } from '../../../shared/core/ports';
import { processWide } from '../../../shared/processWide';
import { RateGroups } from './rateGroups';
import { TokenKeeper, type JwtLogin, type TokenPorts } from '../login/tokens';

/** Credentials whose state is kept. */
const MOST = 500;

const rates = processWide('ringCentralRates', 1, () => new LruMap<string, RateGroups>(MOST));
const keepers = processWide('ringCentralTokens', 1, () => new LruMap<string, TokenKeeper>(MOST));

/**
 * The rate groups of a credential, the same for all nodes and workflows of the process. `key` names
 * the server, the app and its user, as the vendor counts per user and app.
 */
export const ratesOf = (key: string, clock: Clock): RateGroups =>
	rates.get(key, () => new RateGroups(clock));

/** The keeper of a JWT login's token, one for the process; it asks through the ports given last. */
export function tokensOf(login: JwtLogin, ports: TokenPorts): TokenKeeper {
	return borrowedTokens(login, ports).through(ports);
}

/** The keeper of a JWT login's token for a mere guest: it goes on asking through the ports that it has. */
export function borrowedTokens(login: JwtLogin, ports: TokenPorts): TokenKeeper {
	const { server, clientId, clientSecret, jwt } = login;
	const key = JSON.stringify([server, clientId, clientSecret, jwt]);
	return keepers.get(key, () => new TokenKeeper(login, ports));
}

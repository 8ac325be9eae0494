import {
	DEFAULT_PATHS,
	type XsiConnection,
} from '../../nodes/BroadWorks/client/transport/connection';
import { systemClock, systemRandom } from '../../nodes/shared/systemPorts';
import { keepAliveHttp } from '../../nodes/shared/transport/keepAliveHttp';

/** The connection of a live trigger to a server of the benchmarks, with an Authorization that the server takes. */
export const connectionTo = (url: string, authorization = 'Basic x'): XsiConnection => ({
	server: { url, ...DEFAULT_PATHS },
	http: keepAliveHttp({
		allowUnauthorizedCerts: false,
		authorization: () => authorization,
		pool: 'live',
		repeats: 'all',
	}),
	clock: systemClock,
	random: systemRandom,
});

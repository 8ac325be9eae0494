import { numberFlag, parseFlags, type Running } from '../shared/flags';
import { startXsiSimulator } from './index';

export const XSI_USAGE = `
  xsi   BroadWorks XSI
        --port N               default 0: a free port
        --host ADDRESS         default 127.0.0.1
        --tls                  HTTPS with a self-signed certificate for localhost
        --event-timeout MS     heartbeat time-out, default 30000
        --expires SECONDS      lifetime every subscription and channel gets
        --token TOKEN=USER     a bearer token, may be repeated
        --users N              further users user1@example.net ...
`;

const FLAGS = ['port', 'host', 'tls', 'event-timeout', 'expires', 'token', 'users'];

export async function startXsi(args: string[]): Promise<Running> {
	const flags = parseFlags(args, ['tls'], FLAGS);
	const expires = numberFlag(flags, 'expires');
	const simulator = await startXsiSimulator({
		port: numberFlag(flags, 'port'),
		host: flags.host?.at(-1),
		tls: 'tls' in flags,
		eventTimeout: numberFlag(flags, 'event-timeout'),
		subscriptionExpires: expires,
		channelExpires: expires,
		additionalUsers: numberFlag(flags, 'users'),
		accessTokens: Object.fromEntries(
			(flags.token ?? []).map((item) => item.split(/=(.*)/s, 2) as [string, string]),
		),
	});
	const { url, controlUrl, pageUrl, certificate, world } = simulator;
	const { contexts, pathPrefix, password } = world.settings;
	const base = `${url}${pathPrefix}`;
	return {
		description: {
			simulator: 'xsi',
			url,
			controlUrl,
			pageUrl,
			actions: `${base}/${contexts.actions}`,
			events: `${base}/${contexts.events}`,
			channel: `${base}/${contexts.async}/${contexts.events}`,
			enterprise: world.state.enterprise,
			group: world.state.groups[0],
			users: [...world.state.users.keys()],
			password,
			certificate,
		},
		close: async () => await simulator.close(),
	};
}

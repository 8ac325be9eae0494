import { COOCENTER_USAGE, startCooCenter } from './coocenter/cli';
import { DIMENSIONS_USAGE, startDimensions } from './dimensions/cli';
import { RINGCENTRAL_USAGE, startRingCentral } from './ringcentral/cli';
import { numberFlag, parseFlags, type Running } from './shared/flags';
import { startUdesk, UDESK_USAGE } from './udesk/cli';
import { startXsiSimulator } from './xsi';

const USAGE = `Usage: npm run simulate -- <simulator> [options]

  xsi   BroadWorks XSI
        --port N               default 0: a free port
        --host ADDRESS         default 127.0.0.1
        --tls                  HTTPS with a self-signed certificate for localhost
        --event-timeout MS     heartbeat time-out, default 30000
        --expires SECONDS      lifetime every subscription and channel gets
        --token TOKEN=USER     a bearer token, may be repeated
        --users N              further users user1@example.net ...
${COOCENTER_USAGE}${DIMENSIONS_USAGE}${RINGCENTRAL_USAGE}${UDESK_USAGE}`;

const XSI_FLAGS = ['port', 'host', 'tls', 'event-timeout', 'expires', 'token', 'users'];

async function startXsi(args: string[]) {
	const flags = parseFlags(args, ['tls'], XSI_FLAGS);
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
	const description = {
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
	};
	return { description, close: () => simulator.close() };
}

const SIMULATORS: Record<string, (args: string[]) => Promise<Running>> = {
	coocenter: startCooCenter,
	dimensions: startDimensions,
	ringcentral: startRingCentral,
	udesk: startUdesk,
	xsi: startXsi,
};

async function main(): Promise<void> {
	const [name, ...args] = process.argv.slice(2);
	const start = SIMULATORS[name];
	if (!start) {
		process.stderr.write(USAGE);
		process.exitCode = name === undefined || name === '--help' ? 0 : 2;
		return;
	}
	const running = await start(args);
	const stop = () => {
		running.close().then(
			() => process.exit(0),
			(error: unknown) => fail(error),
		);
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	// One line of JSON is all that ever goes to stdout: programs wait for it, and may end this right after.
	process.stdout.write(`${JSON.stringify(running.description)}\n`);
}

function fail(error: unknown): void {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}

main().catch(fail);

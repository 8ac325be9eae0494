import { numberFlag, parseFlags, type Flags, type Running } from '../shared/flags';
import { startRingCentralSimulator } from './index';
import type { RateGroup } from './requests/router';

export const RINGCENTRAL_USAGE = `
  ringcentral  RingCentral
        --port N               default 0: a free port
        --host ADDRESS         default 127.0.0.1
        --token-life S         life of an access token, default 3600
        --no-refresh           the app issues no refresh tokens
        --subscription-life S  longest life of a subscription, default 315360000
        --limit GROUP=N        requests a minute: light=50, medium=40, heavy=10, auth=5; may be repeated
        --log-delay MS         from the end of a call to its record, default 1000
        --recording-delay MS   from the end of a call to its recording, default as the record
        --outside-answers MS   how long an outside number rings, default 1000; "never": by hand
        --pick-up MS           how long RingOut rings at the user, default 1000; "never": by hand
        --ring-time MS         how long a call rings before voicemail, default 20000
        --wrap-apns            telephony events come in the pn_apns wrapper
        --old-paths            the paths /restapi/v1.0/glip/... too
`;

const SWITCHES = ['no-refresh', 'wrap-apns', 'old-paths'];
const FLAGS = [
	...SWITCHES,
	...['port', 'host', 'token-life', 'subscription-life', 'limit', 'log-delay'],
	...['recording-delay', 'outside-answers', 'pick-up', 'ring-time'],
];
const GROUPS: readonly string[] = ['light', 'medium', 'heavy', 'auth'];

/** A number of ms, or "never". */
function delayFlag(flags: Flags, name: string): number | null | undefined {
	return flags[name]?.at(-1) === 'never' ? null : numberFlag(flags, name);
}

function limits(flags: Flags): Partial<Record<RateGroup, number>> {
	return Object.fromEntries(
		(flags.limit ?? []).map((item) => {
			const [group, value] = item.split('=');
			if (!GROUPS.includes(group) || !/^\d+$/.test(value ?? '')) {
				throw new Error(`--limit must be one of ${GROUPS.join(', ')} with =N`);
			}
			return [group, Number(value)];
		}),
	);
}

export async function startRingCentral(args: string[]): Promise<Running> {
	const flags = parseFlags(args, SWITCHES, FLAGS);
	const simulator = await startRingCentralSimulator({
		port: numberFlag(flags, 'port'),
		host: flags.host?.at(-1),
		accessTokenLife: numberFlag(flags, 'token-life'),
		refreshTokens: !('no-refresh' in flags),
		subscriptionLife: numberFlag(flags, 'subscription-life'),
		rateLimits: limits(flags),
		logDelay: numberFlag(flags, 'log-delay'),
		recordingDelay: numberFlag(flags, 'recording-delay'),
		outsideAnswers: delayFlag(flags, 'outside-answers'),
		autoPickUp: delayFlag(flags, 'pick-up'),
		ringTime: numberFlag(flags, 'ring-time'),
		wrapApns: 'wrap-apns' in flags,
		oldPaths: 'old-paths' in flags,
	});
	const { url, controlUrl, pageUrl, world } = simulator;
	const { accountId, clientId, clientSecret } = world.options;
	return {
		description: {
			simulator: 'ringcentral',
			url,
			controlUrl,
			pageUrl,
			accountId,
			clientId,
			clientSecret,
			authorize: `${url}/restapi/oauth/authorize`,
			token: `${url}/restapi/oauth/token`,
			extensions: [...world.people.extensions.values()].map((extension) => ({
				id: extension.id,
				login: extension.login,
				extensionNumber: extension.extensionNumber,
				phoneNumber: extension.directNumber,
				devices: world.people.devicesOf(extension.id).map(({ id }) => id),
				...(extension.type === 'User' ? { jwt: `jwt-${extension.login}` } : {}),
			})),
		},
		close: () => simulator.close(),
	};
}

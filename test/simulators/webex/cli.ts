import { numberFlag, parseFlags, type Running } from '../shared/flags';
import { INTEGRATION, ORGANIZATION, PEOPLE, startWebexSimulator } from './index';

export const WEBEX_USAGE = `
  webex   An organization of Webex Calling: its API, and its BroadWorks XSI at another port
        --port N               of the API; default 0: a free port
        --host ADDRESS         default 127.0.0.1
        --token-life SECONDS   of access tokens, default 14 days
        --no-xsi               XSI is not enabled for the organization
`;

const FLAGS = ['port', 'host', 'token-life', 'no-xsi'];

export async function startWebex(args: string[]): Promise<Running> {
	const flags = parseFlags(args, ['no-xsi'], FLAGS);
	const accessToken = numberFlag(flags, 'token-life');
	const simulator = await startWebexSimulator({
		port: numberFlag(flags, 'port'),
		host: flags.host?.at(-1),
		lives: accessToken === undefined ? {} : { accessToken },
		hasXsi: !('no-xsi' in flags),
	});
	const { url, phones } = simulator;
	const { clientId, clientSecret } = INTEGRATION;
	return {
		description: {
			simulator: 'webex',
			url,
			controlUrl: phones.controlUrl,
			pageUrl: phones.pageUrl,
			clientId,
			clientSecret,
			organization: ORGANIZATION,
			people: Object.fromEntries(Object.entries(PEOPLE).map(([name, { id }]) => [name, id])),
		},
		close: async () => await simulator.close(),
	};
}

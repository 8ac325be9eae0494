import { choiceFlag, numberFlag, parseFlags, type Running } from '../shared/flags';
import { DIMENSIONS_CLIENT, startDimensionsSimulator } from './index';

export const DIMENSIONS_USAGE = `
  dimensions  Xarios Dimensions
        --port N               default 0: a free port
        --host ADDRESS         default 127.0.0.1
        --push URL             the webhook
        --method METHOD        POST (default), PUT or GET
        --format FORMAT        json (default), form or multipart
        --naming FORM          of forms: dotted (default), brackets, json, bare
        --keys sample|table    spelling of the vendor's sample (default) or table
        --data KEY=VALUE       additional payload data, may be repeated
        --retries N            0 to 10, default 1; waits of n x 2 s
        --every MS             a call so often, from the start on
`;

const FLAGS = [
	'port',
	'host',
	'push',
	'method',
	'format',
	'naming',
	'keys',
	'data',
	'retries',
	'every',
];

export async function startDimensions(args: string[]): Promise<Running> {
	const flags = parseFlags(args, [], FLAGS);
	const pairs = flags.data?.map((pair) => pair.split(/=(.*)/s, 2) as [string, string]);
	const running = await startDimensionsSimulator({
		port: numberFlag(flags, 'port'),
		host: flags.host?.at(-1),
		push: flags.push?.at(-1),
		method: choiceFlag(flags, 'method', ['POST', 'PUT', 'GET'] as const),
		format: choiceFlag(flags, 'format', ['json', 'form', 'multipart'] as const),
		keys: choiceFlag(flags, 'keys', ['sample', 'table'] as const),
		naming: choiceFlag(flags, 'naming', ['dotted', 'brackets', 'json', 'bare'] as const),
		customData: pairs === undefined ? undefined : Object.fromEntries(pairs),
		retries: numberFlag(flags, 'retries'),
		every: numberFlag(flags, 'every'),
	});
	return {
		description: {
			simulator: 'dimensions',
			url: running.url,
			controlUrl: running.controlUrl,
			pageUrl: running.pageUrl,
			api: running.api,
			login: running.url,
			...DIMENSIONS_CLIENT,
			push: flags.push?.at(-1),
			directories: running.simulator.directories.list.map(({ id, name }) => ({ id, name })),
		},
		close: async () => await running.close(),
	};
}

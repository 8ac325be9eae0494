import { choiceFlag, numberFlag, parseFlags, type Running } from '../shared/flags';
import { startUdeskSimulator } from './index';

export const UDESK_USAGE = `
  udesk       Udesk
        --port N               default 0: a free port
        --host ADDRESS         default 127.0.0.1
        --push URL             where calls are pushed
        --extend JSON          the object typed into the trigger's action
        --kinds KINDS          trigger (default), event, or trigger,event
        --language zh|ja|en    words of the pushes, default zh
        --encoding json|form   default json
        --retries N            repetitions of a push that was not taken, default 0
        --every MS             a call so often, from the start on
`;

const FLAGS = [
	'port',
	'host',
	'push',
	'extend',
	'kinds',
	'language',
	'encoding',
	'retries',
	'every',
];

function kindsOf(text: string | undefined): Array<'trigger' | 'event'> | undefined {
	return text?.split(',').map((kind) => {
		if (kind !== 'trigger' && kind !== 'event') throw new Error(`"${kind}" is not a kind of push`);
		return kind;
	});
}

export async function startUdesk(args: string[]): Promise<Running> {
	const flags = parseFlags(args, [], FLAGS);
	const extend = flags.extend?.at(-1);
	const running = await startUdeskSimulator({
		port: numberFlag(flags, 'port'),
		host: flags.host?.at(-1),
		push: flags.push?.at(-1),
		extend: extend === undefined ? undefined : (JSON.parse(extend) as Record<string, unknown>),
		kinds: kindsOf(flags.kinds?.at(-1)),
		language: choiceFlag(flags, 'language', ['zh', 'ja', 'en'] as const),
		encoding: choiceFlag(flags, 'encoding', ['json', 'form'] as const),
		retries: numberFlag(flags, 'retries'),
		every: numberFlag(flags, 'every'),
	});
	const { account, world } = running.simulator;
	return {
		description: {
			simulator: 'udesk',
			url: running.url,
			controlUrl: running.controlUrl,
			pageUrl: running.pageUrl,
			...account,
			push: flags.push?.at(-1),
			agents: world.agents.map(({ email }) => email),
			numbers: world.numbers,
		},
		close: async () => await running.close(),
	};
}

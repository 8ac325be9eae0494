import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseLineName, type LineName } from '../n8n-driver/install/lines';

export interface DemoOptions {
	line: LineName;
	/** Port of n8n's editor; 0 takes a free one. */
	port: number;
	/** Place the calls, show what came of it, and end. */
	once: boolean;
	/** Forgets workflows and executions of earlier starts. */
	fresh: boolean;
	/** Where n8n keeps its data; empty for the usual place. */
	folder: string;
	help: boolean;
}

export const usage = `Usage: npm run demo -- [options]

Starts a real n8n with this package in it, simulated telephone systems of every backend, and the templates;
those that need nothing else are switched on. Workflows and executions stay from one start to the next.

  --line one|two   n8n 1.x or 2.x (default: two)
  --port <number>  port of the n8n editor (default: 5678, or a free one if that is taken)
  --once           make everything happen by itself, print the executions it caused and end;
                   the exit code is 0 only if the workflows really did what they are for
  --fresh          forget the workflows and executions of earlier starts
  --folder <path>  where n8n keeps its data (default: .cache/demo, and nowhere with --once)
  --help           this text
`;

const highestPort = 65_535;

/** @throws Error for what is no port */
export function parsePort(text: string): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > highestPort) {
		throw new Error(`--port takes a number from 0 to ${highestPort}, not "${text}".`);
	}
	return port;
}

/** @throws Error naming the option that is wrong */
export function parseDemoOptions(args: string[]): DemoOptions {
	const { values } = parseArgs({
		args,
		strict: true,
		allowPositionals: false,
		options: {
			line: { type: 'string', default: 'two' },
			port: { type: 'string', default: '0' },
			once: { type: 'boolean', default: false },
			fresh: { type: 'boolean', default: false },
			folder: { type: 'string', default: '' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.fresh && values.folder) {
		throw new Error('--fresh is for the usual folder. Remove the one of --folder by hand.');
	}
	return {
		line: parseLineName(values.line ?? ''),
		port: parsePort(values.port ?? ''),
		once: values.once ?? false,
		fresh: values.fresh ?? false,
		folder: values.folder ? resolve(values.folder) : '',
		help: values.help ?? false,
	};
}

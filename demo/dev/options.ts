import { parseArgs } from 'node:util';
import { parseLineName, type LineName } from '../../n8n-driver/install/lines';
import { parsePort } from '../options';

export interface DevOptions {
	line: LineName;
	/** Port of n8n's editor. */
	port: number;
	/** Forgets workflows and executions of earlier starts. */
	fresh: boolean;
	/** A debugger can attach to n8n. */
	inspect: boolean;
	help: boolean;
}

export const usage = `Usage: npm run dev -- [options]

Starts a real n8n with this package in it and simulated telephone systems beside it. What you save in nodes,
credentials or icons is loaded again within seconds.

  --line one|two   n8n 1.x or 2.x (default: two)
  --port <number>  port of the n8n editor (default: 5678)
  --inspect        let a debugger attach to n8n on port 9229
  --fresh          forget the workflows and executions of earlier starts
  --help           this text
`;

/** @throws Error naming the option that is wrong */
export function parseDevOptions(args: string[]): DevOptions {
	const { values } = parseArgs({
		args,
		strict: true,
		allowPositionals: false,
		options: {
			line: { type: 'string', default: 'two' },
			port: { type: 'string', default: '5678' },
			inspect: { type: 'boolean', default: false },
			fresh: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	const { inspect = false, fresh = false, help = false } = values;
	const port = parsePort(values.port ?? '');
	return { line: parseLineName(values.line ?? ''), port, inspect, fresh, help };
}

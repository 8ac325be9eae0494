import { parseArgs } from 'node:util';

import { parseLineName, type LineName } from '../../n8n-driver/install/lines';

export interface SoakOptions {
	minutes: number;
	seed: number;
	/** Times the usual load. */
	load: number;
	line: LineName;
	/** Nothing goes wrong but n8n itself, from the first minute to the last. */
	restarts: boolean;
	/** Only what has this in its name goes wrong with the systems. */
	only: string;
	/** Folder in which n8n keeps its data when all is over; removed otherwise. */
	keep?: string;
	help: boolean;
}

export const usage = `Usage: npm run soak -- [options]

Five telephone systems at once in one real n8n, under load, while things go wrong with them and with n8n. At the
end nothing may be lost or doubled, n8n's memory must be flat, and no socket, file or subscription may be left.
The exit code is 1 if that is not so.

  --minutes <n>   how long there is load (default: 10); n8n goes and comes back in the first half only, so that
                  memory is looked at over the second
  --seed <n>      what goes wrong, and when (default: the time); it is printed
  --load <n>      times the usual load (default: 1)
  --n8n one|two   1.x or 2.x (default: two); 1.x is not killed, as it knows no keys of executions
  --restarts      n8n goes and comes back all the time, and nothing else happens; memory is not looked at
  --only <text>   only what has this in its name goes wrong with the systems, such as token or restart
  --keep <folder> leaves n8n's data there, with its database and log, to find out what became of an event
  --help          this text
`;

/** @throws Error naming the option that is wrong */
export function parseSoakOptions(args: string[], now: number): SoakOptions {
	const { values } = parseArgs({
		args,
		strict: true,
		allowPositionals: false,
		options: {
			minutes: { type: 'string', default: '10' },
			seed: { type: 'string', default: String(now) },
			load: { type: 'string', default: '1' },
			n8n: { type: 'string', default: 'two' },
			restarts: { type: 'boolean', default: false },
			only: { type: 'string', default: '' },
			keep: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	return {
		minutes: positive('minutes', values.minutes),
		seed: whole('seed', values.seed),
		load: positive('load', values.load),
		line: parseLineName(values.n8n),
		restarts: values.restarts,
		only: values.only,
		keep: values.keep,
		help: values.help,
	};
}

function positive(name: string, text: string): number {
	const value = Number(text);
	if (!(value > 0) || !Number.isFinite(value)) throw new Error(`--${name} takes a number above 0.`);
	return value;
}

function whole(name: string, text: string): number {
	const value = Number(text);
	if (!Number.isSafeInteger(value)) throw new Error(`--${name} takes a whole number.`);
	return value;
}

import { parseArgs } from 'node:util';

import { parseLineName, type LineName } from '../../n8n-driver/install/lines';

export interface FaultOptions {
	/** Which real n8n the rows marked * run in too. */
	line: LineName;
	/** No real n8n. */
	inProcess: boolean;
	/** Only rows whose name contains this. */
	only?: string;
	/** Rows that run at the same time in the small n8n; undefined: as many as the machine bears. */
	jobs?: number;
	/** A row that failed runs once more, alone, and the second result counts; the first one is printed. */
	again: boolean;
	list: boolean;
	help: boolean;
	/** Prints n8n's log of every row. */
	verbose: boolean;
}

export const usage = `Usage: npm run faults -- [options]

Breaks a simulated telephone system, the line to it and n8n in every known way, under load, and prints what
became of the events. All rows run with a small n8n of this folder around the real trigger node, those marked *
in a real n8n too. The exit code is 1 if anything was lost or doubled, or took too long.

  --only <text>   rows whose name contains the text
  --n8n one|two   which real n8n: 1.x or 2.x (default: two)
  --in-process    without a real n8n
  --jobs <n>      rows that run at the same time in the small n8n (default: 6, up to 16 while the machine is idle)
  --again         run a row that failed once more, alone, as a busy machine can spoil one; both results are printed
  --verbose       print n8n's log of every row
  --list          the names of the rows
  --help          this text
`;

/** @throws Error naming the option that is wrong */
export function parseFaultOptions(args: string[]): FaultOptions {
	const { values } = parseArgs({
		args,
		strict: true,
		allowPositionals: false,
		options: {
			only: { type: 'string' },
			n8n: { type: 'string', default: 'two' },
			'in-process': { type: 'boolean', default: false },
			jobs: { type: 'string' },
			again: { type: 'boolean', default: false },
			verbose: { type: 'boolean', default: false },
			list: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	const jobs = values.jobs === undefined ? undefined : Number(values.jobs);
	if (jobs !== undefined && !(Number.isInteger(jobs) && jobs >= 1))
		throw new Error('--jobs takes a number from 1.');
	return {
		line: parseLineName(values.n8n ?? ''),
		inProcess: values['in-process'] ?? false,
		only: values.only,
		jobs,
		again: values.again ?? false,
		verbose: values.verbose ?? false,
		list: values.list ?? false,
		help: values.help ?? false,
	};
}

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { fuzz, type Campaign } from './campaign';
import { receivers, timeReceiver } from './receivers';
import { Finding } from './round';

const usage = `Usage: npm run fuzz -- [options]

Sends broken documents, in reads with borders anywhere, through the splitter, parser and decoder of BroadWorks
events, and hostile bodies of every content type to everything that listens to strangers. The exit code is 1 if one of them fails in another way than by refusing a document, hangs, or loses a good
document after a broken one.

  --documents <n>  how many documents (default: 20000)
  --seed <n>       where chance begins (default: from the clock; it is printed)
  --help           this text
`;

const MEGABYTE = 1024 * 1024;

/** s between two lines about how far it is. */
const SAY_EVERY = 30;

/** Bytes that may stay in use; what is refused must not pile up. */
const MOST_MEMORY = 32 * MEGABYTE;

const numberOf = (text: string | undefined, fallback: number): number => {
	const number = Number(text ?? fallback);
	if (!Number.isInteger(number) || number < 0) throw new Error(`"${text}" is not a whole number.`);
	return number;
};

function describe({ documents, refused, rounds, slowest, memory, took }: Campaign): string {
	const rate = (documents / took).toFixed(0);
	return (
		`${documents} broken documents in ${rounds} rounds, ${refused} pieces refused, ${took.toFixed(0)} s, ${rate} documents/s, ` +
		`slowest round ${slowest.toFixed(0)} ms, ${(memory / MEGABYTE).toFixed(0)} MB held at most`
	);
}

function keep({ stream }: Finding): string {
	const path = join(mkdtempSync(join(tmpdir(), 'telephony-fuzz-')), 'stream.bin');
	writeFileSync(path, stream);
	return path;
}

/** Bytes of a hostile body: nearly as many as a receiver takes. */
const HOSTILE_BYTES = 1_000_000;

async function timeReceivers(): Promise<void> {
	for (const receiver of receivers) {
		const slowest = await timeReceiver(receiver, HOSTILE_BYTES);
		process.stdout.write(
			`${receiver.name}: the slowest hostile post took ${slowest.toFixed(0)} ms of processor time\n`,
		);
	}
}

async function main(): Promise<number> {
	const { values } = parseArgs({
		args: process.argv.slice(2),
		strict: true,
		options: {
			documents: { type: 'string' },
			seed: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		process.stdout.write(usage);
		return 0;
	}
	const documents = numberOf(values.documents, 20_000);
	const seed = numberOf(values.seed, Date.now() % 1_000_000_000);
	process.stdout.write(`seed ${seed}\n`);
	let said = 0;
	try {
		await timeReceivers();
		const campaign = fuzz({
			seed,
			documents,
			onProgress(so) {
				if (so.took - said < SAY_EVERY) return;
				said = so.took;
				process.stderr.write(`${describe(so)}\n`);
			},
		});
		process.stdout.write(`${describe(campaign)}\n`);
		if (campaign.memory <= MOST_MEMORY) return 0;
		process.stdout.write('That is more memory than it may take.\n');
		return 1;
	} catch (error) {
		if (!(error instanceof Finding)) throw error;
		process.stdout.write(`${error.message}\n`);
		if (error.cause instanceof Error) process.stdout.write(`${error.cause.stack}\n`);
		process.stdout.write(`The stream is in ${keep(error)}\n`);
		return 1;
	}
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.stderr.write(`${(error as Error).message}\n`);
		process.exitCode = 2;
	},
);

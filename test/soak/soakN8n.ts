import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { buildAndPack } from '../../demo/build-package';
import { installN8n } from '../../n8n-driver/install/install';
import { lines } from '../../n8n-driver/install/lines';
import { stderrProgress } from '../../n8n-driver/install/progress';
import { removeUserFolder, Workbench } from '../../n8n-driver/workbench';
import type { Ending } from './draw';
import type { SoakOptions } from './options';
import { sampleOf, type Sample } from './process';

/** ms between two looks at what n8n holds. */
const LOOK_EVERY = 2_000;

/** A real n8n with this package, which is looked at all the time. */
export class SoakN8n {
	readonly samples: Sample[] = [];

	private readonly stopped = new AbortController();

	private constructor(
		readonly bench: Workbench,
		private readonly folder: string,
		private readonly keep: string | undefined,
		private readonly began: number,
	) {}

	static async start({ line: name, keep }: SoakOptions): Promise<SoakN8n> {
		const progress = stderrProgress();
		const install = await installN8n(lines[name], progress);
		const folder = keep ?? (await mkdtemp(join(tmpdir(), 'n8n-telephony-soak-')));
		await mkdir(folder, { recursive: true });
		try {
			const tarball = await buildAndPack(join(folder, 'package'), progress);
			const bench = await progress.during(
				`Starting n8n ${install.line.version}`,
				async () =>
					await Workbench.start({
						install,
						tarball,
						userFolder: join(folder, 'n8n'),
						lean: true,
						env: {
							// The books are read from n8n at the end: it must keep all executions.
							EXECUTIONS_DATA_PRUNE: 'false',
							N8N_EXPRESSION_ENGINE: install.line.defaultEngine,
						},
					}),
			);
			return new SoakN8n(bench, folder, keep, performance.now());
		} catch (error) {
			await removeUserFolder(folder);
			throw error;
		}
	}

	/** s since it was there first. */
	get seconds(): number {
		return (performance.now() - this.began) / 1_000;
	}

	/** What it holds now; undefined while it is down, and where there is no Linux. */
	async sample(): Promise<Sample | undefined> {
		const { pid } = this.bench.server;
		return pid === undefined ? undefined : await sampleOf(pid, this.seconds);
	}

	/** Looks until it is told to stop. */
	async watch(signal: AbortSignal): Promise<void> {
		while (!signal.aborted && !this.stopped.signal.aborted) {
			const sample = await this.sample();
			if (sample) this.samples.push(sample);
			await pause(LOOK_EVERY);
		}
	}

	/** Ends it, and starts it on the same data after so many s. It answers then; its triggers follow. */
	async away(how: Ending, seconds: number): Promise<void> {
		await this.bench.server[how]();
		await pause(seconds * 1_000);
		await this.bench.restart('stop');
	}

	async remove(): Promise<void> {
		this.stopped.abort();
		await this.bench.stop();
		if (this.keep === undefined) await removeUserFolder(this.folder);
	}
}

import { watch, type FSWatcher } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';

/** Folders whose files n8n reads, as the build lays them out below `dist`. */
const FOLDERS = ['nodes', 'credentials', 'icons'];

/** Bundled by the build, which is too slow for every save. */
const VENDOR = join('nodes', 'shared', 'vendor');

export interface SourceWatchOptions {
	/** The project's folder. */
	root: string;
	/** `dist` of the package where n8n has it. */
	dist: string;
	/** Tells what came of a saved file. */
	say(text: string): void;
}

/** Keeps a package's `dist` as the sources are, file by file; types are somebody else's business. */
export class SourceWatch {
	private readonly watchers: FSWatcher[] = [];

	private readonly compilerOptions: Promise<Record<string, unknown>>;

	constructor(private readonly options: SourceWatchOptions) {
		this.compilerOptions = readCompilerOptions(options.root);
	}

	/** Writes everything anew: unlike the build's files, these lead a debugger to the sources. */
	async writeAll(): Promise<void> {
		const { root } = this.options;
		for (const folder of FOLDERS) {
			for (const name of await readdir(join(root, folder), { recursive: true })) {
				const file = join(folder, name);
				if (isSource(file) && !file.startsWith(VENDOR)) await this.write(file);
			}
		}
	}

	start(): void {
		for (const folder of FOLDERS) {
			const watcher = watch(
				join(this.options.root, folder),
				{ recursive: true },
				(_event, name) => {
					if (name) void this.take(join(folder, name));
				},
			);
			this.watchers.push(watcher);
		}
	}

	stop(): void {
		for (const watcher of this.watchers) watcher.close();
	}

	private async take(file: string): Promise<void> {
		const { say } = this.options;
		if (!isSource(file)) return;
		if (file.startsWith(VENDOR)) {
			say(`${file}: libraries are bundled when this starts; start it again.`);
			return;
		}
		try {
			if (await this.write(file)) say(`${file}: n8n loads it again`);
		} catch (error) {
			// Editors save in two steps; what is deleted stays until the next start.
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') say(`${file}: ${String(error)}`);
		}
	}

	/** @returns whether n8n had something else */
	private async write(file: string): Promise<boolean> {
		const { root, dist } = this.options;
		const source = join(root, file);
		const target = join(dist, file.replace(/\.ts$/, '.js'));
		await mkdir(dirname(target), { recursive: true });
		if (!file.endsWith('.ts')) {
			await copyFile(source, target);
			return true;
		}
		const { code } = await transform(await readFile(source, 'utf8'), {
			loader: 'ts',
			format: 'cjs',
			platform: 'node',
			sourcefile: source,
			sourcemap: 'inline',
			supported: { 'dynamic-import': false },
			tsconfigRaw: { compilerOptions: await this.compilerOptions },
		});
		const known = await readFile(target, 'utf8').catch(() => '');
		if (known === code) return false;
		await writeFile(target, code);
		return true;
	}
}

const isSource = (file: string) => /\.(ts|json|svg)$/.test(file) && !file.endsWith('.d.ts');

async function readCompilerOptions(root: string): Promise<Record<string, unknown>> {
	const text = await readFile(join(root, 'tsconfig.json'), 'utf8');
	return (JSON.parse(text) as { compilerOptions: Record<string, unknown> }).compilerOptions;
}

import { readdir, readFile, readlink } from 'node:fs/promises';

/** What a process holds, by Linux. */
export interface Sample {
	pid: number;
	/** s since the soak began. */
	at: number;
	/** MB of resident memory. */
	memory: number;
	sockets: number;
	/** Files, pipes and what else is open. */
	others: number;
}

/** Undefined where the process has just ended, or where there is no Linux. */
export async function sampleOf(pid: number, at: number): Promise<Sample | undefined> {
	try {
		const status = await readFile(`/proc/${pid}/status`, 'utf8');
		const [, kilobytes = 'NaN'] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
		const names = await readdir(`/proc/${pid}/fd`);
		const targets = await Promise.all(
			names.map(async (name) => await readlink(`/proc/${pid}/fd/${name}`).catch(() => 'closed')),
		);
		const sockets = targets.filter((target) => target.startsWith('socket:')).length;
		const closed = targets.filter((target) => target === 'closed').length;
		return {
			pid,
			at,
			memory: Number(kilobytes) / 1024,
			sockets,
			others: targets.length - sockets - closed,
		};
	} catch (error) {
		const { code = '' } = error as NodeJS.ErrnoException;
		if (['ENOENT', 'ESRCH', 'EACCES'].includes(code)) return undefined;
		throw error;
	}
}

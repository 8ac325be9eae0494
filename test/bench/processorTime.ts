import { readFile } from 'node:fs/promises';

/** ms of processor time that a process has had, by Linux, in steps of 10 ms; NaN where the system does not tell. */
export async function processorTimeOf(pid: number | undefined): Promise<number> {
	try {
		const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const [user, system] = fields.slice(11, 13).map(Number);
		return (user + system) * 10;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NaN;
		throw error;
	}
}

/**
 * ms of processor time that `work` took, of all threads of this process. Unlike the time on the wall it
 * does not grow because others use the machine, so that a bound tells a hang from a busy machine.
 */
export function cpuTime(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1_000;
}

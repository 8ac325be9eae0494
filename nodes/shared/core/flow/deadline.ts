import type { Clock } from '../ports';

/** What `work` gives, or what `late` gives or throws when it takes longer than `ms`. */
export async function within<Done, Late>(
	clock: Pick<Clock, 'sleep'>,
	ms: number,
	work: Promise<Done>,
	late: () => Late | Promise<Late>,
): Promise<Done | Late> {
	const done = new AbortController();
	const deadline = clock.sleep(ms, done.signal);
	try {
		return await Promise.race([
			work,
			deadline.then(async () => await (done.signal.aborted ? work : late())),
		]);
	} finally {
		done.abort();
	}
}

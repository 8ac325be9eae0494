import type { Log } from '../ports';

/**
 * Work that goes on beside everything else, which somebody may wait for later or never. It deals with failures of
 * a server by itself; whatever it does not foresee is logged, and the promise never rejects: with nobody waiting
 * for it, an error would end the whole process.
 * @param what names the work at the begin of a sentence
 */
export async function inBackground(
	what: string,
	log: Log,
	work: () => Promise<unknown>,
): Promise<void> {
	try {
		await work();
	} catch (error) {
		log.error(`${what} has stopped`, { reason: String(error) });
	}
}

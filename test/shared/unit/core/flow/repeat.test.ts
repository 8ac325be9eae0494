import {
	EGRESS_REFUSED,
	TelephonyError,
	UNFINISHED,
} from '../../../../../nodes/shared/core/errors';
import { READ_RETRIES, repeated } from '../../../../../nodes/shared/core/flow/repeat';

/** How often something is done that always fails so. */
async function triesOf(error: Error): Promise<number> {
	let tries = 0;
	const ports = {
		clock: { sleep: async () => await Promise.resolve() },
		random: { next: () => 0 },
	};
	const failing = repeated(ports as never, READ_RETRIES, async () => {
		tries++;
		throw await Promise.resolve(error);
	});
	await expect(failing).rejects.toBe(error);
	return tries;
}

const unavailable = (vendorCode?: string) =>
	new TelephonyError('unavailable', 'down', { vendorCode });

test.each<[string, Error, number]>([
	['a server that is down', unavailable('ECONNREFUSED'), 3],
	['one that does not answer', unavailable('ETIMEDOUT'), 3],
	['one that asks to wait', new TelephonyError('rateLimited', 'x', { waitMs: 1 }), 3],
	['one that asks to wait for long', new TelephonyError('rateLimited', 'x', { waitMs: 1e6 }), 1],
	// Three times the time of one request would be too long for who waits for a list.
	['an answer that trickles', unavailable(UNFINISHED), 1],
	['an address that n8n may not reach', unavailable(EGRESS_REFUSED), 1],
	['what is refused', new TelephonyError('badRequest', 'x'), 1],
	['a mistake of ours', new Error('x'), 1],
])('%s is tried as often as makes sense', async (_what, error, tries) => {
	expect(await triesOf(error)).toBe(tries);
});

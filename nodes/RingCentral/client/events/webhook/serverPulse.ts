import { TelephonyError } from '../../../../shared/core/errors';
import type { Clock, Http, Log } from '../../../../shared/core/ports';
import { errorOf } from '../../transport/answers';

/** ms until an answer must be there. */
const TIMEOUT = 10_000;

/** ms after which a question that was not answered is asked once more: a connection may break by chance. */
const AGAIN = 3_000;

/** Between the probes of a subscription: whether the server answers at all. */
export interface Pulse {
	/** ms until it is asked again. */
	interval(): number;
	/** Throws `unavailable` where it does not answer. */
	ask(signal: AbortSignal): Promise<void>;
	/** Called after each question: why the server is not available, undefined where it answers. */
	heard(failure: TelephonyError | undefined): void;
}

/**
 * Asks the server for the version of its API, which needs no login and is in no rate group
 * (docs/protocols/ringcentral.md#rate-limits). Whatever it says, it answers; throws `unavailable` where it is not
 * able to, or cannot be reached.
 * @param http without a login
 */
export async function askServer(
	http: Http,
	server: string,
	nowMs: number,
	signal: AbortSignal,
): Promise<void> {
	const url = `${server}/restapi/v1.0`;
	const headers = { Accept: 'application/json' };
	const answer = await http.request({ method: 'GET', url, headers, timeout: TIMEOUT, signal });
	if (answer.status >= 500) throw errorOf(answer, nowMs);
}

/** Undefined where the server answers, or the failure says nothing about it. */
async function failureOf({ ask }: Pulse, signal: AbortSignal): Promise<TelephonyError | undefined> {
	try {
		await ask(signal);
		return undefined;
	} catch (error) {
		if (error instanceof TelephonyError && error.kind === 'unavailable') return error;
		if (error instanceof TelephonyError || signal.aborted) return undefined;
		throw error;
	}
}

/** Asks once, and once more where nothing answers, and notifies of what came of it. */
async function feel(clock: Clock, pulse: Pulse, signal: AbortSignal): Promise<void> {
	let failure = await failureOf(pulse, signal);
	if (failure) {
		await clock.sleep(AGAIN, signal);
		failure = await failureOf(pulse, signal);
	}
	if (!signal.aborted) pulse.heard(failure);
}

/** Asks again and again until `signal` is aborted. What nobody foresaw is logged, and the next question asked. */
export async function feelPulse(
	{ clock, log }: { clock: Clock; log: Log },
	pulse: Pulse,
	signal: AbortSignal,
): Promise<void> {
	while (!signal.aborted) {
		await clock.sleep(pulse.interval(), signal);
		if (signal.aborted) return;
		try {
			await feel(clock, pulse, signal);
		} catch (error) {
			log.error('RingCentral could not be asked whether it answers; asking again later', {
				reason: String(error),
			});
		}
	}
}

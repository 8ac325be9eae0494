import { TelephonyError } from '../../../shared/core/errors';
import { text } from '../transport/answers';
import { send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { segment } from '../transport/urls';

/*
 * RingOut: the server rings one telephone, then the other, and connects them
 * (docs/protocols/ringcentral.md#ringout). Making and cancelling are Heavy, the status is Light.
 */

/** OpenAPI GetRingOutStatusResponse; the id may be a number (test/ringCentral/fixtures/README.md). */
export interface RingOut {
	id: string | number;
	uri?: string;
	status?: {
		/** `InProgress`, `Success`, `Busy`, `NoAnswer`, ...: an open list. */
		callStatus?: string | null;
		callerStatus?: string | null;
		calleeStatus?: string | null;
	} | null;
	[member: string]: unknown;
}

export interface RingOutCall {
	/** The telephone that rings first; exactly one of the two. */
	from: { phoneNumber: string } | { forwardingNumberId: string };
	to: { phoneNumber: string };
	callerId?: { phoneNumber: string };
	/** The first telephone must press 1 before the other is rung. */
	playPrompt?: boolean;
	country?: { id: string };
}

/** How a RingOut stands: `ended` when the server knows it no more. */
export type RingOutOutcome = 'connected' | 'failed' | 'inProgress' | 'ended';

const PATH = '/restapi/v1.0/account/~/extension/~/ring-out';

const pathOf = (ringOutId: string) => `${PATH}/${segment(ringOutId, 'The RingOut')}`;

/** ms between two readings: 30 a minute of the 50 of the Light group. */
const POLL = 2_000;

/** Places the call. Sent once. Throws `TelephonyError`. */
export async function makeRingOut(
	connection: RingCentralConnection,
	call: RingOutCall,
): Promise<RingOut> {
	return await send<RingOut>(connection, { method: 'POST', path: PATH, body: call });
}

/** How a RingOut stands now. Throws `notFound` when the server knows it no more. */
export async function getRingOut(
	connection: RingCentralConnection,
	ringOutId: string,
): Promise<RingOut> {
	return await send<RingOut>(connection, { method: 'GET', path: pathOf(ringOutId) });
}

/**
 * Gives up a RingOut; only possible before both telephones are connected. Throws `conflict` with its
 * status when it is too late, `notFound` when the server knows it no more.
 */
export async function cancelRingOut(
	connection: RingCentralConnection,
	ringOutId: string,
): Promise<void> {
	try {
		await send(connection, { method: 'DELETE', path: pathOf(ringOutId) });
	} catch (error) {
		if (!(error instanceof TelephonyError)) throw error;
		if (error.kind !== 'notFound' && error.kind !== 'conflict') throw error;
		const late =
			error.kind === 'conflict'
				? `Cannot cancel: ${await inWords(connection, ringOutId)}`
				: `The RingOut ${ringOutId} is gone: it has ended, was cancelled, or is another user's`;
		throw new TelephonyError(error.kind, late, {
			status: error.status,
			vendorCode: error.vendorCode,
			vendorText: error.vendorText,
			cause: error,
		});
	}
}

async function inWords(connection: RingCentralConnection, ringOutId: string): Promise<string> {
	try {
		const { status } = await getRingOut(connection, ringOutId);
		return `the RingOut ${ringOutId} has the status ${status?.callStatus ?? 'unknown'} already`;
	} catch (error) {
		// The refusal itself is what counts.
		if (error instanceof TelephonyError) return `the RingOut ${ringOutId} is connected or over`;
		throw error;
	}
}

/** What a status means for who waits for the call. */
export function outcomeOf({ status }: RingOut): RingOutOutcome {
	switch (text(status?.callStatus)?.toLowerCase()) {
		case 'inprogress':
		case 'unknown':
		case undefined:
			return 'inProgress';
		case 'success':
			return 'connected';
		case 'finished':
		case 'nosessionfound':
			return 'ended';
		default:
			return 'failed';
	}
}

export interface RingOutResult {
	ringOut: RingOut;
	outcome: RingOutOutcome;
	/** Why the status could not be read to the end. The call was placed all the same. */
	failure?: TelephonyError;
}

/**
 * Follows a RingOut until it is connected or has failed, at most for `timeoutMs`; then it is still
 * `inProgress`. Never throws for a status that cannot be read: the call is placed, and an error would
 * make a workflow place it again.
 */
export async function waitForRingOut(
	connection: RingCentralConnection,
	placed: RingOut,
	timeoutMs: number,
	signal?: AbortSignal,
): Promise<RingOutResult> {
	const { clock } = connection;
	const deadline = clock.elapsed() + timeoutMs;
	let ringOut = placed;
	for (;;) {
		const outcome = outcomeOf(ringOut);
		const left = deadline - clock.elapsed();
		if (outcome !== 'inProgress' || left <= 0 || signal?.aborted) return { ringOut, outcome };
		await clock.sleep(Math.min(POLL, left), signal);
		try {
			ringOut = await getRingOut(connection, String(placed.id));
		} catch (error) {
			if (!(error instanceof TelephonyError)) throw error;
			if (error.kind === 'notFound') return { ringOut, outcome: 'ended' };
			return { ringOut, outcome, failure: error };
		}
	}
}

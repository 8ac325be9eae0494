import { callDocument } from '../xml/documents';
import { partyDocument } from '../xml/documents';
import { packagesOf } from '../delivery/subscriptions';
import { serviceText } from '../people/services';
import type { CallState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlFields } from '../xml/xml';

function acdCallInfo(world: XsiWorld, call: CallState): XmlFields | undefined {
	if (!call.acd) return undefined;
	const user = world.user(call.acd.queueId);
	const queue = world.queue(call.acd.queueId);
	const oldest = Math.min(...queue.entries.map((entry) => entry.addTime));
	return {
		acdUserId: user.userId,
		acdName: `${user.firstName} ${user.lastName}`,
		acdNumber: { '@countryCode': '1', $: `tel:${user.number}` },
		numCallsInQueue: queue.entries.length,
		waitTime: call.acd.waitTime,
		longestWaitTime: queue.entries.length > 0 ? seconds(world.now() - oldest) : undefined,
		callingPartyInfo: partyDocument(call.remote),
		dispositionCode: call.dispositionCode,
	};
}

const seconds = (ms: number) => Math.max(0, Math.floor(ms / 1000));

/** A call half as a Call document. */
export function callOf(world: XsiWorld, call: CallState): XmlFields {
	return callDocument(call, {
		recordingMode: serviceText(world.user(call.userId), 'CallRecording', 'recordingMode'),
		acdCallInfo: acdCallInfo(world, call),
	});
}

/**
 * Tells what happened to a call half. Until the phone rings only Advanced Call knows of the call
 * (docs/protocols/broadworks.md#received-before-services-act).
 */
export function publishCall(
	world: XsiWorld,
	type: string,
	call: CallState,
	more: XmlFields = {},
): void {
	const packages = packagesOf(type).filter((name) => call.offered || name === 'Advanced Call');
	world.publish({
		subject: world.user(call.userId),
		type,
		data: { call: callOf(world, call), ...more },
		packages,
	});
}

import type { IDataObject } from 'n8n-workflow';

import type { Clock } from '../../../shared/core/ports';
import { inCountry } from '../../../shared/core/recordCountry';
import type { CallMemory } from '../../client/calls/callMemory';
import { callRecordOf } from '../../client/calls/callRecord';
import type { XsiObject } from '../../client/calls/values';
import type { XsiEvent } from '../../client/channel/decode';
import { packageOf } from '../../client/subscriptions/packages';
import { recordFields } from '../item';
import type { TriggerSettings } from '../settings';

/** The present state of a user's calls (docs/protocols/broadworks.md#subscriptions). */
const PRESENT_CALLS = /^CallSubscription(?:Resync)?Event$/;

/** ms that events are on their way at most, where another subscription or connection brings the state before them. */
const OVERTAKEN = 2_000;

function releasedItem(
	call: XsiObject,
	{ targetId }: XsiEvent,
	{ output, spec, numberPlan, moment }: TriggerSettings,
): IDataObject {
	const { eventId: _old, sequenceNumber: _number, ...known } = call;
	const fields = {
		...known,
		type: 'CallReleasedEvent',
		targetId: targetId ?? '',
		state: 'Released',
	};
	const facts = moment === undefined ? {} : recordFields(fields, targetId, numberPlan);
	const item: object =
		output === 'callRecord'
			? inCountry(callRecordOf(fields, targetId), numberPlan)
			: { ...fields, event: packageOf(spec, fields.type), ...facts };
	return { ...item, recovered: true };
}

/** Compares the present state of a user with the calls known: ends that were missed go out. */
export class MissedEnds {
	/** `keptEventsBy`: `clock.elapsed()` at which the events have come that the server kept. */
	constructor(
		private readonly clock: Clock,
		private readonly settings: TriggerSettings,
		private readonly calls: CallMemory,
		private readonly keptEventsBy: () => number,
		private readonly send: (items: IDataObject[], id: string) => void,
	) {}

	/** Takes any event. What it finds goes out later, and not after `signal` is aborted. */
	async present(event: XsiEvent, signal: AbortSignal): Promise<void> {
		const { settings, calls, clock } = this;
		if (settings.spec.target.kind !== 'user' || !PRESENT_CALLS.test(event.type)) return;
		const { call } = event.fields;
		const present = (Array.isArray(call) ? call : []) as XsiObject[];
		const ended = calls.ended(event.targetId ?? '', present);
		if (settings.types.size > 0 && !settings.types.has('CallReleasedEvent')) return;
		// Whether somebody has answered says the call log.
		if (settings.moment === 'missed') return;
		if (ended.length === 0) return;
		// The present state may overtake the events of these ends.
		await clock.sleep(Math.max(OVERTAKEN, this.keptEventsBy() - clock.elapsed()), signal);
		if (signal.aborted) return;
		for (const one of ended.filter(({ callId }) => !calls.hasEnded(String(callId)))) {
			// A log may name the call otherwise.
			calls.end(String(one.callId));
			this.send([releasedItem(one, event, settings)], `ended:${String(one.callId)}`);
		}
	}
}

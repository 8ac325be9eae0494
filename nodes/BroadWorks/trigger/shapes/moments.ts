import type { IDataObject } from 'n8n-workflow';

import {
	momentName,
	momentsIn,
	RingingCalls,
	type CallMoment,
} from '../../client/calls/callMoments';
import type { XsiEvent } from '../../client/channel/decode';
import type { TriggerSettings } from '../settings';
import { NOTHING, type Shape, type ShapeContext } from './shaped';

/** ms in which a call that left one telephone rings at the next, or the answer of another comes. */
const RINGS_ON_WITHIN = 2_000;

/**
 * Makes one item of a moment of a call. A call is known as missed when it has rung at all telephones of
 * the target: where these are several, that shows a moment later.
 */
export function momentShape(
	moment: CallMoment,
	{ spec }: TriggerSettings,
	select: (event: XsiEvent, stateExpected: boolean) => IDataObject[],
	{ clock, onWait, calls = new RingingCalls() }: Omit<ShapeContext, 'mailbox'>,
): Shape {
	const target = spec.target.kind === 'user' ? 'user' : 'several';
	return (event, stateExpected) => {
		calls.see(event);
		const items = select(event, stateExpected);
		const names = momentsIn(event, moment, target);
		if (items.length === 0 || names.length === 0) return NOTHING;
		if (moment !== 'missed' || target === 'user') return { items, names };
		const rangAt = () => {
			const call = calls.of(event.fields);
			return call?.state === 'unanswered' ? call.rang : [];
		};
		if (rangAt().length === 0) return NOTHING;
		onWait?.();
		return clock.sleep(RINGS_ON_WITHIN).then(() => {
			const rang = rangAt();
			if (rang.length === 0) return NOTHING;
			return { items, names: rang.map((callId) => momentName(moment, callId)) };
		});
	};
}

import type { CallParty } from '../../../../nodes/RingCentral/client/calls/callParties';
import { json, restBench } from './restSupport';

export const party = (
	id: string,
	code: string,
	extensionId?: string,
	more: object = {},
): CallParty => ({
	id,
	direction: 'Inbound',
	status: { code },
	...(extensionId === undefined ? {} : { owner: { extensionId } }),
	...more,
});

const callOf = (...parties: CallParty[]) => json({ id: 's-1', origin: { type: 'Call' }, parties });

/** A login of extension 7 in a call as it is now. */
export function inCall(...parties: CallParty[]) {
	const bench = restBench();
	bench.http.on('GET', /sessions\/s-1$/, callOf(...parties));
	bench.http.on('GET', /extension\/~$/, json({ id: 7, extensionNumber: '101' }));
	return bench;
}

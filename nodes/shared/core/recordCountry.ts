import { compact, type CallParty, type CallRecord } from './callRecord';
import { e164Of, type NumberPlan } from './e164';

function partyIn(party: CallParty, plan: NumberPlan): CallParty {
	const { number, e164, extension } = party;
	if (e164 !== undefined || number === undefined || number === extension) return party;
	return compact({ ...party, e164: e164Of(number, plan) });
}

/**
 * The record with E.164 also for numbers that tell no country, taken for those of the *Default Country*. Not
 * between two of the same system: there such numbers are extensions.
 */
export function inCountry<T extends CallRecord>(record: T, plan: NumberPlan | undefined): T {
	if (plan === undefined || record.direction === 'internal') return record;
	return { ...record, from: partyIn(record.from, plan), to: partyIn(record.to, plan) };
}

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
	const party = (one: CallParty) => partyIn(one, plan);
	const { from, to, dialed, transfers } = record;
	return compact({
		...record,
		from: party(from),
		to: party(to),
		dialed: dialed && party(dialed),
		transfers: transfers?.map((move) =>
			compact({ ...move, from: move.from && party(move.from), to: move.to && party(move.to) }),
		),
	});
}

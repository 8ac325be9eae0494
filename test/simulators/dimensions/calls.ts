import { randomUUID } from 'node:crypto';

/** A call as the platform knows it, nothing left out. */
export interface Cdr {
	[name: string]: unknown;
	id: string;
	lost: number;
	ans: number;
	hasRec: number;
	dir: number;
	type: number;
	tags: Record<string, string>;
}

/** What a test or person says about a call. */
export interface NewCall {
	direction?: 'unknown' | 'internal' | 'inbound' | 'outbound' | 'both';
	type?: 'unknown' | 'internal' | 'external';
	caller?: string;
	callerName?: string;
	did?: string;
	didName?: string;
	/** Default true. */
	answered?: boolean;
	/** s, each */
	ring?: number;
	talk?: number;
	hold?: number;
	recorded?: boolean;
	tags?: Record<string, string>;
	cause?: string;
	/** Contacts that match the caller's number. */
	matches?: unknown[];
}

const DIRECTIONS = ['unknown', 'internal', 'inbound', 'outbound', 'both'];
const TYPES = ['unknown', 'internal', 'external'];

/** Who calls when nobody is named. */
export const USUAL_CALLER = '+442079460123';

const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}+00:00`;

/** A finished call with every member of docs/protocols/dimensions.md#members-of-cdr. */
export function finishedCall(
	{
		direction = 'inbound',
		type = 'external',
		caller = USUAL_CALLER,
		callerName = '',
		did = '+441614960100',
		didName = 'Sales',
		answered = true,
		ring = 6,
		talk = 110,
		hold = 0,
		recorded = true,
		tags = {},
		cause = 'NORMAL_CLEARING',
		matches = [],
	}: NewCall,
	now: number,
): Cdr {
	const spent = answered ? talk + hold : 0;
	const end = Math.floor(now / 1000) * 1000;
	const start = end - (ring + spent) * 1000;
	const person = (prefix: string, who: string, there: boolean) => ({
		[`${prefix}${who}Num`]: there ? '302' : '',
		[`${prefix}${who}Name`]: there ? 'Test User' : '',
	});
	return {
		id: randomUUID(),
		dType: 'CloudSessionCdr',
		sVer: 1,
		pbxId: '44444444-4444-4444-8444-444444444444',
		pbxName: 'Simulated PBX',
		tz: 'Europe/London',
		start: iso(start),
		answer: answered ? iso(start + ring * 1000) : '',
		end: iso(end),
		dur: ring + spent,
		ring,
		talk: answered ? talk : 0,
		hold: answered ? hold : 0,
		park: 0,
		lost: answered ? 0 : 1,
		lostInPark: 0,
		aban: 0,
		ans: answered ? 1 : 0,
		short: 0,
		cause,
		dir: DIRECTIONS.indexOf(direction),
		type: TYPES.indexOf(type),
		t2t: 0,
		cliNum: caller,
		cliName: callerName,
		cliLoc: 'United Kingdom',
		cliArea: '20',
		cliState: '',
		cliCtry: 'GB',
		ddiNum: did,
		ddiName: didName,
		...person('fRng', 'Dev', true),
		...person('lRng', 'Dev', true),
		...person('ans', 'Dev', answered),
		...person('lAns', 'Dev', answered),
		...person('fRng', 'Usr', true),
		...person('lRng', 'Usr', true),
		...person('ans', 'Usr', answered),
		...person('lAns', 'Usr', answered),
		...person('fRng', 'Agt', true),
		...person('lRng', 'Agt', true),
		...person('ans', 'Agt', answered),
		...person('lAns', 'Agt', answered),
		rteID: '',
		rteName: '',
		fRngGroupName: 'Sales',
		ansGroupName: answered ? 'Sales' : '',
		lRngGroupName: 'Sales',
		hasRec: recorded ? 1 : 0,
		rate: 0,
		rateCost: 0,
		rateBand: '',
		rateName: '',
		recordingIds: recorded ? [randomUUID()] : [],
		directoryMatches: matches,
		tags,
	};
}

/** Members that are zero or empty are left out (docs/protocols/dimensions.md#members-of-cdr). */
export function withoutZeros(cdr: Cdr): Record<string, unknown> {
	const empty = (value: unknown) =>
		value === 0 || value === '' || (Array.isArray(value) && value.length === 0);
	return Object.fromEntries(Object.entries(cdr).filter(([, value]) => !empty(value)));
}

/** The filter of a webhook; all members must hold. */
export interface WebhookFilter {
	direction?: NewCall['direction'];
	type?: NewCall['type'];
	lost?: boolean;
	did?: string;
}

export function passesFilter(cdr: Cdr, filter: WebhookFilter): boolean {
	return (
		(filter.direction === undefined || DIRECTIONS[cdr.dir] === filter.direction) &&
		(filter.type === undefined || TYPES[cdr.type] === filter.type) &&
		(filter.lost === undefined || (cdr.lost === 1) === filter.lost) &&
		(filter.did === undefined || cdr.ddiNum === filter.did)
	);
}

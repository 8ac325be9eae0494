/** What the PBX tells about; generation 2 uses the same names with other members. */
export type PushKind =
	| 'dialBegin'
	| 'dialEnd'
	| 'hangup'
	| 'extensionStatus'
	| 'ivr'
	| 'callRecord'
	| 'queueCallRecord'
	| 'intercomRecord'
	| 'pagingRecord'
	| 'unknown';

/** Names on the wire (docs/protocols/coocenter.md#pushes): the start of a dial has two spellings. */
export const WIRE_NAMES: Record<Exclude<PushKind, 'unknown'>, readonly string[]> = {
	dialBegin: ['dialbegein', 'dialbegin'],
	dialEnd: ['dialend'],
	hangup: ['hangup'],
	extensionStatus: ['extensionstatus'],
	ivr: ['ivr'],
	callRecord: ['cdr'],
	queueCallRecord: ['cc_cdr'],
	intercomRecord: ['idr'],
	pagingRecord: ['pdr'],
};

/** The kind of a name on the wire. */
export function kindOf(name: string): PushKind {
	const wanted = name.toLowerCase();
	const found = Object.entries(WIRE_NAMES).find(([, names]) => names.includes(wanted));
	return (found?.[0] as PushKind | undefined) ?? 'unknown';
}

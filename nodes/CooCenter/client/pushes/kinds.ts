/** What an event can be filtered by; an event that does not tell it is let through. */
export type Aspect = 'party' | 'queue' | 'direction' | 'outcome';

interface Kind {
	/** Names on the wire, in lower case (docs/protocols/coocenter.md#pushes). */
	wire: readonly string[];
	carries: readonly Aspect[];
}

/** Everything the PBX tells; generation 2 uses the same names with other members. */
export const KINDS = {
	// The start of a dial has two spellings.
	dialBegin: { wire: ['dialbegein', 'dialbegin'], carries: ['party'] },
	dialEnd: { wire: ['dialend'], carries: ['party'] },
	hangup: { wire: ['hangup'], carries: ['party'] },
	extensionStatus: { wire: ['extensionstatus'], carries: ['party'] },
	ivr: { wire: ['ivr'], carries: ['party', 'queue', 'direction'] },
	callRecord: { wire: ['cdr'], carries: ['party', 'direction', 'outcome'] },
	queueCallRecord: { wire: ['cc_cdr'], carries: ['party', 'queue', 'direction', 'outcome'] },
	intercomRecord: { wire: ['idr'], carries: ['party', 'direction'] },
	pagingRecord: { wire: ['pdr'], carries: ['party', 'direction'] },
	unknown: { wire: [], carries: [] },
} as const satisfies Record<string, Kind>;

export type PushKind = keyof typeof KINDS;

/** The kind of a name on the wire. */
export function kindOf(name: string): PushKind {
	const wanted = name.toLowerCase();
	const kinds = Object.entries<Kind>(KINDS);
	const found = kinds.find(([, { wire }]) => wire.includes(wanted));
	return (found?.[0] as PushKind | undefined) ?? 'unknown';
}

/** Whether events of a kind tell what a filter asks for. */
export const carries = (kind: PushKind, aspect: Aspect): boolean =>
	(KINDS[kind].carries as readonly Aspect[]).includes(aspect);

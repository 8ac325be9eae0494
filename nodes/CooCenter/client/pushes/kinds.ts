/** What an event can be filtered by; an event that does not tell it is let through. */
export type Aspect = 'party' | 'queue' | 'direction' | 'outcome';

interface Kind {
	/** Names on the wire, in lower case (docs/protocols/coocenter.md#pushes). */
	wire: readonly string[];
	tells: readonly Aspect[];
}

/** Everything the PBX tells; generation 2 uses the same names with other members. */
export const KINDS = {
	// The start of a dial has two spellings.
	dialBegin: { wire: ['dialbegein', 'dialbegin'], tells: ['party'] },
	dialEnd: { wire: ['dialend'], tells: ['party'] },
	hangup: { wire: ['hangup'], tells: ['party'] },
	extensionStatus: { wire: ['extensionstatus'], tells: ['party'] },
	ivr: { wire: ['ivr'], tells: ['party', 'queue', 'direction'] },
	callRecord: { wire: ['cdr'], tells: ['party', 'direction', 'outcome'] },
	queueCallRecord: { wire: ['cc_cdr'], tells: ['party', 'queue', 'direction', 'outcome'] },
	intercomRecord: { wire: ['idr'], tells: ['party', 'direction'] },
	pagingRecord: { wire: ['pdr'], tells: ['party', 'direction'] },
	unknown: { wire: [], tells: [] },
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
export const tells = (kind: PushKind, aspect: Aspect): boolean =>
	(KINDS[kind].tells as readonly Aspect[]).includes(aspect);

/** What a member of the call data holds. */
export type CdrKind =
	| 'text'
	/** Telephone number in E.164. */
	| 'phone'
	/** Whole seconds or a code. */
	| 'integer'
	| 'decimal'
	/** 1 or 0, absent for 0. */
	| 'flag'
	| 'time'
	| 'list';

export interface CdrField {
	/** The vendor's name. */
	name: string;
	kind: CdrKind;
	/** Other spellings: those of the French copy, and those the page is not sure of. */
	aliases: readonly string[];
}

const field = (kind: CdrKind, name: string, ...aliases: string[]): CdrField => ({
	name,
	kind,
	aliases,
});
const fields = (kind: CdrKind, names: string): CdrField[] =>
	names.split(' ').map((name) => field(kind, name));

/** Device, user and agent that rang first, rang last, answered, answered last. */
const people = ['Dev', 'Usr', 'Agt'].flatMap((who) =>
	['fRng', 'lRng', 'ans', 'lAns'].flatMap((when) => [
		field('text', `${when}${who}Num`),
		// One sample key is misspelt.
		field('text', `${when}${who}Name`, ...(when === 'lRng' && who === 'Dev' ? ['lRgDevName'] : [])),
	]),
);

/** Every member of `cdr` (docs/protocols/dimensions.md#members-of-cdr). */
export const CDR_FIELDS: readonly CdrField[] = [
	...fields('text', 'id dType'),
	field('integer', 'sVer'),
	field('text', 'pbxId'),
	field('text', 'pbxName', 'pbxNom'),
	field('text', 'tz'),
	field('time', 'start', 'commencer'),
	field('time', 'answer', 'répondre', 'ansTime', 'answered'),
	field('time', 'end', 'fin'),
	field('integer', 'dur', 'durée'),
	field('integer', 'ring', 'bague', 'anneau'),
	field('integer', 'talk', 'parler'),
	field('integer', 'hold', 'tenir'),
	field('integer', 'park', 'parc'),
	field('flag', 'lost', 'perdu'),
	...fields('flag', 'lostInPark aban ans'),
	field('flag', 'short', 'court'),
	field('text', 'cause'),
	field('integer', 'dir', 'réal'),
	field('integer', 'type'),
	field('flag', 't2t'),
	field('phone', 'cliNum'),
	...fields('text', 'cliName cliLoc cliArea cliState cliCtry'),
	field('phone', 'ddiNum'),
	...fields('text', 'ddiName'),
	...people,
	field('text', 'rteID', 'rteId'),
	...fields('text', 'rteName fRngGroupName lRngGroupName ansGroupName'),
	field('flag', 'hasRec'),
	field('flag', 'rate', 'taux', 'rated'),
	field('decimal', 'rateCost'),
	...fields('text', 'rateBand rateName'),
	field('list', 'recordingIds', 'enregistrementIdés'),
	field('list', 'directoryMatches', 'annuairematchs'),
	field('list', 'tags', 'étiquettes'),
];

/** Members of the envelope (docs/protocols/dimensions.md#envelope). */
export const ENVELOPE_FIELDS = ['triggerId', 'id', 'tenantId', 'cdr', 'customData'] as const;

/** Characters of a name that may be one of the vendor's; the folding below is not linear. */
const LONGEST_NAME = 64;

const isPlain = (name: string) => /^[\x20-\x7e]*$/.test(name);

/** Names are compared without case and accents. */
export function foldName(name: string): string {
	if (name.length > LONGEST_NAME) return name;
	const bare = isPlain(name) ? name : name.normalize('NFD').replace(/\p{Mn}/gu, '');
	return bare.toLowerCase();
}

/** Members by every spelling. */
export const CDR_BY_NAME: ReadonlyMap<string, CdrField> = new Map(
	CDR_FIELDS.flatMap((entry) =>
		[entry.name, ...entry.aliases].map((name): [string, CdrField] => [foldName(name), entry]),
	),
);

/** `dir` (docs/protocols/dimensions.md#members-of-cdr). */
export const DIRECTIONS = ['unknown', 'internal', 'inbound', 'outbound', 'both'] as const;

/** `type` (docs/protocols/dimensions.md#members-of-cdr). */
export const CALL_TYPES = ['unknown', 'internal', 'external'] as const;

export type DirectionText = (typeof DIRECTIONS)[number];
export type CallTypeText = (typeof CALL_TYPES)[number];

import { isObject, objects, text, type JsonObject } from '../transport/answers';

/** The members of a record and of all its legs, each thing once by its id: the record's own come first. */
function everywhere(record: JsonObject, member: string): JsonObject[] {
	const found = new Map<string, JsonObject>();
	for (const holder of [record, ...objects(record.legs)]) {
		const value = holder[member];
		for (const each of Array.isArray(value) ? objects(value) : isObject(value) ? [value] : []) {
			const name = text(each.id) ?? text(each.contentUri) ?? text(each.uri) ?? JSON.stringify(each);
			if (!found.has(name)) found.set(name, each);
		}
	}
	return [...found.values()];
}

/**
 * Recordings of a call: one of the record, and others that may stand in legs only
 * (docs/protocols/ringcentral.md#several-records-of-a-call).
 */
export const recordingsOf = (record: JsonObject): JsonObject[] => [
	...everywhere(record, 'recording'),
	...everywhere(record, 'recordings').filter(
		({ id }) => !everywhere(record, 'recording').some((known) => text(known.id) === text(id)),
	),
];

/** Voicemails that a call left, wherever in its record they stand. */
export const voicemailsOf = (record: JsonObject): JsonObject[] =>
	everywhere(record, 'message').filter(
		({ type }) => (text(type) ?? '').toLowerCase() === 'voicemail',
	);

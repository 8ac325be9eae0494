import { TelephonyError } from '../../../shared/core/errors';
import { directoryPages, type DirectoryEntry } from '../calls/users';
import type { XsiConnection } from '../transport/connection';

/** A person who was found. */
export interface FoundPerson extends DirectoryEntry {
	/** First and last name. */
	name: string;
	/** What reaches the person's telephone when it is dialed. */
	phone: string;
}

const wordsOf = (text: string) =>
	text
		.toLowerCase()
		.split(/[\s,]+/)
		.filter(Boolean);

function personOf({ serviceName: _service, ...entry }: DirectoryEntry): FoundPerson {
	const name = [entry.firstName, entry.lastName].filter(Boolean).join(' ');
	return { ...entry, name, phone: entry.extension || entry.number || entry.userId };
}

/**
 * People of the enterprise around a user who have every word of a text in their names or extension, in any order and
 * case; no queues (docs/protocols/broadworks.md#directories-logs-voice-mail). Throws `badRequest` for no text.
 */
export async function findPeople(
	connection: XsiConnection,
	userId: string,
	text: string,
	limit: number,
): Promise<FoundPerson[]> {
	const words = wordsOf(text);
	if (words.length === 0) throw new TelephonyError('badRequest', 'Enter a name or an extension');
	// The server compares one field with one text: the longest word leaves the fewest people.
	const [longest] = [...words].sort((a, b) => b.length - a.length);
	const found: FoundPerson[] = [];
	for await (const entries of directoryPages(connection, userId, { text: longest })) {
		const people = entries.filter(({ serviceName }) => serviceName === undefined);
		found.push(
			...people.map(personOf).filter(({ name, extension }) => {
				const own = wordsOf(`${name} ${extension ?? ''}`).join(' ');
				return words.every((word) => own.includes(word));
			}),
		);
		if (found.length >= limit) break;
	}
	return found.slice(0, limit);
}

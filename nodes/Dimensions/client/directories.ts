import { isTransient, TelephonyError } from '../../shared/core/errors';
import { isRecord } from '../../shared/core/records';
import { pathSegment } from '../../shared/core/typedPath';
import type { DimensionsReply } from './answers';
import { send, type DimensionsConnection } from './connection';

/** A contact directory (docs/protocols/dimensions.md#contact-directories). */
export type Directory = Record<string, unknown>;

/** A contact: `{id, fields: {...}}`. */
export type Contact = Record<string, unknown>;

/** How a contact is named: by its own id, or by its id in a CRM. */
export interface ContactKey {
	by: 'id' | 'crmId';
	value: string;
}

/** One change of JSON Patch (RFC 6902). */
export interface PatchChange {
	op: 'add' | 'remove' | 'replace';
	/** `/fields/phone2` */
	path: string;
	value?: unknown;
}

const DIRECTORIES = 'contactdirectories';

/** Where one directory or all of them are. */
const directoryPath = (directoryId: string) =>
	`${DIRECTORIES}/${pathSegment(directoryId, 'The directory')}`;

const KINDS = { id: 'items', crmId: 'crmitems' } as const;

function contactPath(directoryId: string, { by, value }: ContactKey): string {
	return `${directoryPath(directoryId)}/${KINDS[by]}/${pathSegment(value, 'The contact')}`;
}

/** The objects in `data`, which is a list or one of them: a single directory comes as a list of one. */
const allOf = ({ data }: DimensionsReply) => [data].flat().filter(isRecord);

function oneOf(reply: DimensionsReply): Record<string, unknown> {
	const [one] = allOf(reply);
	if (one) return one;
	throw new TelephonyError('notFound', 'Dimensions answered without a directory or contact');
}

/** The contact after a change; empty where the server tells nothing of it. */
const changedOf = (reply: DimensionsReply): Contact => allOf(reply)[0] ?? {};

/** All directories; `page_size` is how many came. */
export async function listDirectories(connection: DimensionsConnection): Promise<Directory[]> {
	return allOf(await send(connection, { method: 'GET', path: DIRECTORIES }));
}

export async function getDirectory(
	connection: DimensionsConnection,
	directoryId: string,
): Promise<Directory> {
	return oneOf(await send(connection, { method: 'GET', path: directoryPath(directoryId) }));
}

export async function getContact(
	connection: DimensionsConnection,
	directoryId: string,
	key: ContactKey,
): Promise<Contact> {
	return oneOf(await send(connection, { method: 'GET', path: contactPath(directoryId, key) }));
}

/** Contacts of a directory; the interface table names the call, no page shows it. */
export async function listContacts(
	connection: DimensionsConnection,
	directoryId: string,
): Promise<Contact[]> {
	const path = `${directoryPath(directoryId)}/items`;
	return allOf(await send(connection, { method: 'GET', path }));
}

/** Creates a contact; with `by: crmId` its fields name the id in the CRM. */
export async function createContact(
	connection: DimensionsConnection,
	directoryId: string,
	by: ContactKey['by'],
	fields: Record<string, unknown>,
): Promise<Contact> {
	return changedOf(
		await send(connection, {
			method: 'POST',
			path: `${directoryPath(directoryId)}/${KINDS[by]}`,
			body: { fields },
		}),
	);
}

/** Replaces every field of a contact: those not given are gone. */
export async function replaceContact(
	connection: DimensionsConnection,
	directoryId: string,
	key: ContactKey,
	fields: Record<string, unknown>,
): Promise<Contact> {
	return changedOf(
		await send(connection, {
			method: 'PUT',
			path: contactPath(directoryId, key),
			body: { fields },
		}),
	);
}

const isEmpty = (value: unknown) => value === '' || value === null;

/** Where JSON Patch finds a field (RFC 6901, section 3). */
const fieldPath = (name: string) => `/fields/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`;

/** A field with text is set, an empty one is removed. */
export function changesOf(fields: Record<string, unknown>): PatchChange[] {
	return Object.entries(fields).map(([name, value]) => {
		const path = fieldPath(name);
		return isEmpty(value) ? { op: 'remove' as const, path } : { op: 'add' as const, path, value };
	});
}

/** The fields of a contact by name; none where the server told none. */
export const fieldsOf = ({ fields }: Contact): Record<string, unknown> =>
	isRecord(fields) ? fields : {};

/**
 * The changes without removals of fields in which the contact has nothing: a server refuses the whole patch for
 * one of them (RFC 6902, sections 4.2 and 5).
 */
export function changesFor(contact: Contact, changes: readonly PatchChange[]): PatchChange[] {
	const filled = Object.entries(fieldsOf(contact)).filter(([, value]) => !isEmpty(value));
	const paths = new Set(filled.map(([name]) => fieldPath(name)));
	return changes.filter(({ op, path }) => op !== 'remove' || paths.has(path));
}

/**
 * The contact; undefined where the server does not show its fields: no page has that answer
 * (docs/protocols/dimensions.md#contact-directories). Throws what waiting can cure.
 */
async function shownContact(
	connection: DimensionsConnection,
	directoryId: string,
	key: ContactKey,
): Promise<Contact | undefined> {
	try {
		const contact = await getContact(connection, directoryId, key);
		return isRecord(contact.fields) ? contact : undefined;
	} catch (error) {
		if (!(error instanceof TelephonyError) || isTransient(error)) throw error;
		return undefined;
	}
}

/**
 * Changes some fields of a contact by JSON Patch. Where the list is refused and something is removed, the contact
 * is read, and what it does not have is left out. The vendor's page prints a single change where RFC 6902 wants a
 * list: where the list is refused still, each change goes alone, and a removal that is refused is gone past where
 * nobody knows whether there is something (docs/protocols/dimensions.md#contact-directories, inferred).
 */
export async function updateContact(
	connection: DimensionsConnection,
	directoryId: string,
	key: ContactKey,
	changes: readonly PatchChange[],
): Promise<Contact> {
	const path = contactPath(directoryId, key);
	const patch = async (body: unknown) => await send(connection, { method: 'PATCH', path, body });
	/** Undefined where the server refuses it as wrong. */
	const tried = async (body: unknown) => {
		try {
			return await patch(body);
		} catch (error) {
			if (!(error instanceof TelephonyError) || error.kind !== 'badRequest') throw error;
			return undefined;
		}
	};
	const whole = await tried(changes);
	if (whole) return changedOf(whole);
	const hasRemoval = changes.some(({ op }) => op === 'remove');
	const contact = hasRemoval ? await shownContact(connection, directoryId, key) : undefined;
	const possible = contact ? changesFor(contact, changes) : changes;
	if (contact && possible.length === 0) return contact;
	const shorter = possible.length < changes.length ? await tried(possible) : undefined;
	if (shorter) return changedOf(shorter);
	let last: DimensionsReply = {};
	for (const change of possible) {
		const mayBeAbsent = change.op === 'remove' && !contact;
		last = (mayBeAbsent ? await tried(change) : await patch(change)) ?? last;
	}
	return changedOf(last);
}

export async function deleteContact(
	connection: DimensionsConnection,
	directoryId: string,
	key: ContactKey,
): Promise<void> {
	await send(connection, { method: 'DELETE', path: contactPath(directoryId, key) });
}

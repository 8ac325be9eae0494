import { e164Of } from '../../shared/core/e164';
import { TelephonyError, type ErrorKind } from '../../shared/core/errors';
import { isRecord } from '../../shared/core/records';
import type { DimensionsConnection } from './connection';
import {
	changesFor,
	changesOf,
	createContact,
	fieldsOf,
	listContacts,
	updateContact,
	type Contact,
} from './directories';

/** Values of a contact by field, as `{fullName, phone1, crmId}`. */
export type ContactFields = Record<string, unknown>;

/** What became of a contact, with the contact as the server told it. */
export interface SavedContact {
	outcome: 'created' | 'updated';
	contact: Contact;
}

/** `phone1` to `phone4` of a contact that have something in them. */
const numbersOf = (fields: ContactFields): string[] =>
	[1, 2, 3, 4]
		.map((place) => String(fields[`phone${place}`] ?? '').trim())
		.filter((number) => number !== '');

/** An empty field removes what a contact has; a new contact has nothing to remove. */
const withoutEmpty = (fields: ContactFields): ContactFields =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== null));

const isNotFound = (error: unknown) => error instanceof TelephonyError && error.kind === 'notFound';

/**
 * Changes the contact with the CRM ID of `fields`, or creates it where there is none
 * (docs/protocols/dimensions.md#contact-directories, items by CRM id). Throws `badRequest` without one.
 */
export async function saveByCrmId(
	connection: DimensionsConnection,
	directoryId: string,
	fields: ContactFields,
): Promise<SavedContact> {
	const crmId = String(fields.crmId ?? '').trim();
	if (crmId === '') {
		throw new TelephonyError('badRequest', 'The contact has no CRM ID: set it among its fields');
	}
	const key = { by: 'crmId', value: crmId } as const;
	try {
		const contact = await updateContact(connection, directoryId, key, changesOf(fields));
		return { outcome: 'updated', contact };
	} catch (error) {
		if (!isNotFound(error)) throw error;
	}
	const contact = await createContact(connection, directoryId, 'crmId', withoutEmpty(fields));
	return { outcome: 'created', contact };
}

/**
 * The contacts of one directory by their numbers. It is read once, and knows what is saved through it, so that
 * two rows with one number become one contact.
 */
export class NumberBook {
	private byNumber?: Promise<Map<string, Set<Contact>>>;

	constructor(
		private readonly connection: DimensionsConnection,
		private readonly directoryId: string,
	) {}

	/**
	 * Contacts that have the number in any of their four fields, however it is written. Throws `badRequest` for what
	 * is no number.
	 */
	async find(number: string): Promise<Contact[]> {
		const wanted = this.keyOf(number);
		if (wanted === '') {
			throw new TelephonyError('badRequest', `"${number}" is not a telephone number`);
		}
		this.byNumber ??= this.read();
		const known = (await this.byNumber).get(wanted) ?? new Set();
		return [...known].filter((contact) => this.keysOf(contact).includes(wanted));
	}

	/**
	 * Changes the contact that has one of the numbers of `fields`, or creates one. Throws `badRequest` without a
	 * number, and where several contacts have one: which of them is meant nobody can tell.
	 */
	async save(fields: ContactFields): Promise<SavedContact> {
		const found = new Set<Contact>();
		const numbers = numbersOf(fields);
		for (const number of numbers) {
			for (const contact of await this.find(number)) found.add(contact);
		}
		if (numbers.length === 0) {
			throw new TelephonyError('badRequest', 'The contact has no number: set Phone 1 to Phone 4');
		}
		if (found.size > 1) {
			const ids = [...found].map(({ id }) => String(id)).join(', ');
			throw new TelephonyError(
				'badRequest',
				`Several contacts have the number (${ids}): change the one that is meant by its ID`,
			);
		}
		const [known] = found;
		return known === undefined ? await this.create(fields) : await this.change(known, fields);
	}

	private async create(fields: ContactFields): Promise<SavedContact> {
		const { connection, directoryId } = this;
		const contact = await createContact(connection, directoryId, 'id', withoutEmpty(fields));
		// A server that does not tell the ID is asked for it when the number comes up again.
		if (contact.id === undefined) this.byNumber = undefined;
		else await this.note({ fields, ...contact });
		return { outcome: 'created', contact };
	}

	private async change(known: Contact, fields: ContactFields): Promise<SavedContact> {
		const { connection, directoryId } = this;
		const id = String(known.id);
		const key = { by: 'id', value: id } as const;
		const changes = changesFor(known, changesOf(fields));
		const contact = await updateContact(connection, directoryId, key, changes);
		known.fields = { ...fieldsOf(known), ...fields };
		await this.note(known);
		return { outcome: 'updated', contact: { id, ...contact } };
	}

	/** E.164, or the digits of a number whose country is not known: the same however it is written. */
	private keyOf(number: string): string {
		return e164Of(number, this.connection.numberPlan) ?? number.replace(/\D/g, '');
	}

	private keysOf(contact: Contact): string[] {
		return numbersOf(fieldsOf(contact)).map((number) => this.keyOf(number));
	}

	private async read(): Promise<Map<string, Set<Contact>>> {
		const byNumber = new Map<string, Set<Contact>>();
		for (const contact of await listContacts(this.connection, this.directoryId)) {
			this.add(byNumber, contact);
		}
		return byNumber;
	}

	private async note(contact: Contact): Promise<void> {
		if (this.byNumber) this.add(await this.byNumber, contact);
	}

	private add(byNumber: Map<string, Set<Contact>>, contact: Contact): void {
		for (const key of this.keysOf(contact)) {
			byNumber.set(key, (byNumber.get(key) ?? new Set()).add(contact));
		}
	}
}

/** What became of one row. */
export type SavedRow = { row: number } & (
	| SavedContact
	| { outcome: 'failed' | 'notSent'; error: string }
);

/** What the next row would meet as well. */
const ENDS_ALL: ReadonlySet<ErrorKind> = new Set([
	'unauthorized',
	'forbidden',
	'notFound',
	'unavailable',
]);

const reasonOf = ({ message, vendorText }: TelephonyError) =>
	vendorText === undefined ? message : `${message}: ${vendorText}`;

/**
 * Saves one contact after the other and reports each. A row that the server refuses does not keep the next ones;
 * after one that met what all would meet (no login, no such directory, no server) the rest is not sent. Throws
 * where that was the first.
 * @param rows objects with fields of a contact, or `{fields}`; `row` counts from 1
 */
export async function saveRows(
	rows: readonly unknown[],
	save: (fields: ContactFields) => Promise<SavedContact>,
): Promise<SavedRow[]> {
	const report: SavedRow[] = [];
	let ended: string | undefined;
	for (const [index, given] of rows.entries()) {
		const row = index + 1;
		if (ended !== undefined) {
			report.push({ row, outcome: 'notSent', error: ended });
		} else if (!isRecord(given)) {
			report.push({ row, outcome: 'failed', error: 'The row is not an object with fields' });
		} else {
			try {
				report.push({ row, ...(await save(isRecord(given.fields) ? given.fields : given)) });
			} catch (error) {
				const endsAll = error instanceof TelephonyError && ENDS_ALL.has(error.kind);
				if (!(error instanceof TelephonyError) || (endsAll && index === 0)) throw error;
				const reason = reasonOf(error);
				if (endsAll) ended = `Row ${row} failed: ${reason}`;
				report.push({ row, outcome: 'failed', error: reason });
			}
		}
	}
	return report;
}

import { randomUUID } from 'node:crypto';

import type { JsonReply, JsonRequest } from '../shared/jsonServer';

interface Contact {
	id: string;
	fields: Record<string, unknown>;
}

interface Directory {
	id: string;
	name: string;
	description: string;
	fields: string[];
	contacts: Contact[];
}

interface Change {
	op?: string;
	path?: string;
	value?: unknown;
}

const FIELDS = [
	...['title', 'fullName', 'companyName', 'jobTitle'],
	...['phone1', 'phone2', 'phone3', 'phone4', 'email', 'crmId'],
	...Array.from({ length: 10 }, (_empty, index) => `field${index + 1}`),
	'avatar',
];

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A failure with the status and text of the API. */
class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(body: string): unknown {
	try {
		return JSON.parse(body) as unknown;
	} catch {
		throw new Refusal(400, 'The body is not valid JSON.');
	}
}

function fieldsFrom(body: string): Record<string, unknown> {
	const value = parsed(body);
	const fields = isObject(value) ? value.fields : undefined;
	if (!isObject(fields)) throw new Refusal(400, "The value 'fields' is missing.");
	const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name));
	if (unknown !== undefined) throw new Refusal(400, `The field '${unknown}' is not valid.`);
	return fields;
}

/** The contact directories and their REST interface (docs/protocols/dimensions.md#contact-directories). */
export class Directories {
	readonly list: Directory[] = [
		{
			id: '00000000-0000-0000-0000-000000000001',
			name: 'My Global',
			description: 'This is my global directory',
			fields: FIELDS,
			contacts: [],
		},
		{
			id: '00000000-0000-0000-0000-000000000002',
			name: 'Suppliers',
			description: '',
			fields: FIELDS,
			contacts: [],
		},
	];

	/** Whether PATCH takes a list (RFC 6902), or one change as the vendor's page prints it. */
	patchTakes: 'list' | 'object' = 'list';

	/** Contacts whose number it is, as a push carries them. */
	matches(number: string): unknown[] {
		return this.list.flatMap(({ id, name, contacts }) =>
			contacts
				.filter(({ fields }) => [1, 2, 3, 4].some((n) => fields[`phone${n}`] === number))
				.map((contact) => ({
					dirName: name,
					dirId: id,
					dirType: 'DirectoryContactMatch',
					contactId: contact.id,
					fields: contact.fields,
				})),
		);
	}

	/** Answers below `/api/v1.0/`. */
	answer({ method, body }: JsonRequest, path: string, now: number): JsonReply {
		const timestamp = new Date(now).toISOString();
		try {
			const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
			const { status, ...reply } = this.route(method, parts, body);
			return { status, body: { ...reply, status: 'success', timestamp } };
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			const { status, message } = error;
			return { status, body: { error: status, message, status: 'error', timestamp } };
		}
	}

	private route(method: string, parts: string[], body: string) {
		const [root, directoryId, kind, key] = parts;
		if (root !== 'contactdirectories' || parts.length > 4) throw new Refusal(404, 'Not found.');
		const view = ({ contacts: _contacts, ...directory }: Directory) => directory;
		if (directoryId === undefined && method === 'GET') {
			return { status: 200, page_size: this.list.length, data: this.list.map(view) };
		}
		if (!GUID.test(directoryId ?? '')) {
			throw new Refusal(400, `The value '${directoryId ?? ''}' is not valid.`);
		}
		const directory = this.list.find(({ id }) => id === directoryId);
		if (!directory) throw new Refusal(404, 'The directory was not found.');
		if (kind === undefined && method === 'GET') return { status: 200, data: [view(directory)] };
		if (kind !== 'items' && kind !== 'crmitems') throw new Refusal(404, 'Not found.');
		if (key === undefined) return this.collection(directory, kind, method, body);
		return this.contact(directory, kind, key, method, body);
	}

	private collection({ contacts }: Directory, kind: string, method: string, body: string) {
		if (method === 'GET') return { status: 200, page_size: contacts.length, data: contacts };
		if (method !== 'POST') throw new Refusal(405, 'Not allowed.');
		const fields = fieldsFrom(body);
		if (kind === 'crmitems' && !fields.crmId)
			throw new Refusal(400, "The value 'crmId' is missing.");
		const contact = { id: randomUUID(), fields };
		contacts.push(contact);
		return { status: 201, data: contact };
	}

	private contact(directory: Directory, kind: string, key: string, method: string, body: string) {
		if (kind === 'items' && !GUID.test(key))
			throw new Refusal(400, `The value '${key}' is not valid.`);
		const contact = directory.contacts.find(({ id, fields }) =>
			kind === 'items' ? id === key : fields.crmId === key,
		);
		if (!contact) throw new Refusal(404, 'The contact was not found.');
		switch (method) {
			case 'GET':
				return { status: 200, data: contact };
			case 'PUT':
				contact.fields = fieldsFrom(body);
				return { status: 201, data: contact };
			case 'PATCH':
				this.patch(contact, parsed(body));
				return { status: 201, data: contact };
			case 'DELETE':
				directory.contacts.splice(directory.contacts.indexOf(contact), 1);
				return { status: 200 };
			default:
				throw new Refusal(405, 'Not allowed.');
		}
	}

	private patch(contact: Contact, written: unknown): void {
		if (Array.isArray(written) !== (this.patchTakes === 'list')) {
			throw new Refusal(400, 'The patch document is not valid.');
		}
		const fields = { ...contact.fields };
		for (const { op, path = '', value } of [written].flat() as Change[]) {
			const name = /^\/fields\/(\w+)$/.exec(path)?.[1] ?? '';
			if (!FIELDS.includes(name)) throw new Refusal(400, `The path '${path}' is not valid.`);
			// What is removed or replaced must be there (RFC 6902, sections 4.2 and 4.3), else nothing is changed (5).
			if ((op === 'remove' || op === 'replace') && !(name in fields)) {
				throw new Refusal(400, `The target location '${path}' was not found.`);
			}
			if (op === 'remove') delete fields[name];
			else if (op === 'add' || op === 'replace') fields[name] = value;
			else throw new Refusal(400, `The operation '${op ?? ''}' is not valid.`);
		}
		contact.fields = fields;
	}
}

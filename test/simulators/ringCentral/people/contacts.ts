import { listReply } from '../requests/paging';
import {
	badParameter,
	notFound,
	type RouteContext,
	type RouteReply,
	type Router,
} from '../requests/router';
import type { World } from '../world';

const EXTENSION = '/restapi/v1.0/account/{accountId}/extension/{extensionId}';
const CONTACTS = `${EXTENSION}/address-book/contact`;
const BLOCKING = `${EXTENSION}/caller-blocking`;
const LONGEST_LABEL = 60;

/** What a client said of a contact. */
export interface Contact {
	/** Decimal digits. */
	id: string;
	content: Record<string, unknown>;
}

export interface ListedNumber {
	id: string;
	phoneNumber: string;
	label?: string;
	status: 'Blocked' | 'Allowed';
}

/** Personal contacts and caller blocking of every extension. */
export class AddressBooks {
	private readonly books = new Map<string, Map<string, Contact>>();

	private readonly lists = new Map<string, Map<string, ListedNumber>>();

	private readonly blocking = new Map<string, Record<string, unknown>>();

	constructor(private readonly world: World) {}

	/** Contacts of an extension by id. */
	of(extensionId: string): Map<string, Contact> {
		const book = this.books.get(extensionId) ?? new Map<string, Contact>();
		this.books.set(extensionId, book);
		return book;
	}

	add(extensionId: string, content: Contact['content']): Contact {
		const contact = { id: this.world.nextId('62'), content };
		this.of(extensionId).set(contact.id, contact);
		return contact;
	}

	/** Blocked and allowed numbers of an extension by id. */
	numbersOf(extensionId: string): Map<string, ListedNumber> {
		const numbers = this.lists.get(extensionId) ?? new Map<string, ListedNumber>();
		this.lists.set(extensionId, numbers);
		return numbers;
	}

	/** OAS CallerBlockingSettings. */
	blockingOf(extensionId: string): Record<string, unknown> {
		const usual = { mode: 'Specific', noCallerId: 'Allow', payPhones: 'Allow', greetings: [] };
		const known = this.blocking.get(extensionId) ?? usual;
		this.blocking.set(extensionId, known);
		return known;
	}
}

/** OAS PersonalContactResource. */
const contactInfo = ({ world, params }: RouteContext, { id, content }: Contact) => ({
	uri: world.uri(`${world.extensionPath(params.extensionId)}/address-book/contact/${id}`),
	availability: 'Alive',
	id: Number(id),
	...content,
});

function contactOf({ world, params }: RouteContext): Contact {
	const contact = world.addressBooks.of(params.extensionId).get(params.contactId);
	if (!contact) throw notFound('contactId');
	return contact;
}

const NUMBERS = /phone|fax/i;

function listContacts(context: RouteContext): RouteReply {
	const { world, params, query } = context;
	const start = query.get('startsWith')?.toLowerCase();
	const numbers = query.getAll('phoneNumber');
	const [sortBy] = query.getAll('sortBy');
	const key = sortBy && `${sortBy[0].toLowerCase()}${sortBy.slice(1)}`;
	const found = [...world.addressBooks.of(params.extensionId).values()].filter(({ content }) => {
		const named = ['firstName', 'lastName'].some((name) =>
			String(content[name] ?? '')
				.toLowerCase()
				.startsWith(start ?? ''),
		);
		const numbered = Object.entries(content).some(
			([name, value]) => NUMBERS.test(name) && numbers.includes(String(value)),
		);
		return named && (numbers.length === 0 || numbered);
	});
	const textOf = ({ content }: Contact) => String(content[key ?? ''] ?? '');
	if (key) found.sort((a, b) => textOf(a).localeCompare(textOf(b)));
	return listReply(context, found, (contact) => contactInfo(context, contact));
}

function addContactRoutes(router: Router): void {
	router.add('GET', CONTACTS, {}, listContacts);
	router.add('POST', CONTACTS, {}, (context) => {
		const { world, params, body } = context;
		const content = { ...(body as Record<string, unknown>) };
		if (Object.keys(content).length === 0) throw badParameter('firstName');
		return { json: contactInfo(context, world.addressBooks.add(params.extensionId, content)) };
	});
	router.add('GET', `${CONTACTS}/{contactId}`, {}, (context) => ({
		json: contactInfo(context, contactOf(context)),
	}));
	for (const method of ['PUT', 'PATCH']) {
		router.add(method, `${CONTACTS}/{contactId}`, {}, (context) => {
			const contact = contactOf(context);
			const kept = method === 'PATCH' ? contact.content : {};
			contact.content = { ...kept, ...(context.body as Record<string, unknown>) };
			return { json: contactInfo(context, contact) };
		});
	}
	router.add('DELETE', `${CONTACTS}/{contactId}`, {}, (context) => {
		const { world, params } = context;
		world.addressBooks.of(params.extensionId).delete(contactOf(context).id);
		return { status: 204 };
	});
}

/** OAS BlockedAllowedPhoneNumberInfo. */
const numberInfo = ({ world, params }: RouteContext, number: ListedNumber) => ({
	uri: world.uri(
		`${world.extensionPath(params.extensionId)}/caller-blocking/phone-numbers/${number.id}`,
	),
	...number,
});

function numberOf({ world, params }: RouteContext): ListedNumber {
	const number = world.addressBooks.numbersOf(params.extensionId).get(params.blockedNumberId);
	if (!number) throw notFound('blockedNumberId');
	return number;
}

/** What a client said of a number. @throws ApiFailure 400 for a wrong or listed number, or a long label */
function givenNumber({ world, params, body }: RouteContext): Partial<ListedNumber> {
	const { phoneNumber, label, status } = body as Partial<ListedNumber>;
	if (phoneNumber !== undefined) {
		const known = [...world.addressBooks.numbersOf(params.extensionId).values()];
		const isListed = known.some((number) => number.phoneNumber === phoneNumber);
		if (isListed || !/^\+?\d{3,15}$/.test(phoneNumber)) {
			throw badParameter('phoneNumber', phoneNumber);
		}
	}
	if (label !== undefined && label.length > LONGEST_LABEL) throw badParameter('label', label);
	return {
		...(phoneNumber === undefined ? {} : { phoneNumber }),
		...(label === undefined ? {} : { label }),
		...(status === undefined ? {} : { status }),
	};
}

function addBlockingRoutes(router: Router): void {
	router.add('GET', BLOCKING, {}, ({ world, params }) => ({
		json: world.addressBooks.blockingOf(params.extensionId),
	}));
	router.add('PUT', BLOCKING, {}, ({ world, params, body }) => ({
		json: Object.assign(world.addressBooks.blockingOf(params.extensionId), body),
	}));
	router.add('GET', `${BLOCKING}/phone-numbers`, {}, (context) => {
		const { world, params, query } = context;
		const wanted = query.get('status') ?? 'Blocked';
		const numbers = [...world.addressBooks.numbersOf(params.extensionId).values()];
		const found = numbers.filter(({ status }) => status === wanted);
		return listReply(context, found, (number) => numberInfo(context, number));
	});
	router.add('POST', `${BLOCKING}/phone-numbers`, {}, (context) => {
		const { world, params } = context;
		const given = givenNumber(context);
		if (given.phoneNumber === undefined) throw badParameter('phoneNumber');
		const { phoneNumber } = given;
		const number: ListedNumber = {
			status: 'Blocked',
			...given,
			id: world.nextId('90'),
			phoneNumber,
		};
		world.addressBooks.numbersOf(params.extensionId).set(number.id, number);
		return { json: numberInfo(context, number) };
	});
	router.add('GET', `${BLOCKING}/phone-numbers/{blockedNumberId}`, {}, (context) => ({
		json: numberInfo(context, numberOf(context)),
	}));
	router.add('PUT', `${BLOCKING}/phone-numbers/{blockedNumberId}`, {}, (context) => {
		const number = numberOf(context);
		return { json: numberInfo(context, Object.assign(number, givenNumber(context))) };
	});
	router.add('DELETE', `${BLOCKING}/phone-numbers/{blockedNumberId}`, {}, (context) => {
		const { world, params } = context;
		world.addressBooks.numbersOf(params.extensionId).delete(numberOf(context).id);
		return { status: 204 };
	});
}

/**
 * Personal contacts (docs/protocols/ringcentral.md#contacts) and callers that are not wanted
 * (docs/protocols/ringcentral.md#caller-blocking).
 */
export function addAddressBookRoutes(router: Router): void {
	addContactRoutes(router);
	addBlockingRoutes(router);
}

import { mapBounded } from '../../../shared/core/flow/concurrency';
import { TelephonyError } from '../../../shared/core/errors';
import { isObject, objects, text, type JsonObject } from '../transport/answers';
import { callPages, type CallLogFilters, type LogOwner } from './callLog';
import type { RingCentralConnection } from '../transport/connection';
import { extensionPages, fullNameOf, getExtension } from '../account/directory';
import { JoinMemory, PostsByUser } from './joinMemory';
import {
	chatPages,
	getCompany,
	getPerson,
	postPages,
	type MessagingPaths,
} from '../messaging/teamMessaging';

/** What to join: calls of a period with the posts of the same period. */
export interface JoinOptions {
	/** ISO 8601 with zone. */
	dateFrom: string;
	/** ISO 8601 with zone; now when not given. */
	dateTo?: string;
	owner: LogOwner;
	/** Narrows the calls further. */
	calls?: Omit<CallLogFilters, 'view' | 'dateFrom' | 'dateTo'>;
	/** All chats of the login when empty. */
	chatIds?: readonly string[];
	/** Kinds of chats, where none is named: `Personal`, `Direct`, `Group`, `Team`, `Everyone`. */
	chatTypes?: readonly string[];
	/** Who the users are: from the list of extensions, looked up one by one, or ids only. */
	persons: 'extensions' | 'lookUp' | 'none';
	paths?: MessagingPaths;
	signal?: AbortSignal;
}

/** A user of the account, or a guest of its chats. */
export interface JoinedPerson {
	id: string;
	name?: string;
	firstName?: string;
	lastName?: string;
	email?: string;
	extensionNumber?: string;
	/** `User`, `Department` (a call queue)...; only from the list of extensions. */
	type?: string;
}

/** What one user did in the period. */
export interface UserActivity {
	/** Id of extension and person alike; null for calls nobody of the account took part in. */
	userId: string | null;
	person: JoinedPerson | null;
	/** True for somebody outside the account: a guest of its chats, or a person of a federated account. */
	guest: boolean;
	callCount: number;
	postCount: number;
	/** Records of the log, oldest first, with all legs. A call of several users is in each one's list. */
	calls: JsonObject[];
	/** Oldest first. */
	posts: JsonObject[];
}

/**
 * Guests have ids of this form and no extension (docs/protocols/ringcentral.md#users-and-chat-persons).
 * Persons of a federated account are guests too, with ids like everybody's: `Persons.isForeign` knows them.
 */
export const isGuest = (personId: string): boolean => personId.startsWith('glip-');

/** Chats that are read at a time. */
const CHATS_AT_ONCE = 4;

/** Persons that are looked up at a time. */
const LOOKUPS_AT_ONCE = 5;

/** Users that go out together. */
const USERS_PER_PAGE = 50;

const extensionIdOf = (record: JsonObject) =>
	isObject(record.extension) ? text(record.extension.id) : undefined;

const partyIdOf = (party: unknown) => (isObject(party) ? text(party.extensionId) : undefined);

/**
 * Extension ids of the users of a call: those of its legs and of the record itself, of whose log it is
 * (docs/protocols/ringcentral.md#users-and-chat-persons), and of who called and was called, who may have no
 * leg of their own.
 */
export function usersOfCall(call: JsonObject, logOf?: string): string[] {
	const records = [call, ...objects(call.legs)];
	const parties = records.flatMap(({ from, to }) => [partyIdOf(from), partyIdOf(to)]);
	const ids = [logOf, ...records.map(extensionIdOf), ...parties];
	return [...new Set(ids)].filter((id) => id !== undefined);
}

/** The extension whose log is read; none for the company's. */
async function ownerIdOf(
	connection: RingCentralConnection,
	owner: LogOwner,
): Promise<string | undefined> {
	if (owner === 'company') return undefined;
	if (owner.extensionId !== '~') return owner.extensionId;
	return text((await getExtension(connection, '~')).id);
}

const namedChats = (chatIds: readonly string[]) => [
	...new Set(chatIds.map((id) => id.trim()).filter((id) => id !== '')),
];

async function chatIdsOf(
	connection: RingCentralConnection,
	{ chatIds = [], chatTypes = [], paths }: JoinOptions,
): Promise<string[]> {
	const given = namedChats(chatIds);
	if (given.length > 0) return given;
	const found = new Set<string>();
	for await (const page of chatPages(connection, chatTypes, {}, paths)) {
		for (const chat of page) {
			const id = text(chat.id);
			if (id !== undefined) found.add(id);
		}
	}
	return [...found];
}

/** Gives every post of the period to `take`, page by page; several chats at a time. */
async function readPosts(
	connection: RingCentralConnection,
	options: JoinOptions,
	period: { from: string; to: string },
	take: (posts: readonly JsonObject[]) => void,
): Promise<void> {
	const chats = await chatIdsOf(connection, options);
	const isListed = namedChats(options.chatIds ?? []).length === 0;
	await mapBounded(chats, CHATS_AT_ONCE, async (chatId) => {
		try {
			for await (const page of postPages(connection, chatId, period, {}, options.paths)) {
				if (options.signal?.aborted) throw cancelled();
				take(page);
			}
		} catch (error) {
			// The list has public teams too that the login is no member of, and may have what is just deleted.
			if (!isListed || !isNotShown(error)) throw error;
			connection.log.warn('A chat is not shown to the login; its posts are left out', { chatId });
		}
	});
}

/**
 * Not for the want of the app's permission, which is needed for all
 * (docs/protocols/ringcentral.md#permissions).
 */
const isNotShown = (error: unknown) =>
	error instanceof TelephonyError &&
	(error.kind === 'notFound' || (error.kind === 'forbidden' && error.vendorCode !== 'CMN-401'));

const cancelled = () => new TelephonyError('unavailable', 'The request was cancelled');

/** Calls of the period with all legs, each once, page by page. */
async function* readCalls(
	connection: RingCentralConnection,
	{ owner, calls = {}, dateFrom, signal }: JoinOptions,
	dateTo: string,
): AsyncGenerator<JsonObject[]> {
	const seen = new Set<string>();
	const filters: CallLogFilters = { ...calls, view: 'Detailed', dateFrom, dateTo };
	for await (const page of callPages(connection, owner, filters, { signal })) {
		// A record written meanwhile shifts the pages, so that the last of one is the first of the next.
		yield page.filter((call) => {
			const id = text(call.id);
			if (id === undefined) return true;
			const isNew = !seen.has(id);
			seen.add(id);
			return isNew;
		});
	}
}

/** The period with both ends. Throws `badRequest` when it is none. */
function periodOf(
	{ dateFrom, dateTo }: Pick<JoinOptions, 'dateFrom' | 'dateTo'>,
	nowMs: number,
): { from: string; to: string } {
	const from = Date.parse(dateFrom);
	const to = dateTo === undefined || dateTo === '' ? nowMs : Date.parse(dateTo);
	if (Number.isNaN(from) || Number.isNaN(to) || from > to) {
		throw new TelephonyError('badRequest', 'The period needs a start that lies before its end');
	}
	return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

const named = (record: JsonObject, names: readonly string[]) =>
	Object.fromEntries(
		names.flatMap((name) => {
			const value = text(record[name]);
			return value === undefined ? [] : [[name, value]];
		}),
	);

function personOf(id: string, record: JsonObject): JoinedPerson {
	const contact = isObject(record.contact) ? record.contact : {};
	const facts: Omit<JoinedPerson, 'id'> = {
		...named(contact, ['firstName', 'lastName', 'email']),
		...named(record, ['name', 'firstName', 'lastName', 'email', 'extensionNumber', 'type']),
	};
	const written = fullNameOf(facts);
	return { id, ...facts, ...(facts.name || !written ? {} : { name: written }) };
}

/** Finds persons by id, each asked for once. */
export class Persons {
	private readonly known = new Map<string, Promise<JoinedPerson | null>>();

	private readonly extensions = new Map<string, JoinedPerson>();

	/** Companies of persons that were looked up, and that of the login. */
	private readonly companies = new Map<string, string>();

	private ownCompany?: Promise<string | undefined>;

	constructor(
		private readonly connection: RingCentralConnection,
		private readonly options: Pick<JoinOptions, 'persons' | 'paths'>,
	) {}

	/** Reads the list of extensions, where the names come from there. */
	async prepare(): Promise<void> {
		if (this.options.persons !== 'extensions') return;
		for await (const page of extensionPages(this.connection)) {
			for (const extension of page) {
				const id = text(extension.id);
				if (id !== undefined) this.extensions.set(id, personOf(id, extension));
			}
		}
	}

	/** False where nobody is to be looked up. */
	get areNamed(): boolean {
		return this.options.persons !== 'none';
	}

	/** Null for somebody who is not known. */
	async find(id: string): Promise<JoinedPerson | null> {
		if (!this.areNamed) return null;
		if (this.options.persons === 'extensions') return this.extensions.get(id) ?? null;
		const asked = this.known.get(id) ?? this.lookUp(id);
		this.known.set(id, asked);
		return await asked;
	}

	/**
	 * True for somebody who is not of the account: with the list of extensions whoever is not in it, with
	 * looking up whoever is of another company. Nobody who took part in a call of the account is.
	 */
	async isForeign(id: string, hasCalls: boolean): Promise<boolean> {
		if (isGuest(id)) return true;
		if (hasCalls || !this.areNamed) return false;
		if (this.options.persons === 'extensions') {
			return this.extensions.size > 0 && !this.extensions.has(id);
		}
		const company = this.companies.get(id);
		if (company === undefined) return false;
		this.ownCompany ??= this.askOwnCompany();
		const own = await this.ownCompany;
		return own !== undefined && own !== company;
	}

	private async askOwnCompany(): Promise<string | undefined> {
		try {
			return text((await getCompany(this.connection, '~', this.options.paths)).id);
		} catch (error) {
			if (isNotShown(error)) return undefined;
			throw error;
		}
	}

	private async lookUp(id: string): Promise<JoinedPerson | null> {
		try {
			const { connection, options } = this;
			const person = await getPerson(connection, id, options.paths);
			const company = text(person.companyId);
			if (company !== undefined) this.companies.set(id, company);
			return personOf(id, person);
		} catch (error) {
			// A queue, or an extension without Team Messaging, is nobody there; some are not shown to the login.
			if (isNotShown(error)) return null;
			throw error;
		}
	}
}

/**
 * Calls and posts of a period by user: a leg's `extension.id` and a post's `creatorId` are the same id
 * (docs/protocols/ringcentral.md#users-and-chat-persons); every leg of a user carries that `person`. Users
 * come in pages, ordered by id; what nobody of the account did comes last, with null.
 */
export async function* activityByUser(
	connection: RingCentralConnection,
	options: JoinOptions,
): AsyncGenerator<UserActivity[]> {
	const period = periodOf(options, connection.clock.now());
	const persons = new Persons(connection, options);
	await persons.prepare();
	const logOf = await ownerIdOf(connection, options.owner);
	const memory = new JoinMemory();
	await readPosts(connection, options, period, (posts) => memory.addPosts(posts));
	for await (const page of readCalls(
		connection,
		{ ...options, dateFrom: period.from },
		period.to,
	)) {
		for (const call of page) memory.addCall(call, usersOfCall(call, logOf));
	}
	const users = memory.users();
	for (let first = 0; first < users.length; first += USERS_PER_PAGE) {
		const some = users.slice(first, first + USERS_PER_PAGE);
		yield await mapBounded(some, LOOKUPS_AT_ONCE, async (userId) => {
			const { calls, posts } = memory.take(userId);
			const person = userId === null ? null : await persons.find(userId);
			return {
				userId,
				person,
				guest: userId !== null && (await persons.isForeign(userId, calls.length > 0)),
				callCount: calls.length,
				postCount: posts.length,
				calls: await Promise.all(
					calls.map(async (call) => ({ ...call, legs: await withPersons(call, persons) })),
				),
				posts,
			};
		});
	}
}

/** A call with who took part and what they wrote meanwhile. */
export type CallWithPosts = JsonObject & {
	/** Legs of users carry `person`; external parties stay as they are. */
	legs: JsonObject[];
	userIds: string[];
	/** Posts of the call's users from its start to its end and some minutes after; oldest first. */
	posts: JsonObject[];
};

/** ms of the longest call whose posts are still looked for after the period. */
const LONGEST_CALL = 24 * 3_600_000;

/** `startTime` and end of a call in ms; both NaN where the start cannot be read. */
function spanOf(call: JsonObject): { start: number; end: number } {
	const start = Date.parse(String(call.startTime));
	const length = Number(call.durationMs ?? Number(call.duration ?? 0) * 1000);
	return { start, end: start + (Number.isFinite(length) ? length : 0) };
}

/** The legs of a call, each of a user's with the person of the same id. */
async function withPersons(call: JsonObject, persons: Persons): Promise<JsonObject[]> {
	return await Promise.all(
		objects(call.legs).map(async (leg) => {
			const id = persons.areNamed ? extensionIdOf(leg) : undefined;
			return id === undefined ? leg : { ...leg, person: await persons.find(id) };
		}),
	);
}

/**
 * Calls of a period, page by page as the log has them (newest first), each with the posts its users wrote
 * from its start to `minutesAfter` minutes after its end.
 */
export async function* callsWithPosts(
	connection: RingCentralConnection,
	options: JoinOptions,
	minutesAfter = 10,
): AsyncGenerator<CallWithPosts[]> {
	const period = periodOf(options, connection.clock.now());
	const after = minutesAfter * 60_000;
	const to = new Date(Date.parse(period.to) + LONGEST_CALL + after).toISOString();
	const persons = new Persons(connection, options);
	await persons.prepare();
	const logOf = await ownerIdOf(connection, options.owner);
	const written = new PostsByUser();
	await readPosts(connection, options, { from: period.from, to }, (posts) => written.add(posts));
	for await (const page of readCalls(
		connection,
		{ ...options, dateFrom: period.from },
		period.to,
	)) {
		yield await mapBounded(page, LOOKUPS_AT_ONCE, async (call) => {
			const userIds = usersOfCall(call, logOf);
			const { start, end } = spanOf(call);
			const posts = written.between(userIds, start, end + after);
			return { ...call, legs: await withPersons(call, persons), userIds, posts };
		});
	}
}

import type { World } from '../world';
import { announceChat, announcePost } from './teamEvents';

export type ChatType = 'Everyone' | 'Team' | 'Group' | 'Direct' | 'Personal';

export interface Chat {
	/** Decimal digits. */
	id: string;
	type: ChatType;
	name?: string;
	description?: string;
	public?: boolean;
	status: 'Active' | 'Archived';
	/** Person ids. */
	members: string[];
	/** Epoch ms. */
	created: number;
	modified: number;
	/** Oldest first. */
	posts: Post[];
}

export interface PostAttachment {
	id: string;
	type: 'File' | 'Note' | 'Event' | 'Card';
	name?: string;
	contentUri?: string;
}

export interface Post {
	/** Decimal digits, growing. */
	id: string;
	chatId: string;
	type: 'TextMessage' | 'PersonJoined' | 'PersonsAdded';
	text: string;
	/** Extension id, or `glip-` and digits for a guest. */
	creatorId: string;
	created: number;
	modified: number;
	attachments: PostAttachment[];
	parentPostId?: string;
	threadId?: string;
	isParent?: boolean;
}

/** Somebody who chats: a user of the account by extension id, or a guest. */
export interface Person {
	id: string;
	firstName: string;
	lastName: string;
	email: string;
	companyId: string;
	/** Epoch ms. */
	created: number;
}

export interface StoredFile {
	id: string;
	name: string;
	contentType: string;
	bytes: Uint8Array;
}

export interface NewPost {
	chatId: string;
	creatorId: string;
	text: string;
	/** Epoch ms, now by default. */
	at?: number;
	attachments?: PostAttachment[];
	parentPostId?: string;
	/** Tell nobody: for seeding many. */
	silent?: boolean;
}

/**
 * Guest of the first team: no extension, an id of its own kind
 * (docs/protocols/ringcentral.md#users-and-chat-persons).
 */
export const GUEST_ID = 'glip-29507587';

export const COMPANY_ID = '20003841';

/** Chats, posts, persons and files. */
export class Chats {
	readonly chats = new Map<string, Chat>();

	readonly guests = new Map<string, Person>();

	readonly files = new Map<string, StoredFile>();

	private lastPost = 26_848_769_679_364;

	private readonly began: number;

	constructor(private readonly world: World) {
		this.began = world.now();
		const users = world.people.users().map(({ id }) => id);
		this.guests.set(GUEST_ID, {
			id: GUEST_ID,
			firstName: 'Gina',
			lastName: 'Guest',
			email: 'gina@guest.example',
			companyId: '20009999',
			created: this.began,
		});
		this.seed('1001', { type: 'Everyone', name: 'Everyone', members: users });
		this.seed('1002', {
			type: 'Team',
			name: 'Sales team',
			description: 'Who sells',
			public: false,
			members: [...users, GUEST_ID],
		});
		this.seed('1003', { type: 'Direct', members: users.slice(0, 2) });
		users.forEach((id, index) => this.seed(`${1011 + index}`, { type: 'Personal', members: [id] }));
	}

	/** A person by id; users of the account are persons by their extension id. */
	person(id: string): Person | undefined {
		const user = this.world.people.users().find((extension) => extension.id === id);
		if (!user) return this.guests.get(id);
		const { firstName, lastName = '', email } = user;
		return { id, firstName, lastName, email, companyId: COMPANY_ID, created: this.began };
	}

	/** Chats of a person, newest change first. */
	of(personId: string): Chat[] {
		return [...this.chats.values()]
			.filter(({ members }) => members.includes(personId))
			.sort((a, b) => b.modified - a.modified || Number(b.id) - Number(a.id));
	}

	/** A chat of a person; undefined when it is not theirs. */
	get(personId: string, chatId: string): Chat | undefined {
		const chat = this.chats.get(chatId);
		return chat?.members.includes(personId) ? chat : undefined;
	}

	/** Makes a chat and tells its members. */
	add(chat: Pick<Chat, 'type' | 'members'> & Partial<Chat>): Chat {
		const added = this.seed(chat.id ?? this.world.nextId('20'), chat);
		announceChat(this.world, added, 'GroupJoined');
		return added;
	}

	changeChat(chat: Chat, changes: Partial<Chat>): Chat {
		Object.assign(chat, changes, { modified: this.world.now() });
		announceChat(this.world, chat, 'GroupChanged');
		return chat;
	}

	/** Removes a chat and tells those who were in it. */
	removeChat(chat: Chat): void {
		this.chats.delete(chat.id);
		announceChat(this.world, chat, 'GroupLeft');
	}

	/** Writes a post. @throws Error for a chat that is not there */
	post({ chatId, creatorId, text, at, attachments, parentPostId, silent }: NewPost): Post {
		const chat = this.chats.get(chatId);
		if (!chat) throw new Error(`There is no chat ${chatId}`);
		const parent =
			parentPostId === undefined ? undefined : chat.posts.find(({ id }) => id === parentPostId);
		if (parent) parent.isParent = true;
		this.lastPost += 4;
		const created = at ?? this.world.now();
		const post: Post = {
			id: String(this.lastPost),
			chatId,
			type: 'TextMessage',
			text,
			creatorId,
			created,
			modified: created,
			attachments: attachments ?? [],
			...(parent ? { parentPostId: parent.id, threadId: parent.threadId ?? parent.id } : {}),
		};
		// Seeds may come in any order of time; a list is by time.
		let index = chat.posts.length;
		while (index > 0 && chat.posts[index - 1].created > created) index -= 1;
		chat.posts.splice(index, 0, post);
		chat.modified = Math.max(chat.modified, created);
		if (!silent) announcePost(this.world, chat, post, 'PostAdded');
		return post;
	}

	edit(chat: Chat, post: Post, text: string): Post {
		post.text = text;
		post.modified = this.world.now();
		announcePost(this.world, chat, post, 'PostChanged');
		return post;
	}

	remove(chat: Chat, post: Post): void {
		chat.posts = chat.posts.filter(({ id }) => id !== post.id);
		announcePost(this.world, chat, post, 'PostRemoved');
	}

	/** Posts a person wrote within the last day, in all chats. */
	writtenToday(personId: string): number {
		const from = this.world.now() - 86_400_000;
		let count = 0;
		for (const { posts } of this.chats.values()) {
			for (const post of posts) {
				if (post.creatorId === personId && post.created >= from) count += 1;
			}
		}
		return count;
	}

	keepFile(file: Omit<StoredFile, 'id'>): StoredFile {
		const kept = { ...file, id: this.world.nextId('30') };
		this.files.set(kept.id, kept);
		return kept;
	}

	private seed(id: string, chat: Pick<Chat, 'type' | 'members'> & Partial<Chat>): Chat {
		const now = this.world.now();
		const added: Chat = { status: 'Active', created: now, modified: now, posts: [], ...chat, id };
		this.chats.set(id, added);
		return added;
	}
}

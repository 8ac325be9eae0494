import type { World } from '../world';

/** A card, task or note of a chat, with the members that the API gives. */
export interface ChatItem {
	/** Decimal digits. */
	id: string;
	chatId: string;
	creatorId: string;
	/** Epoch ms. */
	created: number;
	modified: number;
	/** What a client said of it. */
	content: Record<string, unknown>;
	/** `Draft` or `Active` of a note, `Pending` or `Completed` of a task. */
	status?: string;
	/** Who has to do a task, and whether it is done. */
	assignees?: { id: string; status: 'Pending' | 'Completed' }[];
	completenessPercentage?: number;
	/** Who changed a note last. */
	changedBy?: string;
}

export type ChatItemKind = 'cards' | 'tasks' | 'notes';

/** Adaptive cards, tasks and notes of all chats (docs/protocols/ringcentral.md#cards-tasks-and-notes). */
export class ChatItems {
	readonly cards = new Map<string, ChatItem>();

	readonly tasks = new Map<string, ChatItem>();

	readonly notes = new Map<string, ChatItem>();

	constructor(private readonly world: World) {}

	add(
		kind: ChatItemKind,
		given: Pick<ChatItem, 'chatId' | 'creatorId' | 'content'> & Partial<ChatItem>,
	): ChatItem {
		const now = this.world.now();
		const item: ChatItem = { created: now, modified: now, ...given, id: this.world.nextId('40') };
		this[kind].set(item.id, item);
		return item;
	}

	change(item: ChatItem, changes: Partial<ChatItem>): ChatItem {
		return Object.assign(item, changes, { modified: this.world.now() });
	}

	/** Newest first. */
	of(kind: ChatItemKind, chatId: string): ChatItem[] {
		return [...this[kind].values()].filter((item) => item.chatId === chatId).reverse();
	}
}

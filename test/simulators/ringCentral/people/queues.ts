import type { World } from '../world';

export interface Queue {
	/** Extension id of the queue. */
	id: string;
	/** Accepts calls of this queue, by extension id of the member. */
	members: Map<string, boolean>;
	/** Members may change that themselves. */
	editableMemberStatus: boolean;
	/** What was set beside: status, subType, alertTimer, service level. */
	settings?: Record<string, unknown>;
}

/** Call queues and who is in them (docs/protocols/ringcentral.md#queues). */
export class Queues {
	private readonly queues = new Map<string, Queue>();

	constructor(private readonly world: World) {
		const [alice, bob] = world.people.users();
		for (const { id } of world.people.queues()) {
			this.queues.set(id, {
				id,
				members: new Map([
					[alice.id, true],
					[bob.id, true],
				]),
				editableMemberStatus: true,
			});
		}
	}

	get(id: string): Queue | undefined {
		if (this.world.people.extensions.get(id)?.type !== 'Department') return undefined;
		const queue = this.queues.get(id) ?? { id, members: new Map(), editableMemberStatus: true };
		this.queues.set(id, queue);
		return queue;
	}

	/** Queues of a member. */
	of(extensionId: string): Queue[] {
		return [...this.queues.values()].filter(({ members }) => members.has(extensionId));
	}

	/** Members whom a call of the queue may ring: they accept its calls, and queue calls at all. */
	ready(queueId: string): string[] {
		const members = this.get(queueId)?.members ?? new Map<string, boolean>();
		return [...members]
			.filter(([id, accepts]) => accepts && this.world.presence.acceptsQueueCalls(id))
			.map(([id]) => id);
	}

	assign(queue: Queue, added: readonly string[], removed: readonly string[]): void {
		for (const id of removed) queue.members.delete(id);
		for (const id of added) if (!queue.members.has(id)) queue.members.set(id, true);
	}

	/** Sets who accepts calls of the queue, and tells who listens about those who changed. */
	accept(queue: Queue, changes: readonly [extensionId: string, accepts: boolean][]): void {
		const changed = changes.filter(([id, accepts]) => queue.members.get(id) !== accepts);
		for (const [id, accepts] of changed) queue.members.set(id, accepts);
		if (changed.length === 0) return;
		this.world.events.publish({
			path: `${this.world.accountPath}/call-queues/${queue.id}/presence`,
			ownerId: queue.id,
			body: {
				records: changed.map(([id, accepts]) => ({
					member: { id },
					acceptCurrentQueueCalls: accepts,
				})),
			},
		});
	}
}

import type { Calls } from '../calls/calls';
import type { EventHub } from '../events/hub';
import type { ApiFaults } from '../faults';
import type { Gateway } from '../gateway/gateway';
import type { Extension } from '../people/people';
import type { PresenceChange } from '../people/presence';
import type { World } from '../world';
import { CallControl } from './callControl';
import { FaultControl } from './faultControl';

/** The parts of the simulator that live. */
export interface LiveState {
	calls: Calls;
	hub: EventHub;
	gateway: Gateway;
	faults: ApiFaults;
}

/**
 * What people do at the telephones and in the app, and what goes wrong: `world.control`. The same
 * by HTTP: test/simulators/README.md.
 */
export class Control extends CallControl {
	readonly faults: FaultControl;

	readonly hub: EventHub;

	readonly gateway: Gateway;

	constructor(
		readonly world: World,
		{ calls, hub, gateway, faults }: LiveState,
	) {
		super(calls);
		this.hub = hub;
		this.gateway = gateway;
		this.faults = new FaultControl(world, hub, gateway, faults);
	}

	/** An SMS comes in. @returns the id of the message */
	sms({ from, to, text }: { from: string; to: string; text: string }): string {
		return this.world.messages.sms({ to: this.extension(to), from, text }).id;
	}

	/** A fax comes in. @returns the id of the message */
	fax({ from, to, pages }: { from: string; to: string; pages?: number }): string {
		return this.world.messages.fax({ to: this.extension(to), from, pages }).id;
	}

	/** A text message between extensions. @returns the id of the message */
	pager({ from, to, text }: { from: string; to: string; text: string }): string {
		const sender = this.extension(from);
		return this.world.messages.pager({ to: this.extension(to), from: sender, text }).id;
	}

	/**
	 * Somebody writes in a chat (`1002` Sales team by default). `from`: a user, or the id of a guest.
	 * @returns the id of the post
	 */
	post({ from, chatId = '1002', text }: { from: string; chatId?: string; text: string }): string {
		const { world } = this;
		const creatorId = world.people.find(from)?.id ?? from;
		if (!world.chats.person(creatorId)) throw new Error(`There is no person ${from}`);
		return world.chats.post({ chatId, creatorId, text }).id;
	}

	/** A user changes status or do-not-disturb. */
	setPresence(user: string, change: PresenceChange): void {
		this.world.presence.set(this.extension(user).id, change);
	}

	/** A member takes calls of a queue, or no longer. */
	setQueueMember(queue: string, user: string, accepts: boolean): void {
		const { id } = this.extension(queue);
		const found = this.world.queues.get(id);
		if (!found) throw new Error(`There is no queue ${queue}`);
		this.world.queues.accept(found, [[this.extension(user).id, accepts]]);
	}

	private extension(text: string): Extension {
		const found = this.world.people.find(text);
		if (!found) throw new Error(`There is no extension ${text}`);
		return found;
	}
}

import type { IHookFunctions } from 'n8n-workflow';

import type { TelephonyError } from '../../../core/errors';
import type { Marks } from './putOff';

/** A subscription at the server. A backend may know more of it. */
export interface Named {
	id: string;
}

/** What is known of the server and of this webhook without asking anybody. */
export interface Side<Connection> extends Marks {
	connection: Connection;
	/** The address the server posts to, without its query (`placeOf`). */
	place: string;
}

/** As the panel and the credential say, which are read once for both. */
export interface WantingSide<Connection, Request> extends Side<Connection> {
	/** What to subscribe with; for an hour in a test run. Throws `badRequest` where no secret can be made. */
	want(): Request | Promise<Request>;
}

/** What the server says of subscriptions that are known by id. */
export type Found =
	| { state: 'active'; id: string }
	/** It could not be asked: a proxy or firewall answers in its place, or it is too busy. */
	| { state: 'unknown'; id: string; error: TelephonyError }
	| { state: 'gone' };

/** What the webhook methods hand to the trigger. */
export interface Handover<Request, Subscription extends Named> {
	/** n8n's address of this webhook, without a secret. */
	webhookUrl: string;
	request: Request;
	/** The active one; undefined where the trigger is to make one, as soon as the server answers. */
	subscription?: Subscription;
	/** Others that bring the same events, and their last ones yet. */
	replaced: readonly string[];
}

/**
 * The seam of a backend that keeps a webhook subscription per workflow: how the server is asked. When it is
 * asked, in which order, and what is logged, stored and put off is the same for all (`webhookMethods`).
 */
export interface SubscribedWebhook<Connection, Request, Subscription extends Named> {
	/** For messages, as `RingCentral`. */
	name: string;
	/**
	 * The server that the credential names, and the place of the webhook at `webhookUrl`. Throws `badRequest` for
	 * a panel or credential that cannot be used.
	 */
	side(node: IHookFunctions, webhookUrl: string): Promise<WantingSide<Connection, Request>>;
	/** What comes back with every post. */
	secretOf(request: Request): string;
	/**
	 * Which of the subscriptions is active and leads to the address of the request. A proxy's 500 is `unknown`, not
	 * `gone`. Without this member `subscribe` takes over what is active, and so is always asked to.
	 */
	find?(side: Side<Connection>, request: Request, ids: readonly string[]): Promise<Found>;
	/**
	 * Makes the subscription; one that was made and brings nothing is ended before this throws.
	 * @param known ids that this n8n was about to end, for whoever takes over what is active
	 * @returns with `replaced`: ids of others of this webhook, which bring their last events yet
	 */
	subscribe(
		node: IHookFunctions,
		side: Side<Connection>,
		request: Request,
		known: readonly string[],
	): Promise<{ subscription: Subscription; replaced: readonly string[] }>;
	/**
	 * Whether a failure of `subscribe` passes by itself, so that it is left to the trigger, which tries for ever.
	 * @param isAwaited a trigger runs already (n8n 2.x); 1.x can still show an error to whoever clicks
	 */
	passes(error: unknown, isAwaited: boolean): boolean;
	/**
	 * The address that a subscription leads to; undefined where the server does not say. Throws an error of
	 * which `isGone` is true when there is none.
	 */
	leadsTo(connection: Connection, id: string, signal: AbortSignal): Promise<string | undefined>;
	/** Ends a subscription. Throws an error of which `isGone` is true when there is none. */
	end(connection: Connection, id: string, signal: AbortSignal): Promise<void>;
	/** Whether an error says that the server no longer has the subscription. */
	isGone(error: unknown): boolean;
	/** Where the server lists them: the ids of all that lead to this place, for a workflow that has lost its own. */
	idsAt?(side: Side<Connection>): Promise<string[]>;
	/** The one that static data names is not the active one. */
	onOther?(node: IHookFunctions, side: Side<Connection>, id: string): Promise<void>;
}

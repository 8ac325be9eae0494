import type { IHookFunctions } from 'n8n-workflow';

import { staticDataOf } from '../../staticData';
import { toActivationError } from '../../../action/nodeErrors';
import { isTransient } from '../../../core/errors';
import { placeOf } from '../../../core/webAddress';
import { withWords, wordsOf } from '../../../core/words';
import { digestOf } from '../../../secrets';
import { startsByItself } from '../../activation';
import {
	currentSubscription,
	forgetHandover,
	handOver,
	isAwaited,
	liveTrigger,
	triggerKey,
} from '../../liveTriggers';
import { handLater, stopWaiting } from './handLater';
import { bringsOther, endNow, idsPutOff, isOther, putOff, takeBack } from './putOff';
import {
	forgetStored,
	storedSecrets,
	storeSecrets,
	type StoredSubscription,
} from './storedSubscription';
import type { Handover, Named, Side, SubscribedWebhook } from './subscribedWebhook';
import { endsTest, keepTest, takeTest } from './testSubscriptions';

/** Subscriptions remembered that could not be ended. */
const ENDED = 10;

/** ms that the end of subscriptions may take: n8n waits for it. */
const END_WITHIN = 10_000;

const keyOf = (node: IHookFunctions) => triggerKey(node.getWorkflow(), node.getNode());

const storedOf = (node: IHookFunctions) => staticDataOf<StoredSubscription>(node);

const urlOf = (node: IHookFunctions) => node.getNodeWebhookUrl('default') ?? '';

/** Calls of n8n that make, find and end the subscription of one backend's workflows. */
class Life<Connection, Request, Subscription extends Named> {
	constructor(private readonly backend: SubscribedWebhook<Connection, Request, Subscription>) {}

	/**
	 * True when the stored subscription lives and leads here, or may: another beside one that lives would double
	 * every event. It is handed to the trigger then, which probes it itself at a start of n8n, and again and again
	 * while the server does not answer.
	 */
	async checkExists(node: IHookFunctions): Promise<boolean> {
		const { backend } = this;
		if (node.getMode() === 'manual' || !backend.find) return false;
		const key = keyOf(node);
		stopWaiting(key);
		if (startsByItself(node)) {
			await this.handStored(node);
			return true;
		}
		const webhookUrl = urlOf(node);
		const side = await backend.side(node, webhookUrl);
		const request = await side.want();
		const stored = storedOf(node);
		const { subscriptionId } = stored;
		const digest = digestOf(backend.secretOf(request));
		// Those of an older version of the workflow stay until `create` has made another.
		if (isOther(key, side.mark)) return false;
		const known = [...new Set([subscriptionId, ...idsPutOff(key)])];
		const found = await backend.find(
			side,
			request,
			known.filter((id) => id !== undefined),
		);
		if (found.state === 'gone') return false;
		if (found.state === 'unknown') {
			const { id, error } = found;
			// Nobody answers at all: n8n 1.x can still show an error to whoever clicks.
			if (error.status === undefined && !isAwaited(key)) throw error;
			node.logger.warn(
				`${backend.name} does not say whether subscription ${id} is active; it is asked again and again: ${wordsOf(error)}`,
			);
		}
		this.goOnWith(node, side, found.id);
		stored.subscriptionId = found.id;
		storeSecrets(stored, [digest, ...storedSecrets(stored)]);
		this.hand(key, webhookUrl, request, found.id);
		return true;
	}

	private hand(key: string, webhookUrl: string, request: Request, id: string | undefined): void {
		const subscription = id === undefined ? undefined : { id };
		handOver<Handover<Request, Named>>(key, { webhookUrl, request, subscription, replaced: [] });
	}

	/**
	 * At a start of n8n: hands over what is stored. Where the login is looked up at a server that does not answer, it
	 * is handed over later: n8n 2.x would give the workflow up after some tries.
	 */
	private async handStored(node: IHookFunctions): Promise<void> {
		const { backend } = this;
		const key = keyOf(node);
		const work = async () => {
			const webhookUrl = urlOf(node);
			const request = await (await backend.side(node, webhookUrl)).want();
			const { address, subscriptionId } = storedOf(node);
			const digest = digestOf(backend.secretOf(request));
			this.hand(
				key,
				webhookUrl,
				request,
				(address ?? digest) === digest ? subscriptionId : undefined,
			);
		};
		try {
			await work();
		} catch (error) {
			if (!isTransient(error)) throw error;
			node.logger.warn(
				`${backend.name} does not tell yet with which login "${node.getNode().name}" listens; it is asked again and again: ${wordsOf(error)}`,
			);
			void handLater(key, work);
		}
	}

	/**
	 * Subscribes, and hands the subscription to the trigger. A server that does not answer is left to that, which
	 * tries for ever: n8n 2.x would give the workflow up after some tries.
	 */
	async create(node: IHookFunctions): Promise<boolean> {
		const { backend } = this;
		const key = keyOf(node);
		if (node.getMode() !== 'manual') stopWaiting(key);
		const webhookUrl = urlOf(node);
		const side = await backend.side(node, webhookUrl);
		const request = await side.want();
		if (node.getMode() === 'manual') {
			const made = backend.subscribe(node, side, request, []);
			keepTest(
				key,
				webhookUrl,
				made.then(({ subscription }) => subscription),
			);
			await made;
			return true;
		}
		const stored = storedOf(node);
		const before = stored.subscriptionId;
		// What is taken over must not end meanwhile.
		const waiting = backend.find ? idsPutOff(key) : takeBack(key);
		let subscription: Subscription | undefined;
		let replaced: readonly string[] = [];
		try {
			const made = await backend.subscribe(node, side, request, waiting);
			({ subscription } = made);
			stored.subscriptionId = subscription.id;
			storeSecrets(stored, [digestOf(backend.secretOf(request)), ...storedSecrets(stored)]);
			replaced = this.replace(node, side, subscription.id, [...waiting, ...made.replaced]);
		} catch (error) {
			if (!backend.passes(error, isAwaited(key))) throw error;
			node.logger.warn(
				`${backend.name} cannot be reached, so "${node.getNode().name}" has no subscription yet; it is made as soon as the server answers: ${wordsOf(error)}`,
			);
		}
		if (subscription && before !== undefined && before !== subscription.id) {
			await backend.onOther?.(node, side, before);
		}
		handOver<Handover<Request, Subscription>>(key, { webhookUrl, request, subscription, replaced });
		return true;
	}

	/**
	 * Another subscription is active now. Those it takes the place of are ended; the result is what they may still
	 * post that the workflow wants.
	 */
	private replace(
		node: IHookFunctions,
		side: Side<Connection>,
		made: string,
		before: readonly string[],
	): readonly string[] {
		const key = keyOf(node);
		const others = before.filter((id) => id !== made);
		// The server may have put it in the place of the old one, under the same id.
		if (!this.backend.find || others.length < before.length) {
			this.goOnWith(node, side, made, others);
			return others;
		}
		// It waits for its end, and what it brings is not for this version of the workflow.
		if (bringsOther(key, side.events)) return [];
		// Of another login: both would bring every event, each under an id of its own.
		void endNow(key);
		return others;
	}

	/** Ends the subscription: the stored one, and the one the trigger may have made in its place. */
	async delete(node: IHookFunctions): Promise<boolean> {
		const key = keyOf(node);
		if (node.getMode() !== 'manual') stopWaiting(key);
		const webhookUrl = urlOf(node);
		const side = await this.backend.side(node, webhookUrl);
		if (endsTest(node, key, webhookUrl)) {
			const id = await takeTest(key);
			if (id !== undefined) await this.end(node, side, [id]);
			return true;
		}
		const stored = storedOf(node);
		const live = liveTrigger(key);
		// 1.x deletes before it closes the trigger, which would make the subscription again.
		await live?.leave();
		const current = currentSubscription(key);
		const known = [current, await this.ownOf(node, side, current), ...takeBack(key)];
		forgetHandover(key);
		let ids = [...new Set(known)].filter((id) => id !== undefined);
		if (ids.length === 0) ids = await this.idsAt(node, side);
		// A newer version of a workflow that runs may follow at once, and goes on with the subscription.
		if (live) {
			if (ids.length > 0) this.endLater(node, side, ids);
			return true;
		}
		forgetStored(stored);
		await this.end(node, side, ids);
		return true;
	}

	/**
	 * The id that static data names. Where `subscribe` ends what it replaces, one that leads to another n8n, of
	 * which this is a copy, must not be among what is replaced.
	 */
	private async ownOf(
		node: IHookFunctions,
		{ connection, place }: Side<Connection>,
		current: string | undefined,
	): Promise<string | undefined> {
		const { backend } = this;
		const { subscriptionId: id } = storedOf(node);
		if (backend.find || id === undefined || id === current) return id;
		try {
			const leadsTo = await backend.leadsTo(connection, id, AbortSignal.timeout(END_WITHIN));
			return placeOf(leadsTo) === place ? id : undefined;
		} catch (error) {
			if (!backend.isGone(error)) {
				node.logger.warn(
					`${backend.name} does not tell where subscription ${id} leads: ${wordsOf(error)}`,
				);
			}
			return undefined;
		}
	}

	/** Ids of subscriptions that lead here, for a workflow that has lost the id of its own. */
	private async idsAt(node: IHookFunctions, side: Side<Connection>): Promise<string[]> {
		const { backend } = this;
		try {
			return (await backend.idsAt?.(side)) ?? [];
		} catch (error) {
			node.logger.warn(`The ${backend.name} subscriptions are not known: ${wordsOf(error)}`);
			return [];
		}
	}

	/**
	 * Ends subscriptions that lead here. What leads elsewhere is another n8n's, of which this one is a copy
	 * that was restored from a backup.
	 */
	private async end(
		node: IHookFunctions,
		{ connection, place }: Side<Connection>,
		ids: readonly string[],
	): Promise<void> {
		const { backend } = this;
		const late = AbortSignal.timeout(END_WITHIN);
		for (const id of ids) {
			try {
				const leadsTo = await backend.leadsTo(connection, id, late);
				if (leadsTo === undefined || placeOf(leadsTo) === place) {
					await backend.end(connection, id, late);
					continue;
				}
				node.logger.warn(
					`${backend.name} subscription ${id} leads to ${placeOf(leadsTo)}, so it is left to the n8n there`,
				);
			} catch (error) {
				// Gone already is as good; what cannot be reached expires by itself, and may post until then.
				if (backend.isGone(error)) continue;
				const stored = storedOf(node);
				stored.ended = [...(stored.ended ?? []), id].slice(-ENDED);
				node.logger.warn(`${backend.name} subscription ${id} was not deleted: ${String(error)}`);
			}
		}
	}

	/** Ends subscriptions some seconds later, unless the trigger is there again by then. */
	private endLater(node: IHookFunctions, side: Side<Connection>, ids: string[]): void {
		putOff(keyOf(node), ids, async (left) => await this.end(node, side, left), side);
	}

	/** This subscription is not to be ended any more; others of the workflow are. */
	private goOnWith(
		node: IHookFunctions,
		side: Side<Connection>,
		kept: string,
		more: readonly string[] = [],
	): void {
		const others = [...takeBack(keyOf(node)), ...more].filter((id) => id !== kept);
		if (others.length > 0) this.endLater(node, side, others);
	}
}

/** n8n's webhook methods of a node that keeps a subscription (docs/n8n.md#webhook-triggers). */
export function webhookMethods<Connection, Request, Subscription extends Named>(
	backend: SubscribedWebhook<Connection, Request, Subscription>,
) {
	const life = new Life(backend);
	const withNodeError = async (node: IHookFunctions, work: () => Promise<boolean>) => {
		try {
			return await work();
		} catch (error) {
			throw toActivationError(node.getNode(), withWords(error));
		}
	};
	return {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			return await withNodeError(this, async () => await life.checkExists(this));
		},
		async create(this: IHookFunctions): Promise<boolean> {
			return await withNodeError(this, async () => await life.create(this));
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			return await life.delete(this);
		},
	};
}

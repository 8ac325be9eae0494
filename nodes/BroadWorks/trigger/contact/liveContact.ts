import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import { startsByItself } from '../../../shared/trigger/activation';
import { staticDataOf } from '../../../shared/trigger/staticData';
import { isTransient } from '../../../shared/core/errors';
import { dropOldest } from '../../../shared/core/bounded/dropOldest';
import type { ServerSilence } from '../../../shared/core/flow/serverSilence';
import type { Log } from '../../../shared/core/ports';
import { wordsOf } from '../../../shared/core/words';
import {
	handedOver,
	registerLive,
	triggerKey,
	type LiveTrigger,
} from '../../../shared/trigger/liveTriggers';
import { processWide } from '../../../shared/processWide';
import { bringsOther } from '../../../shared/trigger/webhook/subscribed/putOff';
import { digestOf } from '../../../shared/secrets';
import { OLD_SECRETS } from '../../../shared/trigger/webhook/subscribed/acceptedSecrets';
import {
	hasDigest,
	storedSecrets,
	storeSecrets,
	type StoredSubscription,
} from '../../../shared/trigger/webhook/subscribed/storedSubscription';
import { systemClock } from '../../../shared/systemPorts';
import { serverPace } from '../../../shared/trigger/line/serverPace';
import { reportFailure } from '../../../shared/trigger/reportFailure';
import type { XsiCredential } from '../../authorization';
import {
	CONTACT_EXPIRES,
	readPosted,
	XsiContact,
	type Reception,
} from '../../client/subscriptions/contact';
import type { XsiConnection } from '../../client/transport/connection';
import type { XsiEvent } from '../../client/channel/decode';
import type { LineListener } from '../../client/delivery/listener';
import { packagesOf } from '../../client/subscriptions/packages';
import type { Known } from '../../client/subscriptions/subscription';
import { deleteSubscription, meansGone } from '../../client/subscriptions/subscriptions';
import { liveConnection } from '../../connect';
import { contactAddress, contactIdOf, contactSecret } from './address';
import type { ContactHandover } from './hooks';
import { contactMarks, placeMark, specWith, type PresentConnection } from '../credential';
import type { LiveListener } from '../liveListener';
import { Stragglers, unregisterLater } from '../../../shared/trigger/webhook/subscribed/stragglers';
import type { TriggerSettings } from '../settings';

/** Subscriptions whose next numbers are remembered. */
const REMEMBERED = 1_000;

/** Numbers of the events that were to come next, by subscription, when triggers were closed. */
const nextNumbers = processWide('contactNumbers', 1, () => new Map<string, number>());

const stragglers = processWide('contactStragglers', 1, () => new Stragglers(systemClock));

function remember(known: Known | undefined): void {
	if (known?.next === undefined) return;
	nextNumbers.set(known.id, known.next);
	dropOldest(nextNumbers, REMEMBERED);
}

/** n8n may have met posts with 404 while it changed versions over: what is missing then is a gap. */
function takeOver(id: string): Known {
	const next = nextNumbers.get(id);
	nextNumbers.delete(id);
	return { id, next };
}

export interface ContactContext {
	node: ITriggerFunctions;
	settings: TriggerSettings;
	live: LiveListener;
	present: PresentConnection;
	silence: ServerSilence;
	log: Log;
}

/** A subscription, with the address it leads to. */
interface Way {
	contact: XsiContact;
	connection: XsiConnection;
	/** Digest of the login and server. */
	mark: string;
	/** Digest of the secret in the address. */
	digest: string;
	/** `left`: another one has taken its place, and takes what is still posted to its address. */
	state: 'trying' | 'active' | 'left';
	/** Its subscription is not maintained any more. */
	leave(): Promise<void>;
}

/**
 * HTTP contact delivery: n8n's webhook methods make the subscription where they can, and this maintains
 * it for as long as the trigger runs, because n8n 2.x calls none of them again when one has failed
 * (docs/n8n.md#one-node-with-trigger-and-webhook). With each change of the credential the address changes:
 * the old one stays good until the new one is subscribed.
 */
export class LiveContact implements LiveTrigger {
	/** The present one first, then those it takes the place of. */
	private ways: Way[] = [];

	private handover?: ContactHandover;

	/** Addresses from before this start of n8n are good until the first subscription is active. */
	private before?: StoredSubscription;

	private closed = false;

	private credential: XsiCredential;

	private readonly key: string;

	private readonly stored: StoredSubscription;

	constructor(
		private readonly context: ContactContext,
		first: XsiCredential,
	) {
		const { node } = context;
		this.credential = first;
		this.key = triggerKey(node.getWorkflow(), node.getNode());
		this.stored = staticDataOf<StoredSubscription>(node);
		// What a version of the workflow before this one has asked for may be of another kind.
		if (!bringsOther(this.key, contactMarks(context.settings, first).events)) {
			this.before = { ...this.stored };
		}
	}

	async start(): Promise<ITriggerResponse> {
		// From the start: what is posted before the subscription was read is remembered all the same.
		const unregister = registerLive(this.key, this);
		// Before anything newer, where it can be told whose they are.
		this.takeStragglers();
		void handedOver<ContactHandover>(this.key).then((handover) => {
			if (this.closed) return;
			this.handover = handover;
			this.open(this.credential, handover.subscription?.id);
			this.takeStragglers();
		});
		return await Promise.resolve({
			closeFunction: async () => {
				this.closed = true;
				for (const { contact } of this.ways) remember(contact.known);
				unregisterLater(unregister);
				await this.leave();
				this.context.live.close();
			},
		});
	}

	/** Takes what the version before had no time for; what belongs to no subscription yet waits for one. */
	private takeStragglers(): void {
		for (const document of stragglers.take(this.key)) {
			if (this.receive(document) === 'unknownSubscription') stragglers.keep(this.key, document);
		}
	}

	/** The credential was changed, and with it the address. */
	follow(now: XsiCredential): void {
		this.credential = now;
		if (!this.handover || this.isServedBy(now)) return;
		this.context.log.info('The credential was changed; subscribing with it now');
		this.open(now);
	}

	/** As `SubscriptionBook.active`, of the present one. */
	active(): XsiContact['active'] {
		return this.ways[0]?.contact.active;
	}

	/** Whether what is active is of this login and secret too, as with a token that n8n has renewed. */
	private isServedBy(credential: XsiCredential): boolean {
		const [present] = this.ways;
		const mark = placeMark(credential, this.context.settings);
		if (present?.state !== 'active' || present.mark !== mark) return false;
		return present.digest === digestOf(contactSecret(this.context.node, credential));
	}

	/** Subscribes, or takes over what is active. */
	private open(credential: XsiCredential, known?: string): void {
		const { node, settings, log } = this.context;
		const way = this.wayFor(credential);
		// Those that never were active have nothing to wait for.
		const [replaced, old] = [
			this.ways.filter(({ state }) => state === 'trying'),
			this.ways.filter(({ state }) => state !== 'trying'),
		];
		this.ways = [way, ...old];
		const begin = async () => {
			// Two of one login would take the subscription from each other for ever.
			const rivals = old.filter(({ mark }) => mark === way.mark);
			await Promise.all([...replaced, ...rivals].map(async (other) => await other.leave()));
			if (this.closed || this.ways[0] !== way) return;
			await way.contact.start(known === undefined ? known : takeOver(known));
		};
		void begin().catch((error: Error) => {
			if (this.closed || this.ways[0] !== way) return;
			log.error('The subscription cannot be made; trying again and again', {
				package: packagesOf(settings.spec).join(', '),
				reason: wordsOf(error),
			});
			if (old.length > 0) this.context.live.credentialChanged(wordsOf(error));
			// At a start of n8n the server may just be later.
			const isLater = startsByItself(node) && isTransient(error);
			if (old.length > 0 || !isLater) reportFailure(node, error);
		});
	}

	private wayFor(credential: XsiCredential): Way {
		const { node, settings, silence, log } = this.context;
		const connection = liveConnection(node, credential);
		const secret = contactSecret(node, credential);
		const { webhookUrl = '' } = this.handover ?? {};
		const httpContact = contactAddress(webhookUrl, settings.contactBaseUrl, secret);
		const applicationId = contactIdOf(node, httpContact);
		const spec = specWith(settings, credential);
		const pace = serverPace(connection.server.url, (failure) => {
			if (this.ways[0] !== way) return;
			if (failure) silence.unanswered(failure.message);
			else silence.answered();
		});
		const contact = new XsiContact(
			connection,
			{
				expires: CONTACT_EXPIRES,
				checkInterval: () => pace.interval(),
				onAnswer: (failure) => pace.heard(failure),
				httpContact,
				applicationId,
			},
			spec,
			this.listenerOf(() => way),
			log,
		);
		const way: Way = {
			contact,
			connection,
			mark: placeMark(credential, settings),
			digest: digestOf(secret),
			state: 'trying',
			async leave() {
				pace.leave();
				await contact.leave();
			},
		};
		return way;
	}

	private listenerOf(wayOf: () => Way): LineListener {
		const { listener } = this.context.live;
		const isPresent = () => this.ways[0] === wayOf();
		return {
			onEvent: listener.onEvent,
			onActive: () => {
				if (isPresent()) this.activated(wayOf());
			},
			onSubscription: (change) => {
				if (!isPresent()) return;
				if (change.state === 'active') this.note(wayOf());
				listener.onSubscription?.(change);
			},
		};
	}

	/** The present subscription is active for the first time; those of before are given up. */
	private activated(way: Way): void {
		const { settings, present, live, log } = this.context;
		const old = this.ways.slice(1);
		way.state = 'active';
		this.note(way);
		settings.spec = specWith(settings, this.credential);
		present.use(way.connection, this.credential);
		live.listener.onActive?.();
		if (old.length > 0) {
			log.info('The new address is subscribed');
			live.credentialChanged();
		}
		for (const other of old) if (other.state === 'active') void this.giveUp(other, way);
		const { before } = this;
		void systemClock.sleep(OLD_SECRETS).then(() => {
			this.ways = this.ways.filter((other) => !old.includes(other));
			if (this.before === before) this.before = undefined;
			if (this.ways[0] === way && !this.closed) this.note(way);
		});
	}

	private async giveUp(old: Way, { contact }: Way): Promise<void> {
		const id = old.contact.subscriptionId;
		old.state = 'left';
		await old.leave();
		// The server may have put the new one in the place of the old one, under the same id.
		if (id === undefined || id === contact.subscriptionId) return;
		try {
			await deleteSubscription(old.connection, id, 5_000);
		} catch (error) {
			if (meansGone(error)) return;
			this.context.log.warn('The earlier subscription could not be deleted; it expires by itself', {
				reason: (error as Error).message,
			});
		}
	}

	/** n8n saves this with the next execution. */
	private note({ contact }: Way): void {
		this.stored.subscriptionId = contact.subscriptionId;
		storeSecrets(this.stored, this.digests());
	}

	/** Digests of all secrets that are let in, the present one first. */
	private digests(): string[] {
		const before = this.before ? storedSecrets(this.before) : [];
		return [...new Set([...this.ways.map(({ digest }) => digest), ...before])];
	}

	accepts(secret: unknown): boolean {
		return hasDigest(secret, this.digests());
	}

	receive(document: string): Reception {
		if (this.closed) {
			// The server posts nothing twice, so it is for the version of the workflow that follows.
			stragglers.keep(this.key, document);
			return 'accepted';
		}
		const event = readPosted(document, this.context.log);
		if (!event) return 'unreadable';
		// What is missing then is a gap in the numbers.
		if (!this.context.live.takesMore()) return 'full';
		// The present one first: a server may give a new subscription the id of the one it replaces.
		const owner = this.ways.find(({ contact }) => contact.has(event.subscriptionId));
		if (owner) return owner.contact.take(event);
		if (this.isFromBefore(event)) return this.takeFromBefore(event);
		return this.ways[0]?.contact.take(event) ?? 'unknownSubscription';
	}

	private isFromBefore({ subscriptionId }: XsiEvent): boolean {
		if (!this.before) return false;
		if (this.handover?.replaced.includes(subscriptionId ?? '')) return true;
		const known = this.before.subscriptionId;
		return known === undefined ? this.ways.length === 0 : subscriptionId === known;
	}

	/** Takes an event of the subscription that was active before this start of n8n. */
	private takeFromBefore(event: XsiEvent): Reception {
		const { live, settings, log } = this.context;
		// Its end is no event.
		if (event.type === 'SubscriptionTerminatedEvent') return 'accepted';
		const isNew = this.before?.subscriptionId === undefined;
		live.listener.onEvent(event, settings.spec, isNew).catch((error: unknown) => {
			log.error('BroadWorks event could not be processed', { reason: String(error) });
		});
		return 'accepted';
	}

	async leave(): Promise<void> {
		await Promise.all(this.ways.map(async (way) => await way.leave()));
	}

	subscriptionId(): string | undefined {
		const active = this.ways.find(({ contact }) => contact.subscriptionId !== undefined);
		return active?.contact.subscriptionId;
	}
}

import { EventEmitter } from 'node:events';

import type { SimulatorClock } from '../shared/clock';
import { Timers } from '../shared/timers';
import { Tokens } from './login/auth';
import { CallLogStore, type NewLoggedCall } from './callLog/callLog';
import type { Control } from './control/control';
import { MessageStore } from './messages/store';
import { openApiScopes } from './openApi/openApi';
import type { RingCentralSettings } from './options';
import { AddressBooks } from './people/contacts';
import { People, type Extension } from './people/people';
import { Presence } from './people/presence';
import { Queues } from './people/queues';
import { Greetings } from './people/greetings';
import { Rules } from './people/rules';
import { Insights } from './callLog/insights';
import { RateGroups } from './requests/rateGroups';
import { Recordings } from './callLog/recordings';
import { Chats } from './teamMessaging/chats';
import { ChatItems } from './teamMessaging/items';

/**
 * Scopes that the file names at no operation (docs/protocols/ringcentral.md#permissions and
 * docs/protocols/ringcentral.md#webhook-subscriptions).
 */
const NAMELESS_SCOPES = ['SubscriptionWebhook', 'WebSocketsSubscription'];

/** Something that happened, for every matching subscription. */
export interface PublishedEvent {
	/** Path of the event with real ids and without a query: what a filter is compared with. */
	path: string;
	/** Extension whose event it is; only that user's subscriptions with `~` and those of the account match. */
	ownerId?: string;
	/** Users who may see it: members of a chat. Undefined: everybody the filter lets. */
	visibleTo?: readonly string[];
	/** Values that filters may narrow by: `{ type: 'SMS', direction: 'Inbound' }`. */
	query?: Record<string, string | readonly string[] | undefined>;
	body: Record<string, unknown>;
	uuid?: string;
}

/** Tells subscriptions. The live part puts its own in place of the silent one. */
export interface EventPublisher {
	publish(event: PublishedEvent): void;
}

/** A call that runs, as presence shows it (OAS ActiveCallInfo). */
export interface ActiveCall {
	id: string;
	direction: 'Inbound' | 'Outbound';
	from?: string;
	fromName?: string;
	to?: string;
	toName?: string;
	/** ISO 8601 */
	startTime: string;
	telephonyStatus: 'NoCall' | 'CallConnected' | 'Ringing' | 'OnHold' | 'ParkedCall';
	sessionId: string;
	telephonySessionId: string;
	partyId: string;
	queueCall?: boolean;
	[name: string]: unknown;
}

/** What presence and the active-calls lists ask about calls that run. The live part provides it. */
export interface RunningCalls {
	/** Oldest first. */
	of(extensionId: string): ActiveCall[];
	/** Records of the calls that run, as the log will have them. */
	records(): NewLoggedCall[];
}

/** What is done to a request instead of, or while, answering it. */
export interface RequestFault {
	/** Answer this at once. */
	status?: number;
	headers?: Record<string, string>;
	/** JSON */
	body?: unknown;
	/** ms to wait first. */
	delay?: number;
	/** Close the connection after so many bytes of the body. */
	cutAfter?: number;
}

/** Faults of requests. The live part puts its own in place. */
export interface RequestFaults {
	/** `url`: path with query. Each fault counts down by being taken. */
	take(method: string, url: string): RequestFault | undefined;
}

/** The account: who and what is in it, and everybody who listens. */
export class World {
	readonly accountId: string;

	readonly clock: SimulatorClock;

	readonly timers: Timers;

	/** App scopes. */
	readonly scopes: string[];

	readonly people: People;

	readonly tokens: Tokens;

	readonly rates: RateGroups;

	readonly recordings = new Recordings();

	readonly callLog: CallLogStore;

	readonly messages: MessageStore;

	readonly chats: Chats;

	readonly chatItems: ChatItems;

	readonly addressBooks: AddressBooks;

	readonly rules: Rules;

	readonly greetings: Greetings;

	readonly insights = new Insights();

	readonly presence: Presence;

	readonly queues: Queues;

	/** `change` after every request and every happening, for the page. */
	readonly signals = new EventEmitter();

	/** Start of every uri in answers: `http://127.0.0.1:4711`. Set once the server listens. */
	baseUrl = 'http://127.0.0.1';

	events: EventPublisher = { publish: () => undefined };

	running: RunningCalls = { of: () => [], records: () => [] };

	faults: RequestFaults = { take: () => undefined };

	/** Places and answers calls, makes things go wrong. The live part puts it there. */
	control!: Control;

	private counter = 0;

	constructor(readonly options: RingCentralSettings) {
		this.signals.setMaxListeners(0);
		this.accountId = options.accountId;
		this.clock = options.clock;
		this.timers = new Timers(options.clock);
		this.scopes = [...(options.scopes ?? [...openApiScopes, ...NAMELESS_SCOPES])];
		this.people = new People(options);
		this.tokens = new Tokens(options, options.clock, this.people, this.scopes);
		this.rates = new RateGroups(options, options.clock);
		this.callLog = new CallLogStore(() => this.now(), this.recordings);
		this.messages = new MessageStore(this);
		this.chats = new Chats(this);
		this.chatItems = new ChatItems(this);
		this.addressBooks = new AddressBooks(this);
		this.rules = new Rules(this);
		this.greetings = new Greetings(this);
		this.presence = new Presence(this);
		this.queues = new Queues(this);
	}

	/** Epoch ms. */
	now(): number {
		return this.clock.now();
	}

	/** ISO 8601 with ms and Z. */
	iso(at = this.now()): string {
		return new Date(at).toISOString();
	}

	/** A decimal id that was not given before. */
	nextId(prefix: string): string {
		this.counter += 1;
		return `${prefix}${String(this.counter).padStart(6, '0')}`;
	}

	/** `/restapi/v1.0/account/809646016` */
	get accountPath(): string {
		return `/restapi/v1.0/account/${this.accountId}`;
	}

	/** `/restapi/v1.0/account/809646016/extension/62288329016` */
	extensionPath(extension: string | Extension): string {
		const id = typeof extension === 'string' ? extension : extension.id;
		return `${this.accountPath}/extension/${id}`;
	}

	/** Absolute uri of a path. */
	uri(path: string): string {
		return `${this.baseUrl}${path}`;
	}

	/** Stops every timer; the state stays readable. */
	close(): void {
		this.timers.clear();
	}
}

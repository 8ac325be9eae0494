import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	ITriggerFunctions,
	ITriggerResponse,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { TelephonyError } from '../../core/errors';
import { within } from '../../core/flow/deadline';
import { GATE_DEFAULTS, type GateSettings, type Verdict } from '../../core/flow/eventGate';
import { SharedReading } from '../../core/flow/sharedReading';
import { LruMap } from '../../core/bounded/lruMap';
import type { Log } from '../../core/ports';
import type { PushRecord } from '../../core/parsing/pushBody';
import { markOf, watchCredential } from '../credentialWatch';
import { listenForTestEvent } from '../listenForTestEvent';
import { LiveExecutions } from '../executions/liveExecutions';
import { keepForTest, triggerKey } from '../liveTriggers';
import { toNodeError } from '../../action/nodeErrors';
import { countPush } from '../line/liveLines';
import { sharesLines, startsTriggers } from '../line/otherProcesses';
import { LineWatch } from '../line/lineWatch';
import { processWide } from '../../processWide';
import { admitPush, checkPushCredential, type PushCredential } from './pushAdmission';
import { forgetMemory, memoryOf, MOST_TRIGGERS } from './pushMemories';
import { takeOutside, type Waiting } from './pushOutside';
import { panelValue, type Panel } from '../panel';
import { refusePost } from './refusePost';
import { untilStarted } from './untilStarted';
import { eventKey, type Recurring } from '../seenEvents';
import { staticDataOf, type EventsStaticData } from '../staticData';
import { storedCredential } from '../storedCredential';
import { logOf, systemClock } from '../../systemPorts';

/** What a record means for one workflow; with `within` only, an equal one counts as repeated for so long. */
export interface PushedEvent extends Recurring {
	/** Equal in every repetition of the event; undefined: the record itself tells repetitions. */
	id?: string;
	items: IDataObject[];
}

/** What a backend adds to the common way of taking pushes. */
export interface PushBackend {
	/** For messages, as `Udesk`. */
	name: string;
	/** Type of the credential; it has `secret` and `allowedIps` unless there is `pushCredentialOf`. */
	credential: string;
	/** Where secret and addresses are, if not in the credential. */
	pushCredentialOf?(node: Panel): Promise<PushCredential>;
	/** What the operator of an active workflow should know about where its secret stands. */
	advice?(node: Panel): string | undefined;
	/** Secret that the request brings at a place of its own, as its path. */
	givenSecret?(node: IWebhookFunctions): unknown;
	/** Whether its vendor says that a push which is not taken comes again. */
	comesAgain: boolean;
	/** What the sender gets for everything that is taken. */
	answer: IDataObject | string;
	/**
	 * The event, as *Trigger On* names it, that the workflow itself answers with the first item of its last node
	 * (`pushWebhooks` has the same name). Somebody waits, so each push is an execution of its own, at once.
	 */
	answered?: string;
	/**
	 * Secrets that a record carries by itself, and the record without them: they must get into no item.
	 */
	takeSecrets?(
		record: PushRecord,
		credential: PushCredential,
	): { secrets: unknown[]; record: PushRecord };
	/**
	 * Reads the panel once, and the credential with each record, because it may be changed meanwhile; the result
	 * gives undefined for a record that the filters leave out. It may
	 * throw `badRequest` (answered 400) and `forbidden` (401, as for a wrong secret).
	 */
	reader(
		node: Panel,
		credential: ICredentialDataDecryptedObject,
	): (record: PushRecord) => PushedEvent | undefined;
}

/**
 * ms for which the sender of a push waits at most for its trigger to start and for n8n to store it. Then it is told to
 * come again (503): what it pushed goes its way all the same, and its repetition is answered when n8n has stored that.
 */
const ANSWER_WITHIN = 5_000;

/**
 * ms of n8n's life in which a trigger that is not there is on its way. Later it may take two minutes, because n8n was
 * killed when it started it the last time (docs/n8n.md#a-start-that-a-kill-cuts).
 */
const STARTING = 30_000;

/**
 * Readings of credentials, by trigger. n8n reads its database for each and makes an isolate for expressions, a quarter
 * of what a push costs it (docs/n8n.md#cost-of-a-webhook); a changed secret counts at once all the same.
 */
const readings = processWide(
	'pushReadings',
	1,
	() => new LruMap<string, SharedReading<ICredentialDataDecryptedObject>>(MOST_TRIGGERS),
);

/** The credential, and who may come in with a push. */
async function credentialOf(node: ITriggerFunctions | IWebhookFunctions, backend: PushBackend) {
	const { id } = node.getNode().credentials?.[backend.credential] ?? {};
	const key = `${triggerKey(node.getWorkflow(), node.getNode())} ${id}`;
	const reading = readings.get(key, () => new SharedReading(systemClock));
	const credential = await reading.get(
		async () => await node.getCredentials<ICredentialDataDecryptedObject>(backend.credential),
	);
	return {
		credential,
		pushCredential:
			(await backend.pushCredentialOf?.(node)) ?? (credential as unknown as PushCredential),
	};
}

interface LivePush {
	/**
	 * Takes records; true when n8n has stored their executions, false when too many wait already, another process may
	 * still lose one, or n8n cannot store them or is not done with it for too long. `staticData` is n8n's for this
	 * request: what other processes have seen stands there, and what is written there is saved before the sender has
	 * its answer. `present`: the credential as it is stored now.
	 */
	take(
		records: PushRecord[],
		staticData: EventsStaticData,
		present?: ICredentialDataDecryptedObject,
	): boolean | Promise<boolean>;
}

const live = processWide('livePushes', 1, () => new Map<string, LivePush>());

type PushOptions = Partial<Pick<GateSettings, 'maxInFlight' | 'oneEventPerExecution'>>;

function keyed(record: PushRecord, { id, subject, within, items }: PushedEvent): Waiting {
	const key = eventKey(id ?? JSON.stringify(record));
	return { key, subject: subject ?? (within === undefined ? undefined : key), within, items };
}

/** What the filters let through. */
const entriesOf = (records: PushRecord[], read: ReturnType<PushBackend['reader']>) =>
	records.flatMap((record) => {
		const event = read(record);
		return event && event.items.length > 0 ? [keyed(record, event)] : [];
	});

function optionsOf(node: ITriggerFunctions): GateSettings {
	const options = panelValue(node, 'options', {}) as PushOptions;
	return {
		...GATE_DEFAULTS,
		acknowledge: 'whenStored',
		maxInFlight: options.maxInFlight ?? GATE_DEFAULTS.maxInFlight,
		oneEventPerExecution: options.oneEventPerExecution ?? GATE_DEFAULTS.oneEventPerExecution,
	};
}

/** The running trigger of a workflow: no event twice, few executions at once. */
function livePush(
	node: ITriggerFunctions,
	backend: PushBackend,
	credential: ICredentialDataDecryptedObject,
): LivePush & { waiting(): number; close(): void } {
	const scope = triggerKey(node.getWorkflow(), node.getNode());
	const staticData = staticDataOf<EventsStaticData>(node);
	const seen = memoryOf(scope, staticData);
	seen.resume(staticData);
	const read = backend.reader(node, credential);
	const executions = new LiveExecutions(node, {
		gate: optionsOf(node),
		clock: systemClock,
		memory: seen,
		write: () => seen.write(staticData, systemClock.now()),
	});
	/** Verdicts on events that are open. A repetition is answered with them: the first may still be lost. */
	const open = new Map<string, Promise<Verdict>>();
	const accept = async ({ key, subject, items }: Waiting): Promise<Verdict> => {
		if (subject === undefined && sharesLines()) seen.take(key, systemClock.now());
		// A state may be the same again.
		const names = subject === undefined ? { key, keys: [key] } : { keys: [] };
		const verdict = executions.gate({ ...names, items });
		open.set(key, verdict);
		const told = await verdict;
		if (open.get(key) === verdict) open.delete(key);
		if (told === 'refuse' && subject !== undefined) seen.undo(key, subject);
		return told;
	};
	return {
		take(records, saved, present) {
			Object.assign(credential, present);
			if (!executions.hasRoomFor(records.length)) return false;
			seen.read(saved, systemClock.now());
			// All are read before one is taken: a push is refused as a whole.
			const entries = entriesOf(records, read);
			if (entries.some(({ key }) => seen.isTakenElsewhere(key))) return false;
			const verdicts = entries.flatMap((entry) => {
				if (seen.isNew(entry.key, entry, systemClock.elapsed())) return [accept(entry)];
				return open.get(entry.key) ?? [];
			});
			// n8n saves what was written last, so that is what is known when it does.
			const remember = (isStored: boolean) => {
				seen.write(saved, systemClock.now());
				return isStored;
			};
			if (verdicts.length === 0) return remember(true);
			const stored = Promise.all(verdicts).then((all) => all.every((one) => one === 'accept'));
			return within(systemClock, ANSWER_WITHIN, stored, () => false).then(remember);
		},
		waiting: () => executions.open,
		close: () => executions.close(),
	};
}

/** Keeps the credential of a running trigger what is stored, also where nothing is pushed. */
function keepPresent(
	node: ITriggerFunctions,
	backend: PushBackend,
	credential: ICredentialDataDecryptedObject,
	log: Log,
) {
	return watchCredential<ICredentialDataDecryptedObject>(
		{
			stored: storedCredential(node, backend.credential),
			mark: (now) => markOf(now),
			onChange(now, before) {
				Object.assign(credential, now);
				if (backend.pushCredentialOf !== undefined || now.secret === before.secret) return;
				log.warn(
					`The secret of the credential was changed: what ${backend.name} pushes with the old one is refused from now on`,
				);
			},
		},
		{ ...credential },
		{ clock: systemClock, log },
	);
}

/** Nothing is kept that could be down, so there is no alarm; who must hear of silence reads the state. */
function watchPushes(
	node: ITriggerFunctions,
	{ name, credential }: PushBackend,
	waiting: () => number,
	log: Log,
): LineWatch {
	// Not every backend has a choice, and n8n throws for a parameter that a node lacks.
	const events = [node.getNode().parameters?.triggerOn ?? 'all'].flat().join(', ');
	const about = { backend: name, credential, delivery: 'push', events, errorWorkflowAfter: 0 };
	return new LineWatch(node, { ...about, waiting }, log);
}

/**
 * Starts the trigger: it takes what `receivePush` of the same process hands over, so that a burst does not
 * become as many executions and a repeated push does not run twice
 * (docs/n8n.md#one-node-with-trigger-and-webhook and docs/n8n.md#what-emit-really-does).
 */
export async function listenForPushes(
	node: ITriggerFunctions,
	backend: PushBackend,
): Promise<ITriggerResponse> {
	const key = triggerKey(node.getWorkflow(), node.getNode());
	if (node.getMode() === 'manual') return listenForTestEvent(node);
	try {
		const { credential, pushCredential } = await credentialOf(node, backend);
		checkPushCredential(pushCredential);
		const present = { ...credential };
		const push = livePush(node, backend, present);
		const log = logOf(
			node.logger,
			`Workflow "${node.getWorkflow().name}", node "${node.getNode().name}"`,
		);
		const watch = keepPresent(node, backend, present, log);
		const advice = backend.advice?.(node);
		if (advice !== undefined) log.warn(advice);
		live.set(key, push);
		const lineWatch = watchPushes(node, backend, () => push.waiting(), log);
		return {
			async closeFunction() {
				watch.close();
				lineWatch.close();
				if (live.get(key) === push) {
					live.delete(key);
					forgetMemory(key);
				}
				push.close();
				await Promise.resolve();
			},
		};
	} catch (error) {
		throw toNodeError(node.getNode(), error);
	}
}

const REFUSALS: Partial<Record<TelephonyError['kind'], number>> = {
	badRequest: 400,
	forbidden: 401,
};

/** Whether the workflow answers what it is pushed. */
const isAnswered = (node: Panel, { answered }: PushBackend) =>
	answered !== undefined && panelValue(node, 'triggerOn', '') === answered;

/**
 * Takes one push: who sent it, size, form; then it goes to the running trigger, and the answer goes out when
 * n8n has stored it. Where no trigger runs in this process (test run, webhook process of queue mode) it becomes an
 * execution of its own, and so does what the workflow answers.
 */
export async function receivePush(
	node: IWebhookFunctions,
	backend: PushBackend,
): Promise<IWebhookResponseData> {
	const { credential, pushCredential } = await credentialOf(node, backend);
	const admission = await admitPush(node, backend, pushCredential);
	if ('status' in admission) return refusePost(node, admission.status);
	const { records } = admission;
	countPush(node);
	const key = triggerKey(node.getWorkflow(), node.getNode());
	const isTest = node.getMode() === 'manual';
	const accepted: IWebhookResponseData = { webhookResponse: backend.answer };
	try {
		const answered = isAnswered(node, backend);
		const running =
			isTest || answered ? undefined : await untilStarted(() => live.get(key), ANSWER_WITHIN);
		if (running) {
			const taken = await running.take(records, staticDataOf(node), credential);
			return taken ? accepted : refusePost(node, 503);
		}
		const entries = entriesOf(records, backend.reader(node, credential));
		if (isTest) {
			const tested = entries.flatMap((entry) => entry.items);
			if (tested.length === 0) return accepted;
			keepForTest(key, tested);
			return { ...accepted, workflowData: [tested.map((json) => ({ json }))] };
		}
		if (answered) {
			const asked = entries.flatMap(({ items }) => items.map((json) => ({ json })));
			return asked.length === 0 ? accepted : { workflowData: [asked] };
		}
		// Its trigger is on its way, and takes the repetition under a key.
		const isStarting = startsTriggers() && systemClock.elapsed() < STARTING;
		if (isStarting && backend.comesAgain) return refusePost(node, 503);
		return takeOutside(node, backend.answer, entries) ?? refusePost(node, 503);
	} catch (error) {
		if (!(error instanceof TelephonyError)) throw error;
		const status = REFUSALS[error.kind];
		if (status === undefined) throw error;
		node.logger.warn(`${backend.name} pushed something that is not accepted: ${error.message}`);
		return refusePost(node, status);
	}
}

import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import { startsByItself } from '../../shared/trigger/activation';
import type { Log } from '../../shared/core/ports';
import { LruMap } from '../../shared/core/bounded/lruMap';
import { SeenSet } from '../../shared/core/bounded/seenSet';
import { withWords } from '../../shared/core/words';
import { executionItems } from '../../shared/trigger/executionItems';
import { listenForTestEvent } from '../../shared/trigger/listenForTestEvent';
import { triggerKey } from '../../shared/trigger/liveTriggers';
import { noteStarted, startAfter } from '../../shared/trigger/starts';
import { toNodeError } from '../../shared/action/nodeErrors';
import { processWide } from '../../shared/processWide';
import { logOf } from '../../shared/systemPorts';
import { egressFilterOf } from '../../shared/transport/egress';
import { systemSockets } from '../../shared/transport/webSockets';
import type { RingCentralConnection } from '../client/transport/connection';
import { EventMemory } from '../client/events/eventMemory';
import { SESSION_DEFAULTS } from '../client/events/webSocket/gatewaySession';
import { OtherWebSockets } from '../client/events/webSocket/otherWebSockets';
import { describeDisabled, refusedFilters, type Subscription } from '../client/events/subscription';
import { WebSocketLine, type WebSocketListener } from '../client/events/webSocket/webSocketLine';
import { connect } from '../connect';
import type { RingCentralContext } from '../context';
import { recordingFiles } from '../recordingFiles';
import { EventReader } from './eventReader';
import type { MakeLine } from './webSocket/feed';
import { listenWebhook } from './webhook/listen';
import { LiveConnection } from './liveConnection';
import { liveReceiver, type LiveReceiver } from './liveReceiver';
import { LiveWebSocket } from './webSocket/liveWebSocket';
import { watchLogin } from './loginWatch';
import { triggerSettings, type TriggerSettings } from './settings';
import { becameActive, subscriptionFacts, watchedReceiver, watchOf } from './watchedReceiver';

/** Ids of subscriptions over a WebSocket that this process has made. */
const ownSubscriptions = processWide('webSocketSubscriptions', 1, () => new SeenSet(5_000));

const OTHERS =
	'Another program gets the same events over a WebSocket with this app and user: a second main process of n8n, a copy or a restored backup of it. Every event runs in both. Stop one of them, or give it another app or user';

function lineOf(
	node: ITriggerFunctions,
	connection: RingCentralConnection,
	{ eventFilters }: TriggerSettings,
	listener: WebSocketListener,
): WebSocketLine {
	const onSubscription = (subscription: Subscription) => {
		listener.onSubscription?.(subscription);
		const refused = refusedFilters(subscription, eventFilters);
		if (refused.length === 0) return;
		connection.log.warn(`RingCentral refuses some events: ${describeDisabled(refused)}`);
	};
	return new WebSocketLine(
		connection,
		systemSockets({ allowUnauthorizedCerts: false, filter: egressFilterOf(node) }),
		{ ...SESSION_DEFAULTS, eventFilters },
		{ ...listener, onSubscription },
	);
}

/** What has come for triggers of this process, over the versions of their workflows. */
const memories = processWide('ringCentralEvents', 1, () => new LruMap<string, EventMemory>(500));

async function listenLive(
	node: ITriggerFunctions,
	connection: LiveConnection,
	settings: TriggerSettings,
	log: Log,
): Promise<ITriggerResponse> {
	const key = triggerKey(node.getWorkflow(), node.getNode());
	const memory = memories.get(key, () => new EventMemory());
	const lines: { present?: LiveWebSocket } = {};
	const onRoom = () => lines.present?.resume();
	const own = liveReceiver(node, settings, connection, log, onRoom, memory);
	const watch = watchOf(node, settings, own, log);
	const receiver = watchedReceiver(own, watch, settings);
	if (settings.delivery === 'webhook') {
		return await listenWebhook(node, connection, settings, receiver, watch, log);
	}
	const others = new OtherWebSockets(connection, ownSubscriptions, () => {
		log.error(OTHERS);
		receiver.shared(OTHERS);
	});
	const make: MakeLine = (listener) =>
		lineOf(node, connection, settings, {
			...listener,
			onSubscription(subscription) {
				others.own(subscription.id);
				const { id, expiresIn } = subscription;
				const expiresAt = expiresIn && connection.clock.now() + 1000 * expiresIn;
				watch.about.subscriptions = () => subscriptionFacts(settings, id, expiresAt);
				becameActive(watch, receiver);
				listener.onSubscription?.(subscription);
			},
		});
	const line = new LiveWebSocket(connection, receiver, make, key);
	lines.present = line;
	return await listenWebSocket(node, connection, receiver, line, log, others);
}

async function listenWebSocket(
	node: ITriggerFunctions,
	connection: LiveConnection,
	receiver: LiveReceiver,
	line: LiveWebSocket,
	log: Log,
	others: OtherWebSockets,
): Promise<ITriggerResponse> {
	// At a restart nobody reads an error, so the line keeps trying by itself.
	const isRestart = startsByItself(node);
	try {
		await line.start(isRestart ? false : 'unlessRefused');
	} catch (error) {
		others.close();
		await receiver.close();
		throw toNodeError(node.getNode(), withWords(error));
	}
	const watch = await watchLogin(node, connection, log, {
		onLogin: () => line.renew(),
		onToken: () => line.tryNow(),
	});
	return {
		async closeFunction() {
			watch.close();
			others.close();
			await line.close();
			await receiver.close();
		},
	};
}

/** Test mode by WebSocket: n8n takes the first event and closes. */
function listenOnce(
	node: ITriggerFunctions,
	connection: RingCentralConnection,
	settings: TriggerSettings,
): ITriggerResponse {
	const { audioField } = settings;
	const reader = new EventReader({
		settings,
		connection,
		fetchRecordings: recordingFiles(connection, { helpers: node.helpers, audioField }),
		send: (reading) => {
			if (reading.items.length > 0) node.emit([executionItems(reading)]);
		},
	});
	const line = lineOf(node, connection, settings, {
		onNotification: (notification) => reader.take(notification),
		onChange(change) {
			if (change.state === 'refused')
				node.emitError(toNodeError(node.getNode(), withWords(change.error)));
		},
	});
	return {
		async manualTriggerFunction() {
			try {
				await line.start(true);
			} catch (error) {
				throw toNodeError(node.getNode(), withWords(error));
			}
		},
		async closeFunction() {
			await line.close();
			await reader.close();
		},
	};
}

/** Starts the trigger: live, or for one event in a test run. */
export async function listen(node: ITriggerFunctions): Promise<ITriggerResponse> {
	try {
		const settings = triggerSettings(node);
		const isTest = node.getMode() === 'manual';
		if (isTest && settings.delivery === 'webhook') return listenForTestEvent(node, 'WebSocket');
		const { name } = node.getWorkflow();
		const log = logOf(node.logger, `Workflow "${name}", node "${node.getNode().name}"`);
		const client = await connect(node as unknown as RingCentralContext);
		const connection = new LiveConnection(client, log);
		if (isTest) return listenOnce(node, connection, settings);
		startAfter(node);
		const live = await listenLive(node, connection, settings, log);
		noteStarted(node);
		return live;
	} catch (error) {
		throw toNodeError(node.getNode(), withWords(error));
	}
}

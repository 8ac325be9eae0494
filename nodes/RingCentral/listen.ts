import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import type { Log } from '../shared/core/ports';
import { listenForTestEvent } from '../shared/listenForTestEvent';
import { toNodeError } from '../shared/nodeErrors';
import { logOf } from '../shared/systemPorts';
import { systemSockets } from '../shared/webSockets';
import type { RingCentralConnection } from './client/connection';
import { SESSION_DEFAULTS } from './client/gatewaySession';
import { describeDisabled, refusedFilters, type Subscription } from './client/subscription';
import { WebSocketLine, type WebSocketListener } from './client/webSocketLine';
import { connect, type RingCentralContext } from './connect';
import { EventReader } from './eventReader';
import { listenWebhook } from './listenWebhook';
import { liveReceiver, type LiveReceiver } from './liveReceiver';
import { triggerSettings, type TriggerSettings } from './triggerSettings';

const sockets = systemSockets({ allowUnauthorizedCerts: false });

function lineOf(
	connection: RingCentralConnection,
	{ eventFilters }: TriggerSettings,
	listener: Omit<WebSocketListener, 'onSubscription'>,
): WebSocketLine {
	const onSubscription = (subscription: Subscription) => {
		const refused = refusedFilters(subscription, eventFilters);
		if (refused.length === 0) return;
		connection.log.warn(`RingCentral refuses some events: ${describeDisabled(refused)}`);
	};
	return new WebSocketLine(
		connection,
		sockets,
		{ ...SESSION_DEFAULTS, eventFilters },
		{
			onNotification: (notification) => listener.onNotification(notification),
			onChange: (change) => listener.onChange(change),
			onSubscription,
		},
	);
}

async function listenWebSocket(
	node: ITriggerFunctions,
	receiver: LiveReceiver,
	line: WebSocketLine,
): Promise<ITriggerResponse> {
	// At a restart nobody reads an error, so the line keeps trying by itself.
	const activation = node.getActivationMode();
	const wait = activation !== 'init' && activation !== 'leadershipChange';
	try {
		await line.start(wait);
	} catch (error) {
		await receiver.close();
		throw toNodeError(node.getNode(), error);
	}
	return {
		async closeFunction() {
			await line.close();
			await receiver.close();
		},
	};
}

function listenLive(
	node: ITriggerFunctions,
	connection: RingCentralConnection,
	settings: TriggerSettings,
	log: Log,
): ITriggerResponse | Promise<ITriggerResponse> {
	let line: WebSocketLine | undefined;
	const receiver = liveReceiver(node, settings, connection, log, () => line?.resume());
	if (settings.delivery === 'webhook') {
		return listenWebhook(node, connection, settings, receiver, log);
	}
	line = lineOf(connection, settings, {
		onNotification(notification) {
			receiver.take(notification);
			if (!receiver.hasRoom) line?.pause();
		},
		onChange: (change) => receiver.changed(change),
	});
	return listenWebSocket(node, receiver, line);
}

/** Test mode by WebSocket: n8n takes the first event and closes. */
function listenOnce(
	node: ITriggerFunctions,
	connection: RingCentralConnection,
	settings: TriggerSettings,
): ITriggerResponse {
	const reader = new EventReader({
		settings,
		connection,
		send: ({ items }) => {
			if (items.length > 0) node.emit([items.map((json) => ({ json }))]);
		},
	});
	const line = lineOf(connection, settings, {
		onNotification: (notification) => reader.take(notification),
		onChange(change) {
			if (change.state === 'refused') node.emitError(toNodeError(node.getNode(), change.error));
		},
	});
	return {
		async manualTriggerFunction() {
			try {
				await line.start(true);
			} catch (error) {
				throw toNodeError(node.getNode(), error);
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
		const connection: RingCentralConnection = { ...client, log };
		return isTest
			? listenOnce(node, connection, settings)
			: await listenLive(node, connection, settings, log);
	} catch (error) {
		throw toNodeError(node.getNode(), error);
	}
}

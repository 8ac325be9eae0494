import type { IDataObject, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import { EventGate } from '../shared/core/eventGate';
import type { Log } from '../shared/core/ports';
import { SeenSet } from '../shared/core/seenSet';
import { emitAndWait } from '../shared/emitter';
import { keepAliveRequest } from '../shared/keepAliveHttp';
import { toNodeError } from '../shared/nodeErrors';
import { logOf, systemClock, systemRandom } from '../shared/systemPorts';
import { authorizationOf, type XsiCredential } from './authorization';
import { ACCEPTED, FAILED } from './client/channel';
import type { XsiEvent } from './client/decode';
import { DEFAULT_LINE_SETTINGS, XsiLine, type LineListener, type LineNotice } from './client/line';
import { describeTarget } from './client/subscriptions';
import { CREDENTIAL, nodeHttp, serverOf } from './connect';
import { itemsOf } from './eventItem';
import { InitialStates } from './initialState';
import { sharedLine, stableId } from './lines';
import { triggerSettings, type TriggerSettings } from './triggerSettings';

/** Event ids remembered per trigger, to know a redelivered event again. */
const REMEMBERED_EVENTS = 5_000;

/** s asked for in a test run, so that nothing stays for long if n8n is killed in the middle. */
const TEST_EXPIRES = 3_600;

interface Batched {
	event: XsiEvent;
	items: IDataObject[];
}

/** The line of this node's credential: its own in a test run, else shared by all live triggers. */
function lineOf(node: ITriggerFunctions, credential: XsiCredential, settings: TriggerSettings) {
	const isTest = node.getMode() === 'manual';
	const login = JSON.stringify([credential.authentication, credential.userId]);
	const server = serverOf(credential);
	const scope = isTest ? systemRandom.uuid() : node.getInstanceId();
	const id = `n8n-${stableId(scope, server.url, login)}`;
	const secret = stableId(String(credential.password ?? ''), String(credential.accessToken ?? ''));
	const key = JSON.stringify([id, server, secret, settings.heartbeatInterval]);
	return sharedLine(key, () => {
		const streams = nodeHttp(node as never, credential);
		const request = keepAliveRequest({
			allowUnauthorizedCerts: Boolean(credential.allowUnauthorizedCerts),
			authorization: () => authorizationOf(credential as never),
		});
		return new XsiLine(
			{
				server,
				http: { request, stream: streams.stream.bind(streams) },
				clock: systemClock,
				random: systemRandom,
			},
			{
				...DEFAULT_LINE_SETTINGS,
				expires: isTest ? TEST_EXPIRES : DEFAULT_LINE_SETTINGS.expires,
				heartbeatInterval: settings.heartbeatInterval,
				channelSetId: id,
				applicationId: id,
			},
			logOf(node.logger, 'BroadWorks'),
		);
	});
}

function logNotice(log: Log, notice: LineNotice): void {
	if (notice.state === 'down') {
		log.info('Connection to BroadWorks is down; reconnecting', { cause: notice.cause });
	} else if (notice.state === 'up' && notice.downSince !== undefined) {
		const seconds = Math.round((systemClock.now() - notice.downSince) / 1000);
		log.info(`Connection to BroadWorks is up again after ${seconds} s`, { cause: notice.cause });
	}
}

/** Which events of the subscription start this workflow, as items. */
function selection(settings: TriggerSettings) {
	const seen = new SeenSet(REMEMBERED_EVENTS);
	const states = new InitialStates();
	return (event: XsiEvent): IDataObject[] => {
		if (event.eventId !== undefined && !seen.add(event.eventId)) return [];
		const initialState = states.isInitial(event);
		if (initialState && !settings.includeInitialState) return [];
		if (settings.types.size > 0 && !settings.types.has(event.type)) return [];
		return itemsOf(event, {
			output: settings.output,
			package: settings.spec.package,
			initialState,
		});
	};
}

function liveGate(node: ITriggerFunctions, settings: TriggerSettings): EventGate<Batched> {
	const scope = `${node.getWorkflow().id}:${node.getNode().id}`;
	return new EventGate<Batched>(settings.gate, systemClock, async (batch) => {
		const items = batch.flatMap((entry) => entry.items).map((json) => ({ json }));
		const single = batch.length === 1 ? batch[0].event.eventId : undefined;
		const deduplicationKey = single === undefined ? undefined : `${scope}:${single}`;
		return await emitAndWait(node, { items, deduplicationKey });
	});
}

async function listenLive(
	node: ITriggerFunctions,
	line: XsiLine,
	settings: TriggerSettings,
	log: Log,
): Promise<ITriggerResponse> {
	const gate = liveGate(node, settings);
	const select = selection(settings);
	const listener: LineListener = {
		async onEvent(event) {
			const items = select(event);
			if (items.length === 0) return ACCEPTED;
			return (await gate.accept({ event, items })) === 'accept' ? ACCEPTED : FAILED;
		},
		onNotice(notice) {
			logNotice(log, notice);
			// Only what no retry can cure goes to n8n, which closes and starts the trigger again.
			if (notice.state === 'failed') node.emitError(toNodeError(node.getNode(), notice.error));
		},
		onSubscription({ state, cause, error, spec }) {
			const target = describeTarget(spec.target);
			if (state === 'lost') log.info(`Subscription to ${spec.package} was lost`, { target, cause });
			if (state === 'standing')
				log.info(`Subscription to ${spec.package} stands again`, { target });
			if (state === 'refused')
				log.error(`${spec.package} is refused`, { target, reason: error?.message });
		},
	};
	// At a restart nobody reads an error, so the line keeps trying by itself.
	const wait =
		node.getActivationMode() !== 'init' && node.getActivationMode() !== 'leadershipChange';
	await line.add(settings.spec, listener, wait);
	return {
		async closeFunction() {
			await line.remove(settings.spec, listener);
			gate.close();
		},
	};
}

/** Test mode: n8n takes the first event and closes. */
function listenOnce(
	node: ITriggerFunctions,
	line: XsiLine,
	settings: TriggerSettings,
): ITriggerResponse {
	const select = selection(settings);
	const listener: LineListener = {
		async onEvent(event) {
			const items = select(event);
			if (items.length > 0) node.emit([items.map((json) => ({ json }))]);
			return await Promise.resolve(ACCEPTED);
		},
		onNotice(notice) {
			if (notice.state === 'failed') node.emitError(toNodeError(node.getNode(), notice.error));
		},
	};
	return {
		async manualTriggerFunction() {
			try {
				await line.add(settings.spec, listener, true);
			} catch (error) {
				throw toNodeError(node.getNode(), error);
			}
		},
		async closeFunction() {
			await line.remove(settings.spec, listener);
		},
	};
}

/** Starts the trigger: live, or for one event in a test run. */
export async function listen(node: ITriggerFunctions): Promise<ITriggerResponse> {
	try {
		const credential = await node.getCredentials<XsiCredential>(CREDENTIAL);
		const settings = triggerSettings(node, String(credential.userId ?? '').trim());
		const line = lineOf(node, credential, settings);
		if (node.getMode() === 'manual') return listenOnce(node, line, settings);
		const { name } = node.getWorkflow();
		const log = logOf(node.logger, `Workflow "${name}", node "${node.getNode().name}"`);
		return await listenLive(node, line, settings, log);
	} catch (error) {
		throw toNodeError(node.getNode(), error);
	}
}

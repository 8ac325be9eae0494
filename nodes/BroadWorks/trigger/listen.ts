import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import { numberPlanOf } from '../../shared/core/e164';
import { ServerSilence } from '../../shared/core/flow/serverSilence';
import type { Log } from '../../shared/core/ports';
import { withWords, wordsOf } from '../../shared/core/words';
import { startsByItself } from '../../shared/trigger/activation';
import { noteStarted, startAfter } from '../../shared/trigger/starts';
import { watchCredential } from '../../shared/trigger/credentialWatch';
import { executionItems } from '../../shared/trigger/executionItems';
import { listenForTestEvent } from '../../shared/trigger/listenForTestEvent';
import { toNodeError } from '../../shared/action/nodeErrors';
import { triggerKey } from '../../shared/trigger/liveTriggers';
import { logOf, systemClock, systemRandom } from '../../shared/systemPorts';
import { lastingSecrets, ownUserOf, type XsiCredential } from '../authorization';
import { ClaimedLine } from './line/claimedLine';
import { ACCEPTED } from '../client/channel/channel';
import { ChannelSetWatch } from '../client/channel/channelSet';
import { DEFAULT_LINE_SETTINGS, XsiLine } from '../client/channel/line';
import type { LineListener } from '../client/delivery/listener';
import { liveConnection, serverOf } from '../connect';
import { authenticationOf, loginOf, storedLogin } from '../login/login';
import { listenLater, mayStartLater } from './listenLater';
import { tryLoginAgain } from '../loginGates';
import { lineMark, loginMark, PresentConnection, triggerMark } from './credential';
import { ownChannels, sharedLine, stableId, type SharedLine } from './line/lines';
import { LiveChannel } from './liveChannel';
import { afterChannel } from './contact/afterChannel';
import { LiveContact } from './contact/liveContact';
import { liveListener } from './liveListener';
import { channelServers } from '../servers';
import { userAdvice } from '../userAdvice';
import { triggerSettings, type TriggerSettings } from './settings';
import { mailboxAt } from './shapes/mailbox';
import { shapeOf } from './shapes/shape';
import { onlyNew } from './shapes/shaped';
import { noticeOf, watchedListener, watchOf } from './line/watchedListener';

/** s asked for in a test run, so that nothing stays for long if n8n is killed in the middle. */
const TEST_EXPIRES = 3_600;

/**
 * The grace period, in heartbeat intervals, after which the server has ended the channel of an n8n that is
 * gone: its event timeout is two.
 */
const GRACE_INTERVALS = 3;

/** The line of this node's credential: its own in a test run, else shared by all live triggers. */
async function lineOf(
	node: ITriggerFunctions,
	credential: XsiCredential,
	settings: TriggerSettings,
): Promise<SharedLine> {
	const isTest = node.getMode() === 'manual';
	const login = JSON.stringify([credential.authentication, credential.userId]);
	const servers = await channelServers(credential);
	const scope = isTest ? systemRandom.uuid() : node.getInstanceId();
	// Those that DNS lists come and go.
	const server = serverOf(credential);
	const id = `n8n-${stableId(scope, server.url, login)}`;
	const secret = stableId(...lastingSecrets(credential));
	const { heartbeatInterval } = settings;
	const expires = isTest ? TEST_EXPIRES : DEFAULT_LINE_SETTINGS.expires;
	// Neither a changed answer of DNS nor another event timeout makes a second line of one credential.
	const key = JSON.stringify([id, server, secret, lineMark(credential)]);
	const line = sharedLine(key, id, (free, otherId) => {
		const log = logOf(node.logger, 'BroadWorks');
		const connections = servers.map((one) => liveConnection(node, credential, one));
		const create = (own: string) =>
			new XsiLine(
				connections,
				{ expires, heartbeatInterval, channelSetId: own, applicationId: own },
				log,
			);
		if (isTest) return create(free);
		const gracePeriod = () => GRACE_INTERVALS * heartbeatInterval;
		const watch = new ChannelSetWatch(connections[0], ownChannels, gracePeriod, log);
		return new ClaimedLine({ id: free, otherId, create, watch, ours: ownChannels }, log);
	});
	line.beatEvery(heartbeatInterval);
	return line;
}

/** What keeps the trigger from listening; where the credential's own user is none, it says to choose one. */
const advised = (error: unknown, settings: TriggerSettings, credential: XsiCredential): unknown =>
	settings.listensToOwnUser ? userAdvice(error, { ownUserId: ownUserOf(credential) }) : error;

/** Test mode: n8n takes the first event and closes. */
function listenOnce(
	node: ITriggerFunctions,
	line: SharedLine,
	settings: TriggerSettings,
	credential: XsiCredential,
	log: Log,
): ITriggerResponse {
	const connection = liveConnection(node, credential);
	const seen = new Set<string>();
	const known = { since: systemClock.now(), isKnown: (name: string) => seen.has(name) };
	const mailbox = () => mailboxAt(connection, node, settings, log, known);
	const shape = shapeOf(settings, { clock: systemClock, mailbox });
	const listener: LineListener = {
		async onEvent(event, _spec, stateExpected) {
			const made = await shape(event, stateExpected);
			const shaped = onlyNew(made, (name) => seen.has(name));
			for (const name of shaped.names) seen.add(name);
			if (shaped.items.length > 0) node.emit([executionItems(shaped)]);
			return ACCEPTED;
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
				throw toNodeError(node.getNode(), advised(error, settings, credential));
			}
		},
		async closeFunction() {
			// n8n has what it wanted.
			await line.remove(settings.spec, listener, 0);
		},
	};
}

/** A country that is none leaves the one before in use. */
function useCountry(settings: TriggerSettings, now: XsiCredential, log: Log): void {
	try {
		settings.numberPlan = numberPlanOf(now.defaultCountry);
	} catch (error) {
		log.error('The Default Country of the credential cannot be used', { reason: wordsOf(error) });
	}
}

/** Starts a live trigger, which follows its credential from then on. */
async function listenLive(
	node: ITriggerFunctions,
	credential: XsiCredential,
	settings: TriggerSettings,
	log: Log,
): Promise<ITriggerResponse> {
	const present = new PresentConnection(liveConnection(node, credential), credential);
	const live = liveListener(node, settings, present.connection, () => present.ownUserId, log);
	const lineWatch = watchOf(node, settings, live, () => trigger.active(), log);
	live.listener = watchedListener(live.listener, lineWatch, node);
	const context = { node, settings, live, present, log };
	const silence = new ServerSilence(systemClock, (change) =>
		live.listener.onNotice?.(noticeOf(change)),
	);
	const key = triggerKey(node.getWorkflow(), node.getNode());
	const lineFor = async (now: XsiCredential) => await lineOf(node, now, settings);
	const trigger =
		settings.delivery === 'httpContact'
			? new LiveContact(
					{ ...context, silence, live: afterChannel(key, settings.spec, live) },
					credential,
				)
			: new LiveChannel({ ...context, lineOf: lineFor });
	const start = async () => await trigger.start(credential);
	const { closeFunction } = await start().catch((error: unknown) => {
		lineWatch.close();
		throw advised(error, settings, credential);
	});
	let login = loginMark(credential, settings);
	const watch = watchCredential<XsiCredential>(
		{
			stored: storedLogin(node),
			mark: (now) => triggerMark(now, settings),
			onChange: (now) => {
				useCountry(settings, now, log);
				if (loginMark(now, settings) === login) return;
				login = loginMark(now, settings);
				trigger.follow(now);
			},
		},
		credential,
		{ clock: systemClock, log },
	);
	return {
		async closeFunction() {
			watch.close();
			lineWatch.close();
			await closeFunction?.();
		},
	};
}

/** Starts the trigger: live, or for one event in a test run. */
export async function listen(node: ITriggerFunctions): Promise<ITriggerResponse> {
	const { name } = node.getWorkflow();
	const log = logOf(node.logger, `Workflow "${name}", node "${node.getNode().name}"`);
	const start = async (): Promise<ITriggerResponse> => {
		const credential = await loginOf(node);
		const settings = triggerSettings(node, credential);
		const isTest = node.getMode() === 'manual';
		if (!startsByItself(node)) tryLoginAgain(credential, serverOf(credential).url);
		if (isTest && settings.delivery === 'httpContact')
			return listenForTestEvent(node, 'Streaming Channel');
		if (isTest) {
			const line = await lineOf(node, credential, settings);
			return listenOnce(node, line, settings, credential, log);
		}
		const live = await listenLive(node, credential, settings, log);
		noteStarted(node);
		return live;
	};
	if (node.getMode() !== 'manual') startAfter(node);
	try {
		return await start();
	} catch (error) {
		// Not what the line reports, which tries again by itself: the login itself is not known yet.
		if (mayStartLater(node, error) && authenticationOf(node) === 'webex')
			return listenLater(node, error, start, { clock: systemClock, random: systemRandom, log });
		throw toNodeError(node.getNode(), withWords(error));
	}
}

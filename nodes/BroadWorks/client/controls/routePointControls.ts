import type { HttpResponse } from '../../../shared/core/ports';
import type { XsiObject } from '../calls/values';
import { xsiDocument, type DocumentContent } from '../channel/documents';
import { bodyXml } from '../transport/answers';
import { documentOf, entriesAt, listed, startedCall, type Control } from './control';

const POINT = 'routepoint/{routePointId}';
const CALL = `${POINT}/calls/{routePointCallId}`;

const onCall = (verb: string, more: Partial<Control> = {}): Control => ({
	method: 'PUT',
	path: `${CALL}/${verb}`,
	...more,
});

/** A document of what was given, in the order of the schema. */
const documented =
	(root: string, names: readonly string[]): Control['body'] =>
	(values) =>
		xsiDocument(
			root,
			names.map((name) => [name, values[name] || undefined]),
		);

/** Starts to play something, and gives the `playCollectId` by which it can be changed. */
const plays = (verb: string, root: string, names: readonly string[]): Control =>
	onCall(verb, { body: documented(root, names), read: documentOf });

const uris = (text: string | undefined): DocumentContent =>
	listed(text).map((uri): [string, string] => ['uri', uri]);

const stateOf = (response: HttpResponse): XsiObject => ({ state: bodyXml(response).text.trim() });

/**
 * The commands of a route point, which hands its calls to another system
 * (docs/protocols/broadworks.md#route-points).
 */
export const ROUTE_POINT_CONTROLS = {
	getState: { method: 'GET', path: `${POINT}/profile/State`, read: stateOf },
	setState: {
		method: 'PUT',
		path: `${POINT}/profile/State`,
		body: ({ state }) => xsiDocument('RoutePointState', state),
	},
	getCalls: { method: 'GET', path: `${POINT}/calls`, read: entriesAt('queueEntries/queueEntry') },
	dial: {
		method: 'POST',
		path: `${POINT}/calls/new`,
		body: documented('RoutePointOutgoingDial', ['address', 'routePointName']),
		read: startedCall,
	},
	endCall: { method: 'DELETE', path: CALL },
	admitCall: onCall('admit'),
	rejectCall: onCall('reject'),
	bounceCall: onCall('Bounce'),
	failCall: onCall('Fail'),
	transferCall: onCall('BlindTransfer', { query: { address: 'address' } }),
	distributeCall: onCall('Distribute', {
		missing: '{agentId} is not an agent who can take the call {routePointCallId}',
		body: documented('RoutePointDistribute', [
			'agentId',
			'callingLineIdNumber',
			'callingLineIdName',
			'timeInQueue',
			'numberOfCallsInQueue',
			'longestWaitTime',
			'whisperMessageAudioUrl',
		]),
	}),
	connectToVoiceXml: onCall('ConnectToVoiceXML', {
		body: documented('RoutePointConnectToVoiceXML', ['voicexmlId', 'scriptUrl']),
	}),
	playTreatment: onCall('PlayTreatment', {
		body: ({ audioUrls, numberOfPlay, digitMap }) =>
			xsiDocument('RoutePointPlayTreatment', [
				['audioUrlList', uris(audioUrls)],
				['numberOfPlay', numberOfPlay || undefined],
				['digitMap', digitMap || undefined],
			]),
		read: documentOf,
	}),
	playMusicOnHold: plays('PlayMusicOnHold', 'RoutePointPlayMusicOnHold', [
		'duration',
		'digitMap',
		'playCollectId',
	]),
	playRingback: plays('PlayRingback', 'RoutePointPlayRingBack', [
		'duration',
		'digitMap',
		'playCollectId',
	]),
	playSilence: plays('PlaySilence', 'RoutePointPlaySilence', [
		'duration',
		'digitMap',
		'playCollectId',
	]),
	playBusy: plays('PlayBusy', 'RoutePointPlayBusy', ['duration', 'busyPattern', 'playCollectId']),
} satisfies Record<string, Control>;

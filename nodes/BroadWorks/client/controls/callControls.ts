import type { HttpResponse } from '../../../shared/core/ports';
import { TelephonyError } from '../../../shared/core/errors';
import type { XsiObject } from '../calls/values';
import { xsiDocument } from '../channel/documents';
import {
	documentOf,
	listed,
	startedCall,
	twoCalls,
	type Control,
	type ControlValues,
} from './control';

const CALLS = 'user/{userId}/calls';
const CALL = `${CALLS}/{callId}`;

const NO_AGENT =
	'{agentAddress} is not an agent or queue, or has no call now that {userId} could listen to';
const NO_SUPERVISOR = '{supervisorAddress} is not an available supervisor of {userId}';

/** Where a click-to-dial call rings (docs/protocols/broadworks.md#call-control). */
const AT = { location: 'location', locationAddress: 'locationAddress' };

/** Starts a call as if the user had dialled a feature access code. */
const dials = (path: string, query: Control['query'] = {}, missing?: string): Control => ({
	method: 'POST',
	path: `${CALLS}/${path}`,
	query: { ...query, ...AT },
	missing,
	read: startedCall,
});
const onCall = (path: string, more: Partial<Control> = {}): Control => ({
	method: 'PUT',
	path: `${CALL}/${path}`,
	...more,
});

/** Where a call was parked: the address in the header `Content-Location`, by which it is retrieved. */
function parkedAt({ headers }: HttpResponse): XsiObject {
	const place = String(headers['content-location'] ?? headers.location ?? '');
	const [, query = ''] = place.split('?');
	// A number may come with its plus unescaped, which a form would read as a blank.
	const address = new URLSearchParams(query.replace(/\+/g, '%2B')).get('address');
	return {
		...(address === null ? {} : { parkedAt: address.replace(/^tel:/i, '') }),
		...(place === '' ? {} : { location: place }),
	};
}

/** Passcode of *Call Me Now*; servers that want none answer with an empty document or nothing. */
function passcode(response: HttpResponse): XsiObject {
	return response.body.length === 0 ? {} : documentOf(response);
}

const DIGITS = /^[0-9A-D*#,]+$/i;

function digitsOf({ digits = '' }: ControlValues): ControlValues {
	const plain = digits.replace(/[\s().-]/g, '');
	if (DIGITS.test(plain)) return { digits: plain };
	throw new TelephonyError(
		'badRequest',
		`"${digits}" are not DTMF digits: use 0 to 9, *, #, A to D, and a comma for a pause`,
	);
}

/**
 * The commands of a user's calls beyond those of the BluIP connector
 * (docs/protocols/broadworks.md#call-control).
 */
export const CALL_CONTROLS = {
	hold: onCall('Hold'),
	transfer: onCall('BlindTransfer', { query: { address: 'address' } }),
	transferAfterConsultation: onCall('ConsultTransfer/{otherCallId}', { prepare: twoCalls }),
	transferWhenRinging: onCall('MuteTransfer', {
		query: { address: 'address' },
		read: startedCall,
	}),
	reconnect: onCall('Reconnect'),
	park: onCall('Park', {
		query: { address: 'parkAddress' },
		missing: 'There is nobody at {parkAddress} to park the call against',
		read: parkedAt,
	}),
	parkInGroup: onCall('GroupCallPark', { read: parkedAt }),
	retrieveParked: dials(
		'ParkRetrieve',
		{ address: 'parkAddress' },
		'No call is parked at {parkAddress}',
	),
	pullCall: dials('CallRetrieve'),
	pickUpInGroup: dials('CallPickup'),
	pickUp: dials('DirectedCallPickup', { address: 'userAddress' }, 'No call rings at {userAddress}'),
	bargeIn: dials(
		'DirectedCallPickupBargeIn',
		{ address: 'userAddress' },
		'{userAddress} has no call to join, or there is nobody at that address',
	),
	silentMonitor: dials('SilentMonitor', { address: 'agentAddress' }, NO_AGENT),
	silentMonitorNext: dials('SilentMonitorNext', { address: 'agentAddress' }, NO_AGENT),
	coach: dials('CoachAgent', { address: 'agentAddress' }, NO_AGENT),
	redial: dials('LastNumberRedial', {}, '{userId} has dialed no number yet'),
	returnCall: dials('CallReturn', {}, 'Nobody has called {userId} whom to call back'),
	pushToTalk: dials(
		'PushToTalk',
		{ address: 'userAddress' },
		'There is nobody at {userAddress} to talk to',
	),
	escalate: dials('Escalate', { address: 'supervisorAddress' }, NO_SUPERVISOR),
	escalateEmergency: {
		method: 'POST',
		path: `${CALL}/EmergencyEscalate`,
		query: { address: 'supervisorAddress' },
		missing: NO_SUPERVISOR,
		read: startedCall,
	},
	callForExecutive: {
		method: 'POST',
		path: `${CALLS}/ExecutiveAssistantInitiateCall`,
		query: { executive: 'executiveAddress', address: 'address' },
		missing: '{userId} is not an assistant of {executiveAddress}, or there is no such executive',
		read: startedCall,
	},
	callMeNow: {
		method: 'POST',
		path: `${CALLS}/CallMeNow`,
		query: { address: 'address', transactionId: 'transactionId' },
		read: passcode,
	},
	cancelAutomaticCallback: { method: 'DELETE', path: `${CALLS}/AutomaticCallback` },
	pushToExecutive: onCall('ExecutiveAssistantCallPush'),
	pushToFindMe: onCall('FindMeFollowMeCallPush/{callId}'),
	playMusicOnHold: onCall('PlayMusicOnHold', {
		body: ({ audioUrls }) =>
			xsiDocument('PlayDynamicMusicOnHold', [
				['audioUrlList', listed(audioUrls).map((uri): [string, string] => ['uri', uri])],
			]),
	}),
	sendDtmf: onCall('TransmitDTMF', { query: { playdtmf: 'digits' }, prepare: digitsOf }),
	setClientSessionInfo: onCall('ClientSessionInfo', { query: { info: 'info' } }),
	setDispositionCode: {
		method: 'PUT',
		path: `${CALLS}/{callId?}/DispositionCode/{dispositionCode}`,
	},
	trace: { method: 'POST', path: `${CALLS}/{callId?}/CustomerOriginatedTrace` },
	createImrn: {
		method: 'POST',
		path: `${CALLS}/Imrn`,
		query: {
			callingPartyAddress: 'callingAddress',
			calledPartyAddress: 'address',
			conferenceId: 'conferenceId',
			pin: 'pin',
			roomId: 'roomId',
		},
		read: documentOf,
	},
	getHookStatus: { method: 'GET', path: `${CALLS}/HookStatus`, read: documentOf },
} satisfies Record<string, Control>;

import catalogue from '../../../broadWorks/specs/xsi-events.json';
import { fieldsOf, isType } from '../xml/schema';
import type { XmlFields } from '../xml/xml';

/** A user service: its name on screen, its document when assigned, what its event carries. */
export interface ServiceDescription {
	/** Last part of the path, exact spelling. */
	path: string;
	/** Name in the list of services. */
	name: string;
	/** Root element of its document; none for services without one. */
	root: string;
	/** The document of a freshly assigned service. */
	initial: XmlFields;
}

const service = (path: string, name: string, initial: XmlFields, root = path) => ({
	path,
	name,
	root,
	initial,
});

/** Services every user of the simulator starts with. */
export const SERVICES: ServiceDescription[] = [
	service('AnonymousCallRejection', 'Anonymous Call Rejection', { active: false }),
	service('BroadWorksAnywhere', 'BroadWorks Anywhere', {
		alertAllLocationsForClickToDialCalls: false,
		alertAllLocationsForGroupPagingCalls: false,
	}),
	service('CallForwardingAlways', 'Call Forwarding Always', { active: false, ringSplash: false }),
	service('CallForwardingAlwaysSecondary', 'Call Forwarding Always Secondary', { active: false }),
	service('CallForwardingBusy', 'Call Forwarding Busy', { active: false }),
	service('CallForwardingNoAnswer', 'Call Forwarding No Answer', {
		active: false,
		numberOfRings: 3,
	}),
	service('CallForwardingNotReachable', 'Call Forwarding Not Reachable', { active: false }),
	service('CallMeNow', 'Call Me Now', { active: true, answerConfirmation: 'Passcode' }),
	service('CallForwardingSelective', 'Call Forwarding Selective', {
		active: false,
		playRingReminder: false,
	}),
	service('CallRecording', 'Call Recording', {
		recordingMode: 'on-demand-user-start',
		pauseResumeNotifyMethod: 'none',
		recordVoiceMessaging: false,
		playCallRecordingStartStopAnnouncement: true,
		playCallRecordingWarningTone: false,
		playCallRecordingWarningToneSeconds: 15,
	}),
	service('CallTransfer', 'Call Transfer', { recallActive: false, busyCampOnActive: false }),
	service('CallWaiting', 'Call Waiting', { active: true }),
	service('CommPilotExpress', 'CommPilot Express', { profile: 'Available In Office' }),
	service('DoNotDisturb', 'Do Not Disturb', { active: false, ringSplash: false }),
	service('FlexibleSeatingGuest', 'Flexible Seating Guest', {
		active: false,
		enableAssociationLimit: false,
	}),
	service('HotelingGuest', 'Hoteling Guest', { active: false, enableAssociationLimit: false }),
	service('HotelingHost', 'Hoteling Host', {
		active: false,
		enforceAssociationLimit: false,
		accessLevel: 'Group',
	}),
	service('MusicOnHold', 'Music On Hold', { active: true }),
	service('PersonalAssistant', 'Personal Assistant', { active: false, presence: 'None' }),
	service('Privacy', 'Privacy', { isEnableDirectoryPrivacy: false }),
	service('RemoteOffice', 'Remote Office', { active: false }),
	service('SequentialRing', 'Sequential Ring', {
		ringBaseLocationFirst: true,
		baseLocationNumberOfRings: 2,
	}),
	service('SilentAlerting', 'Silent Alerting', { active: false }),
	service('SimultaneousRingPersonal', 'Simultaneous Ring Personal', {
		active: false,
		incomingCalls: 'Do not Ring if on a Call',
	}),
	service('SpeedDial8', 'Speed Dial 8', {}),
	service(
		'ThirdPartyVoicemailSupport',
		'Third-Party Voice Mail Support',
		{ active: false },
		'ThirdPartyVoiceMailSupport',
	),
	service('VoiceMessaging', 'Voice Messaging User', {
		active: true,
		processing: 'Unified Voice and Email Messaging',
		usePhoneMessageWaitingIndicator: true,
	}),
];

/** Finds a service by its path name, without regard to case. */
export function findService(path: string): ServiceDescription | undefined {
	return SERVICES.find((item) => item.path.toLowerCase() === path.toLowerCase());
}

const squeeze = (text: string) => text.replace(/ /g, '').toLowerCase();

/** The event of a service: its package, type and the fields its `info` may carry. */
export interface ServiceEventDescription {
	package: string;
	type: string;
	/** Names `info` may carry; empty when the event has no info. */
	infoFields: string[];
	/** Path of the service whose document is the info. */
	service: string;
}

/** Service events by package name; packages that carry no service are not here. */
export const SERVICE_EVENTS: Map<string, ServiceEventDescription> = new Map(
	catalogue.flatMap((entry) => {
		const type = entry.events[0] ?? '';
		const fields = entry.events.length === 1 && isType(type) ? fieldsOf(type) : [];
		if (!fields.some((field) => field.name === 'unassigned')) return [];
		const info = fields.find((field) => field.name === 'info');
		const path = SERVICES.find((item) => squeeze(item.path) === squeeze(type.slice(0, -5)))?.path;
		return [
			[
				entry.package,
				{
					package: entry.package,
					type,
					infoFields: info ? fieldsOf(info.type ?? '').map((field) => field.name ?? '') : [],
					service: path ?? type.slice(0, -5),
				},
			] as const,
		];
	}),
);

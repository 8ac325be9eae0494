import type { UserState } from '../state';
import type { XmlElement, XmlFields } from '../xml/xml';
import { mergeDocument } from './services';

/** A document of which a user has one, beside those of services: where it is, and how it is at first. */
export interface SettingsKind {
	/** Below the user; a variable has a document for each of its values. */
	path: string;
	root: string;
	initial: XmlFields;
	/** Values that the variable of the path may have; undefined for any. */
	only?: RegExp;
	/** Where it is kept, if not at its own path. */
	keptAt?: string;
	/** It can be read only. */
	fixed?: boolean;
}

/** Parts of services, and what else a user has one of (docs/protocols/broadworks.md#services). */
export const SETTINGS: readonly SettingsKind[] = [
	{
		path: 'profile/Device/{linePort}',
		root: 'AccessDevice',
		only: /^desk_\w+@/,
		initial: {
			deviceName: 'Desk',
			deviceLevel: 'Group',
			deviceType: 'SIP Phone',
			deviceLinePort: 'desk_1@example.net',
			allowTermination: true,
		},
	},
	{
		path: 'profile/IMPProfile',
		root: 'IMPProfile',
		initial: { serviceNetAddress: 'im.example.net', servicePort: 5222 },
		fixed: true,
	},
	{
		path: 'services/BroadWorksMobility/MobileIdentity/{mobileNumber}',
		root: 'BroadWorksMobilityMobileIdentity',
		only: /^\+?\d{4,}$/,
		initial: { description: 'Mobile', enableAlerting: true, primary: true },
	},
	{ path: 'services/BusyLampField/MonitoredUserList', root: 'BusyLampField', initial: {} },
	{ path: 'services/BwReceptionist/MonitoredUsers', root: 'BroadWorksReceptionist', initial: {} },
	{
		path: 'services/Executive/Alerting',
		root: 'ExecutiveAlerting',
		initial: { alertingMode: 'Sequential', enableRollover: false },
	},
	{
		path: 'services/Executive/Assistants',
		root: 'ExecutiveAssistants',
		initial: { allowOptInOut: true, assignedUsers: {} },
	},
	{
		path: 'services/Executive/Assistants/AssignedUsers',
		keptAt: 'services/Executive/Assistants',
		root: 'ExecutiveAssistants',
		initial: { allowOptInOut: true, assignedUsers: {} },
	},
	{
		path: 'services/Executive/Filtering',
		root: 'ExecutiveCallFiltering',
		initial: { enableFiltering: false },
	},
	{
		path: 'services/Executive/Screening',
		root: 'ExecutiveScreening',
		initial: { enableScreening: false, screeningAlertType: 'Silent' },
	},
	{
		path: 'services/PersonalAssistant/AssignedCallToNumbers',
		root: 'PersonalAssistantAssignedCallToNumbers',
		initial: {},
	},
	{
		path: 'services/PersonalAssistant/AvailableCallToNumbers',
		root: 'PersonalAssistantAvailableCallToNumbers',
		initial: { callToNumber: [{ type: 'Primary' }] },
		fixed: true,
	},
	{
		path: 'services/Privacy/AllowedUsers',
		root: 'Privacy',
		initial: { isEnableDirectoryPrivacy: false },
	},
	{
		path: 'services/PushToTalk/AllowedUsers',
		root: 'PushToTalk',
		initial: { allowAutoAnswer: false },
	},
	{
		path: 'services/VoiceMessaging/DistributionLists/{listid}',
		root: 'VoiceMessagingDistributionList',
		only: /^(?:\d|1[0-4])$/,
		initial: {},
	},
	{
		path: 'services/VoiceMessaging/MailServer',
		root: 'VoiceMessagingMailServer',
		initial: { mailServerSelection: 'Group Mail Server' },
	},
	{
		path: 'services/VoiceMessaging/Greetings',
		root: 'VoiceMessagingGreetings',
		initial: { busyAnnouncementSelection: 'Default', noAnswerNumberOfRings: 3 },
	},
];

/** The document as it is now. `place`: the path with its variable filled in. */
export const settingsOf = (user: UserState, { initial }: SettingsKind, place: string): XmlFields =>
	user.settings?.[place] ?? initial;

/** Puts a partial document over it. */
export function changeSettings(
	user: UserState,
	kind: SettingsKind,
	place: string,
	body: XmlElement,
): void {
	const merged = mergeDocument(settingsOf(user, kind, place), body);
	user.settings = { ...user.settings, [place]: merged };
}

/**
 * A permission of the app ("app scope") and what it is for (docs/protocols/ringcentral.md#permissions, OAS
 * x-app-permission).
 */
export interface AppPermission {
	/** As the token's `scope` has it. */
	name: string;
	/** As the developer console shows it. */
	label: string;
	purpose: string;
}

export const APP_PERMISSIONS: readonly AppPermission[] = [
	{ name: 'Analytics', label: 'Analytics', purpose: 'Call analytics' },
	{ name: 'CallControl', label: 'Call Control', purpose: 'Live calls, and events of calls' },
	{ name: 'Contacts', label: 'Contacts', purpose: 'Create, change and delete contacts' },
	{
		name: 'EditAccounts',
		label: 'Edit Accounts',
		purpose: 'Rules and greetings of the company, forward all calls',
	},
	{
		name: 'EditExtensions',
		label: 'Edit Extensions',
		purpose: 'Queues, blocked callers, rules, hours, greetings',
	},
	{ name: 'EditMessages', label: 'Edit Messages', purpose: 'Mark and delete messages' },
	{ name: 'EditPresence', label: 'Edit Presence', purpose: 'Do not disturb, status, queues' },
	{ name: 'Faxes', label: 'Fax', purpose: 'Send faxes' },
	{ name: 'ReadAccounts', label: 'Read Accounts', purpose: 'Extensions, queues, numbers, lists' },
	{ name: 'ReadCallLog', label: 'Read Call Log', purpose: 'Call log and active calls' },
	{ name: 'ReadCallRecording', label: 'Read Call Recording', purpose: 'Download recordings' },
	{ name: 'ReadContacts', label: 'Read Contacts', purpose: 'Personal contacts' },
	{
		name: 'ReadMessages',
		label: 'Read Messages',
		purpose: 'Voicemail, fax and SMS, and their events',
	},
	{
		name: 'ReadPresence',
		label: 'Read Presence',
		purpose: 'Presence and queues, and their events',
	},
	{ name: 'RingSense', label: 'RingSense', purpose: 'Transcripts, summaries and notes of calls' },
	{ name: 'RingOut', label: 'RingOut', purpose: 'Two-legged calls' },
	{ name: 'SMS', label: 'SMS', purpose: 'Send SMS and MMS' },
	{ name: 'SubscriptionWebhook', label: 'Webhook Subscriptions', purpose: 'Trigger by webhook' },
	{ name: 'TeamMessaging', label: 'Team Messaging', purpose: 'Chats, posts, persons, files' },
	{
		name: 'WebSocketsSubscription',
		label: 'WebSocket Subscriptions',
		purpose: 'Trigger by WebSocket',
	},
];

/** What the test of a credential looks for where nothing is chosen. */
export const CHECKED_BY_DEFAULT: readonly string[] = ['ReadAccounts', 'ReadCallLog'];

/** What the test of a credential looks for. */
export const permissionsToCheck = (chosen: readonly string[] | undefined): readonly string[] =>
	chosen === undefined || chosen.length === 0 ? CHECKED_BY_DEFAULT : chosen;

/** A harmless read that needs the permission, so that the server says whether it is there. */
export const PROBES: Readonly<Record<string, string>> = {
	ReadAccounts: '/restapi/v1.0/account/~/extension/~',
	ReadCallLog: '/restapi/v1.0/account/~/extension/~/call-log?perPage=1',
	ReadMessages: '/restapi/v1.0/account/~/extension/~/message-store?perPage=1',
	ReadPresence: '/restapi/v1.0/account/~/extension/~/presence',
	TeamMessaging: '/team-messaging/v1/chats?recordCount=1',
};

/**
 * The guide and tokens say the first, the OpenAPI file says `WebSocket`
 * (docs/protocols/ringcentral.md#websocket).
 */
const WEB_SOCKET = ['WebSocketsSubscription', 'WebSocketSubscription', 'WebSocket', 'WebSockets'];

/**
 * Names that mean the same in guides, console and tokens of different age
 * (docs/protocols/ringcentral.md#webhook-subscriptions and docs/protocols/ringcentral.md#team-messaging,
 * fixture token.jwt.response).
 */
const ALSO: Readonly<Record<string, readonly string[]>> = {
	EditMessages: ['Messages'],
	Faxes: ['Fax'],
	ReadAccounts: ['AccountInfo', 'ExtensionInfo'],
	ReadCallLog: ['CallLog'],
	ReadMessages: ['Messages'],
	TeamMessaging: ['Glip'],
	WebSocket: WEB_SOCKET,
	WebSocketsSubscription: WEB_SOCKET,
};

/** Every name of a permission, in lower case. */
export const namesOf = (permission: string): string[] => [
	...new Set([permission, ...(ALSO[permission] ?? [])].map((name) => name.trim().toLowerCase())),
];

/** The permissions a token's `scope` lists, separated by blanks or commas; undefined for none. */
export function permissionsOf(scope: unknown): string[] | undefined {
	const names = typeof scope === 'string' ? scope.split(/[\s,]+/).filter(Boolean) : [];
	return names.length === 0 ? undefined : names;
}

/** Permissions of `wanted` that `granted` lacks, in the order of `wanted`. */
export function missingPermissions(
	granted: readonly string[],
	wanted: readonly string[],
): string[] {
	const has = new Set(granted.map((name) => name.trim().toLowerCase()));
	return wanted.filter((permission) => !namesOf(permission).some((name) => has.has(name)));
}

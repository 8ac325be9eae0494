import type { Schema } from './openApi';

export interface RequestDifference {
	/** `METHOD template` of the OpenAPI file. */
	operation: string;
	reason: string;
	/** What is taken instead of the body the file describes. */
	body: Schema;
}

/** Where requests are not as the OpenAPI file says, and the simulator knows better. */
export const REQUEST_DIFFERENCES: readonly RequestDifference[] = [
	{
		operation:
			'PATCH /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}',
		reason:
			"The guide and the vendor's SDK send the members flat, the file wraps them in `party` " +
			'(docs/protocols/ringcentral.md#call-control): both are taken.',
		body: {
			type: 'object',
			properties: {
				muted: { type: 'boolean' },
				standAlone: { type: 'boolean' },
				party: {
					type: 'object',
					properties: { muted: { type: 'boolean' }, standAlone: { type: 'boolean' } },
				},
			},
		},
	},
	{
		operation: 'POST /restapi/oauth/token',
		reason: 'The token call answers a wrong form with OAuth errors, not with CMN-101.',
		body: {},
	},
];

export interface AnswerDifference {
	/** `METHOD template` of the OpenAPI file. */
	operation: RegExp;
	/** JSON pointer of the member. */
	at: RegExp;
	/** Word of the schema that is broken; `contentType` for another kind of answer. */
	keyword?: string;
	/** Only for this value. */
	value?: unknown;
	reason: string;
}

/** Where answers are not as the OpenAPI file says, because the vendor's are not either. */
export const ANSWER_DIFFERENCES: readonly AnswerDifference[] = [
	{
		operation: /^(GET|POST|PATCH) \/team-messaging\/v1\/chats\/\{chatId\}\/(posts|threads)/,
		at: /\/(addedPersonIds|attachments|activity|title|iconUri|iconEmoji|mentions)$/,
		value: null,
		reason:
			'Members that are not set come as null (fixture seed004.glip-posts.json), the file has no null.',
	},
	{
		operation: /^GET .*\/message-store\/\{messageId\}$/,
		at: /^$/,
		keyword: 'required',
		reason:
			'The file wants vmSideRecipients in every message; no printed one has it (fixture message.fax.json).',
	},
	{
		operation: /^GET .*\/message-store\/\{messageId\}\/content\/\{attachmentId\}$/,
		at: /^$/,
		keyword: 'contentType',
		reason:
			'Text attachments are text/plain (fixture message-store.list.response.json), the file lists media only.',
	},
];

/** What the simulator answers and the file does not describe, with the reason. */
export const OWN_OPERATIONS: ReadonlyMap<string, string> = new Map([
	[
		'GET /team-messaging/v1/files/{fileId}/content',
		'The file leaves open where a contentUri of a file leads.',
	],
	[
		'GET /restapi/v1.0',
		'The whole file has it as /restapi/{apiVersion} (docs/protocols/ringcentral.md#rate-limits); the part that is kept here does not.',
	],
]);

/** Operations of the file that the simulator does not have, by template, with the reason. */
export const NOT_SIMULATED: readonly { operation: RegExp; reason: string }[] = [
	{ operation: /\/call-monitoring-groups/, reason: 'Supervision needs no group here.' },
	{
		operation: /\/groups\/\{groupId\}|\/v1\/webhooks/,
		reason: 'Events and incoming webhooks are left to the raw request.',
	},
	{ operation: /\/(un)?favorite$/, reason: 'Chats are not sorted.' },
	{
		operation: /^PATCH \/team-messaging\/v1\/everyone$/,
		reason: 'The chat of all is left as it is.',
	},
	{
		operation: /^(PUT|DELETE|POST) .*\/extension(\/\{extensionId\})?$/,
		reason: 'Users are not administered.',
	},
	{
		operation: /^(POST|DELETE) .*\/forwarding-number$/,
		reason: 'Forwarding numbers are read only.',
	},
	{
		operation: /^(POST \/restapi\/oauth\/authorize|GET \/restapi\/oauth\/userinfo)$/,
		reason: 'Logging in goes by GET; OpenID Connect is not used.',
	},
];

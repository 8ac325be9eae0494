import type { HttpStream } from '../../../shared/core/ports';
import { isObject, objects, text, type JsonObject } from '../transport/answers';
import { openStream, pages, send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { multipart, type FormPart } from '../transport/multipart';
import { fileAddress, segment } from '../transport/urls';
import { getRule, updateRule, type RuleOwner } from './rules';

/*
 * What callers hear (docs/protocols/ringcentral.md#greetings).
 */

/** What the server asks for of a greeting of its own list. */
export interface StandardGreetingFilters {
	/** `Voicemail`, `HoldMusic`...: when it is played. */
	type?: string;
	/** `UserExtensionAnsweringRule`, `CompanyAnsweringRule`...: whose. */
	usageType?: string;
}

/** A greeting of a rule: one of the server's list, or an own one. */
export type GreetingChoice = { presetId: string } | { customId: string };

/** An own greeting. The server takes MP3 and WAV, 20 MB at the most. */
export interface NewGreeting {
	type: string;
	/** Rule that plays the greeting at once; must be there for a greeting of a user or queue. */
	ruleId?: string;
	bytes: Uint8Array;
	fileName: string;
	mimeType: string;
}

const ACCOUNT = '/restapi/v1.0/account/~';

const greetingsPath = (owner: RuleOwner) =>
	owner === 'company'
		? `${ACCOUNT}/greeting`
		: `${ACCOUNT}/extension/${segment(owner.extensionId, 'The extension')}/greeting`;

const greetingPath = (owner: RuleOwner, id: string) =>
	`${greetingsPath(owner)}/${segment(id, 'The greeting')}`;

/** The greetings that RingCentral has for everybody, page by page. */
export function standardGreetingPages(
	connection: RingCentralConnection,
	{ type, usageType }: StandardGreetingFilters,
	options?: { limit?: number },
): AsyncGenerator<JsonObject[]> {
	return pages<JsonObject>(
		connection,
		{ method: 'GET', path: '/restapi/v1.0/dictionary/greeting', query: { type, usageType } },
		{ ...options, perPage: 1000 },
	);
}

/** An own greeting of a user or queue: `{id, type, contentType, contentUri, answeringRule}`. */
export async function getGreeting(
	connection: RingCentralConnection,
	owner: Exclude<RuleOwner, 'company'>,
	greetingId: string,
): Promise<JsonObject> {
	return await send(connection, { method: 'GET', path: greetingPath(owner, greetingId) });
}

/** Opens the sound of an own greeting (Heavy). The company's can be had by their ID only. */
export async function openGreeting(
	connection: RingCentralConnection,
	owner: RuleOwner,
	greetingId: string,
): Promise<HttpStream> {
	const facts: JsonObject =
		owner === 'company' ? {} : await getGreeting(connection, owner, greetingId);
	const own = `${greetingPath(owner, greetingId)}/content`;
	const path = fileAddress(connection.server, text(facts.contentUri), own);
	return await openStream(connection, { method: 'GET', group: 'heavy', kind: 'read', path });
}

const field = (name: string, content: string): FormPart => ({
	name,
	content,
	contentType: 'text/plain',
});

/** Uploads a greeting, once. */
export async function uploadGreeting(
	connection: RingCentralConnection,
	owner: RuleOwner,
	{ type, ruleId, bytes, fileName, mimeType }: NewGreeting,
): Promise<JsonObject> {
	const parts: FormPart[] = [
		field('type', type),
		...(ruleId === undefined ? [] : [field('answeringRuleId', ruleId)]),
		{ name: 'binary', content: bytes, fileName, contentType: mimeType },
	];
	return await send(connection, {
		method: 'POST',
		path: greetingsPath(owner),
		rawBody: multipart(parts, connection.random),
	});
}

/** As a change names a greeting: without the addresses and names that the server tells. */
function named({ type, preset, custom }: JsonObject): JsonObject {
	const idOf = (value: unknown) => (isObject(value) ? text(value.id) : undefined);
	const [presetId, customId] = [idOf(preset), idOf(custom)];
	return {
		type: text(type),
		...(presetId === undefined ? {} : { preset: { id: presetId } }),
		...(customId === undefined ? {} : { custom: { id: customId } }),
	};
}

/**
 * Lets a rule play a greeting. The server takes the greetings of a rule as a whole, so the others are read first
 * and sent along. Gives the rule.
 */
export async function setGreeting(
	connection: RingCentralConnection,
	owner: RuleOwner,
	ruleId: string,
	type: string,
	choice: GreetingChoice,
): Promise<JsonObject> {
	const rule = await getRule(connection, owner, ruleId);
	const others = objects(rule.greetings).filter((greeting) => text(greeting.type) !== type);
	const chosen =
		'presetId' in choice
			? { type, preset: { id: choice.presetId } }
			: { type, custom: { id: choice.customId } };
	const greetings = [...others.map(named), chosen];
	return await updateRule(connection, owner, ruleId, { greetings });
}

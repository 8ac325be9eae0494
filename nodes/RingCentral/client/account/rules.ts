import type { JsonObject } from '../transport/answers';
import { pages, send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { segment } from '../transport/urls';

/*
 * What becomes of calls by rules and hours (docs/protocols/ringcentral.md#answering-rules).
 */

/** Whose rules: of the company, or of a user or queue (`~` for the login's own). */
export type RuleOwner = 'company' | { extensionId: string };

/** `business-hours-rule` and `after-hours-rule` are there always; the others are custom ones. */
export type RuleType = 'BusinessHours' | 'AfterHours' | 'Custom';

export const RULE_TYPES: readonly RuleType[] = ['AfterHours', 'BusinessHours', 'Custom'];

const ACCOUNT = '/restapi/v1.0/account/~';

const ownerPath = (owner: RuleOwner) =>
	owner === 'company'
		? ACCOUNT
		: `${ACCOUNT}/extension/${segment(owner.extensionId, 'The extension')}`;

const rulesPath = (owner: RuleOwner) => `${ownerPath(owner)}/answering-rule`;

const rulePath = (owner: RuleOwner, ruleId: string) =>
	`${rulesPath(owner)}/${segment(ruleId, 'The rule')}`;

const hoursPath = (owner: RuleOwner) => `${ownerPath(owner)}/business-hours`;

/** Without types the server lists custom rules only; `enabledOnly` it knows for extensions. */
export function rulePages(
	connection: RingCentralConnection,
	owner: RuleOwner,
	{ type = RULE_TYPES, enabledOnly }: { type?: readonly string[]; enabledOnly?: boolean } = {},
	options?: { limit?: number },
): AsyncGenerator<JsonObject[]> {
	const query = { type: [...type], enabledOnly: owner === 'company' ? undefined : enabledOnly };
	return pages<JsonObject>(
		connection,
		{ method: 'GET', path: rulesPath(owner), query },
		{ ...options, perPage: 1000 },
	);
}

export async function getRule(
	connection: RingCentralConnection,
	owner: RuleOwner,
	ruleId: string,
): Promise<JsonObject> {
	return await send(connection, { method: 'GET', path: rulePath(owner, ruleId) });
}

export async function createRule(
	connection: RingCentralConnection,
	owner: RuleOwner,
	rule: object,
): Promise<JsonObject> {
	const body = { type: 'Custom', ...rule };
	return await send(connection, { method: 'POST', path: rulesPath(owner), body });
}

/** Changes what is given. */
export async function updateRule(
	connection: RingCentralConnection,
	owner: RuleOwner,
	ruleId: string,
	changes: object,
): Promise<JsonObject> {
	return await send(connection, { method: 'PUT', path: rulePath(owner, ruleId), body: changes });
}

export async function deleteRule(
	connection: RingCentralConnection,
	owner: RuleOwner,
	ruleId: string,
): Promise<void> {
	await send(connection, { method: 'DELETE', path: rulePath(owner, ruleId) });
}

/** A day's hours: `{from: '09:00', to: '18:00'}`, several with a break. */
export type WeeklyRanges = Record<string, ReadonlyArray<{ from: string; to: string }>>;

/** Without hours it is open round the clock. */
export async function getHours(
	connection: RingCentralConnection,
	owner: RuleOwner,
): Promise<JsonObject> {
	return await send(connection, { method: 'GET', path: hoursPath(owner) });
}

export async function setHours(
	connection: RingCentralConnection,
	owner: RuleOwner,
	weeklyRanges: WeeklyRanges,
): Promise<JsonObject> {
	const schedule = Object.keys(weeklyRanges).length > 0 ? { weeklyRanges } : {};
	return await send(connection, { method: 'PUT', path: hoursPath(owner), body: { schedule } });
}

const FORWARD_ALL = `${ACCOUNT}/forward-all-calls`;

/** Whether all calls of the company go where its administrator has said. */
export async function getForwardAll(connection: RingCentralConnection): Promise<JsonObject> {
	return await send(connection, { method: 'GET', path: FORWARD_ALL });
}

export async function setForwardAll(
	connection: RingCentralConnection,
	enabled: boolean,
): Promise<JsonObject> {
	return await send(connection, { method: 'PATCH', path: FORWARD_ALL, body: { enabled } });
}

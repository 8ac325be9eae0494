import type { LineBehaviour } from '../calls/calls';
import type { TokenEnd } from '../login/auth';
import { ApiFailure } from '../requests/failure';
import type { RequestFaultRule } from '../faults';
import type { PresenceChange } from '../people/presence';
import type { RateGroup } from '../requests/router';
import type { Control } from './control';

export type Body = Record<string, unknown>;
type Command = (control: Control, body: Body) => unknown;
type CallCommand = (control: Control, id: string, body: Body) => unknown;

const wrong = (text: string) => new ApiFailure(400, '', text);

function text(body: Body, name: string): string {
	const value = body[name];
	if (typeof value !== 'string' || value === '') throw wrong(`${name} must be a text`);
	return value;
}

function optional(body: Body, name: string): string | undefined {
	return body[name] === undefined ? undefined : text(body, name);
}

function number(body: Body, name: string, usual?: number): number {
	const value = body[name] ?? usual;
	if (typeof value !== 'number' || !(value >= 0)) throw wrong(`${name} must be a number`);
	return value;
}

/** `POST calls/{telephonySessionId}/{name}` with `{by?}` and more. */
const CALL_COMMANDS: Record<string, CallCommand> = {
	answer: (control, id, body) => control.answer(id, optional(body, 'by')),
	hold: (control, id, body) => control.hold(id, optional(body, 'by')),
	unhold: (control, id, body) => control.unhold(id, optional(body, 'by')),
	hangUp: (control, id, body) => control.hangUp(id, optional(body, 'by')),
	reject: (control, id, body) => control.reject(id, optional(body, 'by')),
	toVoicemail: (control, id, body) => control.toVoicemail(id, optional(body, 'by')),
	leaveVoicemail: (control, id, body) => ({ messageId: control.leaveVoicemail(id, body) }),
	transfer: (control, id, body) => control.transfer(id, text(body, 'to'), optional(body, 'by')),
	park: (control, id, body) => ({ parkId: control.park(id, optional(body, 'by')) }),
	pickUp: (control, id, body) => ({ partyId: control.pickUp(id, text(body, 'by')) }),
	join: (control, id) => ({ partyId: control.joinConference(id) }),
};

const BEHAVIOURS: readonly string[] = ['answer', 'busy', 'noAnswer', 'reject', 'manual'];
const GROUPS: readonly string[] = ['light', 'medium', 'heavy', 'auth'];

/** `POST {name}`. */
const COMMANDS: Record<string, Command> = {
	calls: (control, body) =>
		control.place({
			from: text(body, 'from'),
			to: text(body, 'to'),
			name: optional(body, 'name'),
		}),
	hangUp: (control) => control.hangUpAll(),
	lines: (control, body) => {
		const behaviour = text(body, 'behaviour');
		if (!BEHAVIOURS.includes(behaviour)) throw wrong(`behaviour: ${BEHAVIOURS.join(', ')}`);
		control.line(text(body, 'phoneNumber'), behaviour as LineBehaviour);
	},
	sms: (control, body) => ({ id: control.sms(message(body)) }),
	pager: (control, body) => ({ id: control.pager(message(body)) }),
	fax: (control, body) => ({
		id: control.fax({
			from: text(body, 'from'),
			to: text(body, 'to'),
			pages: number(body, 'pages', 1),
		}),
	}),
	posts: (control, body) => ({
		id: control.post({
			from: text(body, 'from'),
			chatId: optional(body, 'chatId'),
			text: text(body, 'text'),
		}),
	}),
	presence: (control, { user, ...change }) => {
		control.setPresence(text({ user }, 'user'), change as PresenceChange);
	},
	queueMembers: (control, body) =>
		control.setQueueMember(text(body, 'queue'), text(body, 'user'), body.accepts === true),
	faults: (control, { kind, ...body }) => {
		const fault = FAULTS[String(kind)];
		if (!fault) throw wrong(`Known kinds: ${Object.keys(FAULTS).join(', ')}`);
		return fault(control, body);
	},
};

const message = (body: Body) => ({
	from: text(body, 'from'),
	to: text(body, 'to'),
	text: text(body, 'text'),
});

/** `POST faults {kind, …}`. */
const FAULTS: Record<string, Command> = {
	request: ({ faults }, body) => ({ id: faults.requests.add(body as RequestFaultRule) }),
	expireTokens: ({ faults }, body) =>
		faults.expireTokens(optional(body, 'user'), optional(body, 'how') as TokenEnd | undefined),
	revokeTokens: ({ faults }) => faults.revokeTokens(),
	penalty: ({ faults }, body) => {
		const group = text(body, 'group');
		if (!GROUPS.includes(group)) throw wrong(`group: ${GROUPS.join(', ')}`);
		faults.penalty(group as RateGroup, number(body, 'seconds'), optional(body, 'user'));
	},
	blacklist: ({ faults }, body) =>
		faults.blacklist(optional(body, 'subscriptionId'), optional(body, 'reason')),
	dropSubscription: ({ faults }, body) => faults.dropSubscription(optional(body, 'subscriptionId')),
	repeatHandshake: ({ faults }, body) => faults.repeatHandshake(optional(body, 'subscriptionId')),
	cutSockets: ({ faults }) => faults.cutSockets(),
	stallSockets: ({ faults }) => faults.stallSockets(),
	forgetSockets: ({ faults }) => faults.forgetSockets(),
	bigEvent: ({ faults }, body) => faults.bigEvent(number(body, 'bytes')),
	duplicateEvents: ({ faults }, body) => faults.duplicateEvents(number(body, 'count', 1)),
	reorderEvents: ({ faults }, body) => faults.reorderEvents(number(body, 'count', 1)),
	delayEvents: ({ faults }, body) => faults.delayEvents(number(body, 'ms')),
	wrapApns: ({ faults }, body) => faults.wrapApns(body.on !== false),
};

/** The command of a path below `/control`; undefined when there is none. */
export function commandOf(method: string, names: string[]): Command | undefined {
	const [first, id, name] = names;
	if (method === 'DELETE' && first === 'faults') {
		return ({ faults }) => (id === undefined ? faults.clear() : faults.requests.clear(Number(id)));
	}
	if (method !== 'POST') return undefined;
	if (names.length === 1) return own(COMMANDS, first);
	const command = names.length === 3 && first === 'calls' ? own(CALL_COMMANDS, name) : undefined;
	return command && ((control, body) => command(control, id, body));
}

function own<Item>(items: Record<string, Item>, name: string): Item | undefined {
	return Object.hasOwn(items, name) ? items[name] : undefined;
}

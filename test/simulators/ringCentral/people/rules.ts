import { listReply } from '../requests/paging';
import {
	ApiFailure,
	badParameter,
	notFound,
	type RouteContext,
	type RouteReply,
	type Router,
} from '../requests/router';
import type { World } from '../world';

const ACCOUNT = '/restapi/v1.0/account/{accountId}';
const EXTENSION = `${ACCOUNT}/extension/{extensionId}`;
const OWNERS = [ACCOUNT, EXTENSION];

/** An answering rule; what a client said of it beside its id and type. */
export interface Rule {
	id: string;
	type: 'BusinessHours' | 'AfterHours' | 'Custom';
	content: Record<string, unknown>;
}

type WeeklyRanges = Record<string, { from: string; to: string }[]>;

/** Rules and hours of the company and of every extension (docs/protocols/ringcentral.md#answering-rules). */
export class Rules {
	/** Whether all calls of the company are forwarded. */
	forwardAll = false;

	private readonly rules = new Map<string, Map<string, Rule>>();

	private readonly hours = new Map<string, { weeklyRanges?: WeeklyRanges }>();

	constructor(private readonly world: World) {}

	/** Rules of an extension, or of the company, by id. */
	of(owner = 'company'): Map<string, Rule> {
		const known = this.rules.get(owner);
		if (known) return known;
		const usual = (type: 'BusinessHours' | 'AfterHours', id: string): [string, Rule] => [
			id,
			{ id, type, content: { enabled: true, name: id, schedule: { ref: type } } },
		];
		const rules = new Map([
			usual('BusinessHours', 'business-hours-rule'),
			usual('AfterHours', 'after-hours-rule'),
		]);
		this.rules.set(owner, rules);
		return rules;
	}

	add(owner: string | undefined, content: Rule['content']): Rule {
		const rule: Rule = { id: this.world.nextId('33'), type: 'Custom', content };
		this.of(owner).set(rule.id, rule);
		return rule;
	}

	hoursOf(owner = 'company'): { weeklyRanges?: WeeklyRanges } {
		return this.hours.get(owner) ?? {};
	}

	setHours(owner: string | undefined, schedule: { weeklyRanges?: WeeklyRanges }): void {
		this.hours.set(owner ?? 'company', schedule);
	}
}

const ownerPath = ({ world, params }: RouteContext) =>
	params.extensionId === undefined ? world.accountPath : world.extensionPath(params.extensionId);

const ruleInfo = (context: RouteContext, { id, type, content }: Rule) => ({
	uri: context.world.uri(`${ownerPath(context)}/answering-rule/${id}`),
	...content,
	id,
	type,
});

function shortInfo(context: RouteContext, rule: Rule) {
	const { name, enabled } = rule.content;
	const uri = context.world.uri(`${ownerPath(context)}/answering-rule/${rule.id}`);
	return { uri, id: rule.id, type: rule.type, name, enabled };
}

function ruleOf({ world, params }: RouteContext): Rule {
	const rule = world.rules.of(params.extensionId).get(params.ruleId);
	if (!rule) throw notFound('ruleId');
	return rule;
}

/** What an action cannot do without. */
const NEEDED: Record<string, string> = {
	Bypass: 'extension',
	UnconditionalForwarding: 'unconditionalForwarding',
	TransferToExtension: 'transfer',
};

/** @throws ApiFailure 400 for an action without its target, or a range that ends before it begins */
function checked({ world, params, body }: RouteContext): Record<string, unknown> {
	const { type: _type, id: _id, ...content } = body as Record<string, unknown>;
	const needed = NEEDED[String(content.callHandlingAction)];
	if (needed !== undefined && content[needed] === undefined) throw badParameter(needed);
	world.greetings.check(params.extensionId, content.greetings);
	const { ranges = [] } = (content.schedule ?? {}) as { ranges?: { from: string; to: string }[] };
	for (const { from, to } of ranges) {
		if (!(Date.parse(from) < Date.parse(to))) throw badParameter('schedule.ranges', from);
	}
	return content;
}

function listRules(context: RouteContext): RouteReply {
	const { world, params, query } = context;
	const types = query.getAll('type');
	const wanted = types.length > 0 ? types : ['Custom'];
	const rules = [...world.rules.of(params.extensionId).values()]
		.filter(({ type }) => wanted.includes(type))
		.filter(({ content }) => query.get('enabledOnly') !== 'true' || content.enabled === true);
	return listReply(context, rules, (rule) => shortInfo(context, rule));
}

function createRule(context: RouteContext): RouteReply {
	const { world, params, body } = context;
	if ((body as { type?: string }).type !== 'Custom') throw badParameter('type');
	const content = checked(context);
	const { callers, calledNumbers, schedule } = content;
	if (!callers && !calledNumbers && !schedule) throw badParameter('schedule');
	const rule = world.rules.add(params.extensionId, { enabled: true, ...content });
	return { json: ruleInfo(context, rule) };
}

function addRuleRoutes(router: Router, owner: string): void {
	router.add('GET', `${owner}/answering-rule`, {}, listRules);
	router.add('POST', `${owner}/answering-rule`, {}, createRule);
	router.add('GET', `${owner}/answering-rule/{ruleId}`, {}, (context) => ({
		json: ruleInfo(context, ruleOf(context)),
	}));
	router.add('PUT', `${owner}/answering-rule/{ruleId}`, {}, (context) => {
		const rule = ruleOf(context);
		rule.content = { ...rule.content, ...checked(context) };
		return { json: ruleInfo(context, rule) };
	});
	router.add('DELETE', `${owner}/answering-rule/{ruleId}`, {}, (context) => {
		const { id, type } = ruleOf(context);
		if (type !== 'Custom') throw new ApiFailure(403, 'CMN-404', 'The rule cannot be deleted');
		context.world.rules.of(context.params.extensionId).delete(id);
		return { status: 204 };
	});
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** @throws ApiFailure 400 for a day or time that is none */
function checkRanges(ranges: WeeklyRanges): void {
	for (const [day, hours] of Object.entries(ranges)) {
		if (!DAYS.includes(day)) throw badParameter('schedule.weeklyRanges', day);
		for (const { from, to } of hours) {
			const isTime = [from, to].every((time) => /^([01]\d|2[0-4]):[0-5]\d$/.test(time));
			if (!isTime || from >= to) throw badParameter(`schedule.weeklyRanges.${day}`, from);
		}
	}
}

function addHoursRoutes(router: Router, owner: string): void {
	const info = (context: RouteContext) => ({
		uri: context.world.uri(`${ownerPath(context)}/business-hours`),
		schedule: context.world.rules.hoursOf(context.params.extensionId),
	});
	router.add('GET', `${owner}/business-hours`, {}, (context) => ({ json: info(context) }));
	router.add('PUT', `${owner}/business-hours`, {}, (context) => {
		const { schedule = {} } = context.body as { schedule?: { weeklyRanges?: WeeklyRanges } };
		checkRanges(schedule.weeklyRanges ?? {});
		context.world.rules.setHours(context.params.extensionId, schedule);
		return { json: info(context) };
	});
}

/** Answering rules, business hours and the emergency switch. */
export function addRulesRoutes(router: Router): void {
	for (const owner of OWNERS) {
		addRuleRoutes(router, owner);
		addHoursRoutes(router, owner);
	}
	const forwarding = ({ world }: RouteContext) => ({
		enabled: world.rules.forwardAll,
		callHandlingAction: 'Operator',
	});
	router.add('GET', `${ACCOUNT}/forward-all-calls`, {}, (context) => ({
		json: forwarding(context),
	}));
	router.add('PATCH', `${ACCOUNT}/forward-all-calls`, {}, (context) => {
		context.world.rules.forwardAll = (context.body as { enabled: boolean }).enabled;
		return { json: forwarding(context) };
	});
}

import { tellsOfCall, type PushKind, type UdeskFields, type UdeskPush } from './push';

/** Which pushes start the workflow; empty lists and absent members let everything through. */
export interface UdeskFilters {
	kinds?: readonly PushKind[];
	/** Actions of the webhook of version 2, as `Customer_create`. */
	actions?: readonly string[];
	workflows?: readonly string[];
	results?: readonly string[];
	categories?: readonly string[];
	/** E-mail addresses or ids. */
	agents?: readonly string[];
	/** Texts of the queue members. */
	queues?: readonly string[];
	queued?: 'any' | 'queued' | 'notQueued';
	/** s */
	minTalkTime?: number;
}

const folded = (value: unknown) =>
	String(value ?? '')
		.trim()
		.toLowerCase();

const within = (wanted: readonly string[] | undefined, value: unknown) =>
	!wanted || wanted.length === 0 || wanted.includes(String(value ?? ''));

/** Members that may name a queue. The documented one is `queue_status`; others come from accounts. */
const QUEUE_FIELDS = ['queue_status', 'queue_name', 'queue_id', 'queue'];

function someFits(wanted: readonly string[] | undefined, values: unknown[]): boolean {
	if (!wanted || wanted.length === 0) return true;
	const given = values.map(folded).filter((value) => value !== '');
	return wanted.some((value) => given.includes(folded(value)));
}

const wasQueued = ({ queue_status: status, queue_time: time }: UdeskFields) =>
	folded(status) !== '' || Number(time ?? 0) > 0;

/** Whether a filter asks for something that only a call has. */
const asksForCall = ({
	kinds: _kinds,
	actions: _actions,
	queued = 'any',
	minTalkTime = 0,
	...lists
}: UdeskFilters) =>
	queued !== 'any' ||
	minTalkTime > 0 ||
	Object.values(lists).some((list) => (list?.length ?? 0) > 0);

/** True for a push that fits every filter; what is no call fits none of a call. */
export function passes(push: UdeskPush, filters: UdeskFilters): boolean {
	const { kind, fields } = push;
	const { queued = 'any', minTalkTime = 0 } = filters;
	if (!tellsOfCall(push) && asksForCall(filters)) return false;
	return (
		within(filters.kinds, kind) &&
		within(filters.actions, fields.action) &&
		within(filters.workflows, fields.workflow_code) &&
		within(filters.results, fields.call_result_code) &&
		within(filters.categories, fields.category_code) &&
		someFits(filters.agents, [fields.agent_email, fields.agent_id]) &&
		someFits(
			filters.queues,
			QUEUE_FIELDS.map((name) => fields[name]),
		) &&
		(queued === 'any' || wasQueued(fields) === (queued === 'queued')) &&
		(minTalkTime <= 0 || Number(fields.total_time ?? 0) >= minTalkTime)
	);
}

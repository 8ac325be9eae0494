import { periodOf, timeOf } from '../callLog/callLogQuery';
import type { World } from '../world';
import type { Message } from './store';

/**
 * The filters of a message list (docs/protocols/ringcentral.md#messages). `always`: deleted ones too and
 * without the usual day, as an ISync.
 */
export function messageFilter(
	world: World,
	query: URLSearchParams,
	always = false,
): (message: Message) => boolean {
	const period = query.has('syncType')
		? { from: timeOf(query, 'dateFrom') ?? 0, to: timeOf(query, 'dateTo') ?? Infinity }
		: periodOf(world, query);
	const among = (name: string) => {
		const allowed = query.getAll(name);
		return (value: string | undefined) =>
			allowed.length === 0 || (value !== undefined && allowed.includes(value));
	};
	const availability = query.getAll('availability');
	const alive = availability.length > 0 ? availability : ['Alive'];
	const type = among('messageType');
	const direction = among('direction');
	const readStatus = among('readStatus');
	const conversation = among('conversationId');
	const phoneNumber = query.get('phoneNumber')?.replace(/[^\d]/g, '');
	const seen = new Set<string>();
	const distinct = query.get('distinctConversations') === 'true';
	return (message) => {
		const { created } = message;
		if (created < period.from || created >= period.to) return false;
		if (!always && !alive.includes(message.availability)) return false;
		if (!type(message.type) || !direction(message.direction)) return false;
		if (!readStatus(message.readStatus) || !conversation(message.conversationId)) return false;
		if (phoneNumber !== undefined) {
			const numbers = [message.from, ...message.to].map((party) => party.phoneNumber);
			if (!numbers.includes(`+${phoneNumber}`)) return false;
		}
		if (!distinct || message.conversationId === undefined) return true;
		// Lists come newest first: the first of a conversation is the one to keep.
		const first = !seen.has(message.conversationId);
		seen.add(message.conversationId);
		return first;
	};
}

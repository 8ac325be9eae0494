import { badParameter, type RouteContext, type RouteReply } from '../requests/router';
import { messageFilter } from './filter';
import { messageInfo } from './messageInfo';

const MOST = 250;

/**
 * `message-sync`: FSync newest first, ISync what changed since the token
 * (docs/protocols/ringcentral.md#messages).
 */
export function syncMessages({ world, query, path, params }: RouteContext): RouteReply {
	const incremental = query.get('syncType') === 'ISync';
	const text = query.get('recordCount');
	const count = text === null ? MOST : Number(text);
	if (!Number.isInteger(count) || count < 1 || count > MOST) {
		throw badParameter('recordCount', text ?? undefined);
	}
	const token = query.get('syncToken');
	const [, from] = /^m(\d+)$/.exec(token ?? '') ?? [];
	if (incremental && from === undefined) throw badParameter('syncToken', token ?? undefined);
	const passes = messageFilter(world, query, incremental);
	const found = world.messages
		.of(params.extensionId)
		.filter(passes)
		.filter((message) => from === undefined || message.revision > Number(from));
	const records = incremental ? found : found.slice(0, count);
	return {
		json: {
			uri: world.uri(`${path}?${query.toString()}`),
			records: records.map((message) => messageInfo(world, message)),
			syncInfo: {
				syncType: incremental ? 'ISync' : 'FSync',
				syncToken: `m${world.messages.revision}`,
				syncTime: world.iso(),
				...(incremental ? {} : { olderRecordsExist: found.length > records.length }),
			},
		},
	};
}

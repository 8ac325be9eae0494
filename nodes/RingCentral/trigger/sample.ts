import type { IDataObject } from 'n8n-workflow';

import type { OutputShape } from '../../shared/core/callRecord';
import { notificationOf } from '../client/events/notification';
import type { JsonObject } from '../client/transport/answers';
import type { RingCentralEvent } from './events';
import { itemsOf, recordItem } from './item';

/** What an event's fixture becomes, for docs, tests and test runs with a sample. */
export function sampleItems(
	{ name }: RingCentralEvent,
	fixture: string,
	output: OutputShape,
): IDataObject[] {
	const received = JSON.parse(fixture) as JsonObject;
	const view = {
		event: name,
		types: new Set<string>(),
		output,
		ignoreOwnPosts: false,
		target: { kind: 'own' },
	} as const;
	return name === 'callEnded'
		? recordItem(view, received)
		: itemsOf(view, notificationOf(received));
}

import type { IDataObject } from 'n8n-workflow';

import type { OutputShape } from '../../shared/core/callRecord';
import { notificationOf } from '../client/events/notification';
import type { JsonObject } from '../client/transport/answers';
import type { RingCentralEvent } from './events';
import { itemsOf, recordItem } from './item';
import { RECORD_EVENTS } from './settings';

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
	if (RECORD_EVENTS.has(name)) return recordItem(view, received);
	// What the event counts is read; its fixture is the message.
	return name === 'smsSent'
		? itemsOf(view, { event: '', body: received, received })
		: itemsOf(view, notificationOf(received));
}

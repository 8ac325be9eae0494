import type { IDataObject } from 'n8n-workflow';

import type { OutputShape } from '../../shared/core/callRecord';
import { parseXml } from '../../shared/core/parsing/xml';
import { messagesIn } from '../client/people/voicemail';
import { readEvent } from '../client/channel/decode';
import type { BroadWorksEvent } from './events/entry';
import { itemsOf } from './item';
import { messageItem } from './shapes/messages';

/** Messages of a mailbox that nobody has read, as if an event had told of them. */
function messageSamples(
	{ sample, wire = '' }: BroadWorksEvent,
	list: string,
	output: OutputShape,
): IDataObject[] {
	const event = { type: String(sample.type), targetId: String(sample.targetId), xml: list };
	return messagesIn(parseXml(list))
		.filter(({ read }) => !read)
		.map((message) => messageItem(event, message, { output, package: wire }));
}

/** What an event's fixture becomes, for docs, tests and test runs with a sample. */
export const sampleItems = (
	event: BroadWorksEvent,
	fixture: string,
	output: OutputShape,
): IDataObject[] =>
	event.moment === 'newMessage'
		? messageSamples(event, fixture, output)
		: itemsOf(readEvent(fixture), {
				output,
				package: event.wire ?? String(event.sample.event),
				initialState: false,
				isMoment: event.moment !== undefined,
			});

import { entryText, type List } from '../../shared/action/dropdowns';
import { collected } from '../fields/call';
import { text } from '../client/transport/answers';
import { listForwardingNumbers } from '../client/calls/devices';
import { extensionPages, nameOfExtension } from '../client/account/directory';
import { listMembers } from '../client/account/queues';
import type { RingCentralClient } from '../connect';
import { optionsOf, searchOf } from './methods';

/** The user's telephones that a RingOut can ring first. */
const forwardingNumbers: List<RingCentralClient> = async (client) =>
	(await listForwardingNumbers(client)).map(({ id, label, phoneNumber }) => ({
		name: [text(label), text(phoneNumber)].filter(Boolean).join(' – ') || entryText(id),
		value: entryText(id),
	}));

/** Members of the queue that is chosen in the panel, with directory names; none before a choice. */
const queueMembers: List<RingCentralClient> = async (client, context) => {
	const chosen: unknown = context.getCurrentNodeParameter('queueId', { extractValue: true });
	const queueId = typeof chosen === 'string' ? chosen.trim() : '';
	if (queueId === '') return [];
	const members = await collected(listMembers(client, queueId));
	const names = new Map(
		(await collected(extensionPages(client))).map((each) => [text(each.id), nameOfExtension(each)]),
	);
	return members.map(({ id, extensionNumber }) => {
		const value = text(id) ?? '';
		const number = text(extensionNumber);
		return { name: `${names.get(value) ?? value}${number ? ` (${number})` : ''}`, value };
	});
};

export const callDropdowns = {
	loadOptions: { getQueueMembers: optionsOf(queueMembers) },
	listSearch: { searchForwardingNumbers: searchOf(forwardingNumbers) },
};

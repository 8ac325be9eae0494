import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import { wordsOf } from '../../../shared/core/words';
import { timeInMs } from '../../../shared/core/callRecord';
import type { NumberPlan } from '../../../shared/core/e164';
import { isTransient } from '../../../shared/core/errors';
import type { XsiEvent } from '../../client/channel/decode';
import { bareMessageId, type VoiceMessage } from '../../client/people/voicemail';
import { recordFields } from '../item';
import type { TriggerSettings } from '../settings';
import { NOTHING, type Mailbox, type Shape, type Shaped } from './shaped';

/** The event that says only how many messages there are. */
export const SUMMARY = 'VoiceMailMessageSummaryEvent';

type View = Pick<TriggerSettings, 'output' | 'numberPlan'> & { package: string };

/** By what a message is known, whatever event told of it. */
const nameOf = ({ messageId }: VoiceMessage) => `message:${bareMessageId(messageId)}`;

/** A message under the fields that all events have: who left it, when, and how long it is. */
export function messageItem(
	event: Pick<XsiEvent, 'type' | 'eventId' | 'targetId' | 'xml'>,
	message: VoiceMessage,
	{ output, numberPlan, package: name }: View,
): IDataObject {
	const { type, eventId, targetId, xml } = event;
	const head = { type, event: name, eventId, targetId };
	if (output === 'raw') return { ...head, messageId: message.messageId, xml } as IDataObject;
	return { ...head, ...message, ...pushCredentialOf(message, numberPlan), ...lengthOf(message) };
}

const pushCredentialOf = (
	{ callingPartyInfo = {} }: VoiceMessage,
	plan: NumberPlan | undefined,
) => {
	const call = { personality: 'Terminator', remoteParty: callingPartyInfo };
	return { from: recordFields(call, undefined, plan).from };
};

const lengthOf = ({ duration }: VoiceMessage) =>
	typeof duration === 'number' ? { seconds: Math.round(duration / 1000) } : {};

/** An item with its file; without, it says why there is none. */
async function withFile(
	mailbox: Mailbox,
	userId: string,
	{ messageId }: VoiceMessage,
): Promise<{ file?: IBinaryKeyData; failure?: IDataObject }> {
	try {
		return { file: await mailbox.file?.(userId, messageId) };
	} catch (error) {
		return { failure: { audioError: wordsOf(error) } };
	}
}

/**
 * Makes an item of each message that is new. Events say only that something has changed in a mailbox, so it
 * is read: what was left meanwhile is found too, after an outage as well. Throws `unavailable` when it
 * cannot be read now; then the server sends the event again.
 */
export function messageShape(
	{ spec, output, numberPlan }: TriggerSettings,
	mailbox: Mailbox,
): Shape {
	const { target } = spec;
	const view = { output, numberPlan, package: spec.package };
	const isNew = (message: VoiceMessage) =>
		!message.read &&
		(timeInMs(message.time) ?? Infinity) >= mailbox.since &&
		!mailbox.isKnown(nameOf(message));

	const newMessages = async (userId: string): Promise<VoiceMessage[]> => {
		try {
			return (await mailbox.list(userId)).filter(isNew).reverse();
		} catch (error) {
			if (isTransient(error)) throw error;
			mailbox.onRefused(userId, error);
			return [];
		}
	};
	const shaped = async (event: XsiEvent, userId: string): Promise<Shaped> => {
		const messages = await newMessages(userId);
		const files = await Promise.all(
			messages.map(async (message) => await withFile(mailbox, userId, message)),
		);
		return {
			items: messages.map((message, index) => ({
				...messageItem({ ...event, targetId: userId }, message, view),
				...files[index].failure,
			})),
			files: files.map(({ file }) => file),
			names: messages.map(nameOf),
			each: true,
		};
	};
	/** One after the other: two must not find the same message. */
	let last: Promise<unknown> = Promise.resolve();
	return (event) => {
		const userId = event.targetId ?? (target.kind === 'user' ? target.userId : '');
		const { newMessages: count, newUrgentMessages: urgent } = event.fields;
		const hasNone = !(Number(count) > 0) && !(Number(urgent) > 0);
		if (event.type !== SUMMARY || hasNone) return NOTHING;
		const made = last.then(async () => await shaped(event, userId));
		last = made.catch(() => {});
		return made;
	};
}

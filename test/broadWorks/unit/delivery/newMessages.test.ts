import type { TriggerSettings } from '../../../../nodes/BroadWorks/trigger/settings';
import { messageShape } from '../../../../nodes/BroadWorks/trigger/shapes/messages';
import type { Mailbox } from '../../../../nodes/BroadWorks/trigger/shapes/shaped';
import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { messageOf } from '../../../../nodes/BroadWorks/client/people/voicemail';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { eventXml } from '../support/xsi';

const NOW = 1_600_000_000_000;
let events = 0;

/** The server says how many messages nobody has heard. */
const summary = (newMessages: number) =>
	readEvent(
		eventXml({
			id: `e${++events}`,
			subscription: 's',
			type: 'VoiceMailMessageSummaryEvent',
			data:
				newMessages === 0
					? '<xsi:messageSummary/>'
					: `<xsi:messageSummary><xsi:newMessages>${newMessages}</xsi:newMessages></xsi:messageSummary>`,
		}),
	);

const message = (id: string, changes: object = {}) =>
	messageOf({
		messageId: `/v2.0/user/alice@example.net/voicemessagingmessages/${id}`,
		duration: 14_580,
		time: NOW,
		callingPartyInfo: { name: 'Jordan Smith', address: { '#text': 'tel:+15550100' } },
		...changes,
	});

/** A trigger with a mailbox of the test's. */
function trigger(changes: Partial<Mailbox> = {}) {
	const told = new Set<string>();
	const refused: unknown[] = [];
	const messages: Array<ReturnType<typeof message>> = [];
	const mailbox: Mailbox = {
		since: NOW - 1_000,
		list: async () => await Promise.resolve([...messages]),
		isKnown: (name) => told.has(name),
		onRefused: (_userId, error) => void refused.push(error),
		...changes,
	};
	const target = { kind: 'user' as const, userId: 'alice@example.net' };
	const spec = { target, package: 'Voice Mail Message Summary' };
	const shape = messageShape({ spec, output: 'connector' } as unknown as TriggerSettings, mailbox);
	const see = async (event: ReturnType<typeof summary>) => {
		const made = await shape(event, false);
		for (const name of made.names) told.add(name);
		return made;
	};
	return { see, messages, refused };
}

describe('new messages', () => {
	it('are told one by one, the oldest first, with sender, time and length', async () => {
		const { see, messages } = trigger();
		messages.push(message('2'), message('1'));
		const { items, names, each } = await see(summary(2));
		expect([names, each]).toEqual([['message:1', 'message:2'], true]);
		expect(items).toMatchObject([
			{
				type: 'VoiceMailMessageSummaryEvent',
				targetId: 'alice@example.net',
				from: { name: 'Jordan Smith', e164: '+15550100' },
				received: '2020-09-13T12:26:40.000Z',
				seconds: 15,
				read: false,
			},
			{ messageId: expect.stringMatching(/2$/) as string },
		]);
	});

	it('are told once, and none that was read, deleted or left before the activation', async () => {
		const { see, messages } = trigger();
		messages.push(message('read', { read: '' }), message('old', { time: NOW - 60_000 }));
		expect((await see(summary(1))).items).toEqual([]);
		messages.unshift(message('new'));
		expect((await see(summary(2))).names).toEqual(['message:new']);
		expect((await see(summary(2))).items).toEqual([]);
		messages.shift();
		expect((await see(summary(1))).items).toEqual([]);
	});

	it('a mailbox without new messages is not read', async () => {
		const list = jest.fn(async () => await Promise.resolve([message('1')]));
		const { see } = trigger({ list });
		expect((await see(summary(0))).items).toEqual([]);
		expect(list).not.toHaveBeenCalled();
	});

	it('two events at once do not tell the same message', async () => {
		const { see, messages } = trigger();
		messages.push(message('1'));
		const made = await Promise.all([see(summary(1)), see(summary(1))]);
		expect(made.flatMap(({ names }) => names)).toEqual(['message:1']);
	});

	it('a message whose sound cannot be read is told with the reason', async () => {
		const file = async () => await Promise.reject(new TelephonyError('notFound', 'It is gone'));
		const { see, messages } = trigger({ file });
		messages.push(message('1'));
		const { items, files } = await see(summary(1));
		expect([items, files]).toMatchObject([[{ audioError: 'It is gone' }], [undefined]]);
	});

	it('a server that is away makes it come again; one that refuses is reported', async () => {
		const away = new TelephonyError('unavailable', 'away');
		const one = trigger({ list: async () => await Promise.reject(away) });
		await expect(one.see(summary(1))).rejects.toBe(away);
		const no = new TelephonyError('forbidden', 'no right');
		const other = trigger({ list: async () => await Promise.reject(no) });
		expect((await other.see(summary(1))).items).toEqual([]);
		expect(other.refused).toEqual([no]);
	});
});

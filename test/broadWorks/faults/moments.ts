import type { Bench, FaultRow } from '../../faults/row';
import type { StandIn } from '../../faults/standIn/standIn';
import { publishAgain } from './operators';

/** s that n8n or the server is away. */
const AWAY = 3;

/** s: a busy machine, which starts n8n again, must lose no channel. */
const EVENT_TIMEOUT = 20;

const missed = {
	load: 'missedCalls' as const,
	parameters: { triggerOn: 'missedCall' },
	eventsPerSecond: 20,
};

/** Calls that began two minutes before they end. */
const ended = {
	load: 'longCalls' as const,
	parameters: { triggerOn: 'callEnded' },
	eventsPerSecond: 20,
};

const messages = {
	load: 'voicemails' as const,
	parameters: { triggerOn: 'newVoicemail' },
	eventsPerSecond: 5,
	// Of messages no call log knows.
	recovers: false,
};

/** A call with several events, or a message, gives the workflow one item, whatever happens between. */
export const momentRows: FaultRow[] = [
	{
		name: 'Missed Call: n8n killed hard',
		...missed,
		simulator: { eventTimeout: EVENT_TIMEOUT * 1000, ackTimeout: 120_000 },
		options: { eventTimeout: EVENT_TIMEOUT },
		before: 4,
		async inject({ n8n, wait, startN8n }) {
			await n8n.kill();
			await wait(AWAY);
			await startN8n();
		},
	},
	{
		name: 'Missed Call: server restart without state',
		...missed,
		inject: async ({ phones }) => await phones.restart({ downMs: AWAY * 1000, keepState: false }),
	},
	{
		name: 'Call Ended: n8n killed hard, and the server forgets meanwhile',
		...ended,
		before: 4,
		async inject({ n8n, phones, wait, startN8n }) {
			await n8n.kill();
			await phones.restart({ downMs: AWAY * 1000, keepState: false });
			await wait(1);
			await startN8n();
		},
	},
	{
		name: 'Call Ended: server restart without state',
		...ended,
		inject: async ({ phones }) => await phones.restart({ downMs: AWAY * 1000, keepState: false }),
	},
	{
		name: 'Missed Call: events come twice',
		...missed,
		inject({ phones }) {
			phones.fault({ kind: 'duplicate', times: 20 });
		},
	},
	{
		name: 'New Voicemail: n8n killed hard three times',
		...messages,
		simulator: { eventTimeout: EVENT_TIMEOUT * 1000, ackTimeout: 120_000 },
		options: { eventTimeout: EVENT_TIMEOUT },
		before: 4,
		async inject({ n8n, wait, startN8n }) {
			for (let count = 0; count < 3; count++) {
				await n8n.kill();
				await wait(AWAY);
				await startN8n();
				await wait(2);
			}
		},
	},
	{
		name: 'New Voicemail: server restart without state',
		...messages,
		inject: async ({ phones }) => await phones.restart({ downMs: AWAY * 1000, keepState: false }),
	},
	{
		name: 'Missed Call: published under load',
		...missed,
		before: 4,
		inject: publishAgain,
	},
	{
		name: 'New Voicemail: published under load',
		...messages,
		before: 4,
		inject: publishAgain,
	},
	{
		name: 'New Voicemail: published at the end of a long outage',
		...messages,
		// The old trigger has seen none of the messages, and the new one is too young for most of them.
		async inject({ n8n, phones, wait }: Bench<StandIn>) {
			const back = phones.restart({ downMs: 40_000, keepState: false });
			await wait(36);
			await n8n.publish();
			await back;
		},
	},
];

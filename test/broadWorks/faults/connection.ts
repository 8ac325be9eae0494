import type { FaultRow } from '../../faults/row';

/** s */
const DAY = 86_400;

/** How answers to subscriptions, heartbeats and acknowledgements fail to end. */
const ENDLESS: Array<[how: string, fault: { delayMs?: number }]> = [
	['as fast as n8n takes them', {}],
	['a byte a second', { delayMs: 1_000 }],
];

/** What happens to the connection and to single answers. */
export const connectionRows: FaultRow[] = [
	{
		name: 'connection reset',
		realToo: true,
		inject: ({ phones }) => phones.fault({ kind: 'cut' }),
	},
	{
		name: 'connection reset, refused for 3 s',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'cut', downMs: 3_000 });
			await wait(3);
		},
	},
	{
		name: 'connection reset, and a backlog that comes slowly',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'cut', downMs: 3_000 });
			phones.fault({ kind: 'slow', delayMs: 25, ms: 10_000 });
			await wait(10);
		},
	},
	{
		name: 'half-open: the stream is silent',
		realToo: true,
		inject: ({ phones }) => phones.fault({ kind: 'stall' }),
	},
	{
		name: 'half-open: heartbeats unanswered too',
		inject: ({ phones }) => phones.fault({ kind: 'stall', answer: false, ms: 6_000 }),
	},
	{
		name: 'half-open, and the server keeps no events',
		simulator: { keepUndelivered: false },
		inject: ({ phones }) => phones.fault({ kind: 'stall' }),
	},
	{
		name: 'connection reset, and the server notices it later',
		relayed: true,
		simulator: { eventTimeout: 16_000, ackTimeout: 120_000 },
		options: { eventTimeout: 16 },
		inject: ({ relay }) => relay?.killStreams({ reset: true }),
	},
	{
		// It keeps what it sent into the dead stream until it misses heartbeats, which n8n sends until it
		// misses their echoes: the events come some time after n8n has connected again.
		name: 'half-open: the server notices it after n8n',
		relayed: true,
		simulator: { eventTimeout: 20_000, ackTimeout: 120_000 },
		options: { eventTimeout: 20 },
		async inject({ phones, relay, wait }) {
			const { channels } = phones.world;
			const before = channels.all().length;
			relay?.killStreams();
			while (channels.all().length === before) await wait(0.1);
		},
	},
	{
		name: 'stream split into single bytes',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'splitBytes', bytes: 1, ms: 3_000 });
			await wait(3);
		},
	},
	{
		name: 'slow server: answers',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'slow', delayMs: 1_500, path: '.', ms: 6_000 });
			await wait(6);
		},
	},
	{
		name: 'slow server: stream',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'slow', delayMs: 100, ms: 3_000 });
			await wait(3);
		},
	},
	{
		name: 'heartbeats dropped',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'dropHeartbeats', ms: 6_000 });
			await wait(6);
		},
	},
	{
		name: '401 mid-stream, one heartbeat',
		inject: ({ phones }) => phones.fault({ kind: 'status', status: 401, path: 'heartbeat' }),
	},
	{
		name: '401 mid-stream, everything for 3 s',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'status', status: 401, times: 0, ms: 3_000 });
			await wait(3);
		},
	},
	{
		name: '403 on everything for 3 s',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'cut' });
			phones.fault({ kind: 'status', status: 403, times: 0, ms: 3_000 });
			await wait(3);
		},
	},
	{
		name: '429 with Retry-After 4 s',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'cut' });
			phones.fault({ kind: 'status', status: 429, retryAfter: 4, times: 0, ms: 2_000 });
			await wait(2);
		},
	},
	{
		name: '429 with Retry-After of a day',
		// It waits five minutes for a server that asks for more.
		hurry: 50,
		async inject({ phones, wait }) {
			phones.fault({ kind: 'cut' });
			phones.fault({ kind: 'status', status: 429, retryAfter: DAY, times: 0, ms: 2_000 });
			await wait(2);
		},
	},
	...ENDLESS.map(
		([how, fault]): FaultRow => ({
			name: `answers without end: ${how}`,
			// A request that is answered so ends at its deadline, and the next try follows.
			within: 60,
			async inject({ phones, wait }) {
				phones.fault({ kind: 'endlessAnswer', path: '.', ms: 6_000, ...fault });
				await wait(6);
			},
		}),
	),
	{
		name: '503 on everything for 4 s',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'cut' });
			phones.fault({ kind: 'status', status: 503, times: 0, ms: 4_000 });
			await wait(4);
		},
	},
	{
		name: '302 to the same host',
		inject({ phones }) {
			const location = '/com.broadsoft.async/com.broadsoft.xsi-events/v2.0/channel?moved=1';
			const path = 'v2.0/channel$';
			phones.fault({ kind: 'status', status: 302, location, method: 'POST', path });
			phones.fault({ kind: 'cut' });
		},
		async check({ phones, complain }) {
			const moved = (await phones.requests()).filter(({ path }) => path.endsWith('moved=1'));
			if (moved.length !== 1 || moved[0].method !== 'POST') {
				complain('the redirected POST was not repeated as it was');
			}
		},
	},
];

import type { IDataObject } from 'n8n-workflow';

import type { RingCentralSimulatorOptions } from '../../simulators/ringCentral';
import type { Control } from '../../simulators/ringCentral/control/control';
import type { SmallN8n } from './smallN8n';

export interface RingCentralBench {
	control: Control;
	n8n: SmallN8n;
	wait(seconds: number): Promise<void>;
	complain(text: string): void;
}

export interface RingCentralRow {
	name: string;
	delivery: 'webhook' | 'webSocket';
	simulator?: RingCentralSimulatorOptions;
	options?: IDataObject;
	/** The server drops events meanwhile; their calls come from the call log. */
	drops?: true;
	/** Default ten. */
	callsPerSecond?: number;
	inject(bench: RingCentralBench): Promise<void> | void;
	check?(bench: RingCentralBench): Promise<void> | void;
}

/** The server has one live subscription, and it is this one where one is given. */
export function exactlyOne({ control, complain }: RingCentralBench, id?: string): void {
	const live = control.hub.subscriptions.list().filter(({ blacklisted }) => !blacklisted);
	if (live.length !== 1) complain(`the server has ${live.length} subscriptions`);
	else if (id !== undefined && live[0].id !== id) complain('the subscription was made anew');
}

export const idOf = ({ control }: RingCentralBench) => control.hub.subscriptions.list()[0].id;

const quick = { checkInterval: 5 };

/** Faults of webhook and WebSocket that events must survive. */
export const ringCentralRows: RingCentralRow[] = [
	{
		name: 'RingCentral webhook: token expired mid-run',
		delivery: 'webhook',
		options: quick,
		async inject(bench) {
			bench.control.faults.expireTokens();
			await bench.wait(6);
		},
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'RingCentral webhook: 429 storm',
		delivery: 'webhook',
		options: quick,
		async inject(bench) {
			const { control, wait, complain } = bench;
			const id = idOf(bench);
			const rule = control.faults.requests.add({ status: 429, times: 0, retryAfter: 8 });
			await wait(12);
			control.faults.requests.clear(rule);
			await wait(5);
			exactlyOne(bench, id);
			const storms = bench.n8n.log.filter((line) => /asks to wait/.test(line)).length;
			if (storms === 0) complain('no request met the storm');
			// One look every 8 s is what the server allows.
			if (storms > 3) complain(`${storms} requests went into the storm`);
		},
	},
	{
		name: 'RingCentral webhook: blacklisted',
		delivery: 'webhook',
		options: quick,
		drops: true,
		async inject(bench) {
			const id = idOf(bench);
			bench.control.faults.blacklist(id);
			await bench.wait(7);
			exactlyOne(bench);
			if (idOf(bench) === id) bench.complain('the blacklisted subscription is still there');
		},
	},
	{
		name: 'RingCentral webhook: subscription gone without a word',
		delivery: 'webhook',
		options: quick,
		drops: true,
		async inject(bench) {
			bench.control.faults.dropSubscription();
			await bench.wait(7);
			exactlyOne(bench);
		},
	},
	{
		name: 'RingCentral webhook: handshake repeated',
		delivery: 'webhook',
		async inject(bench) {
			const id = idOf(bench);
			for (let round = 0; round < 20; round++) await bench.control.faults.repeatHandshake();
			exactlyOne(bench, id);
		},
	},
	{
		name: 'RingCentral webhook: duplicates',
		delivery: 'webhook',
		async inject({ control, wait }) {
			control.faults.duplicateEvents(100);
			await wait(3);
		},
	},
	{
		name: 'RingCentral webhook: out of order',
		delivery: 'webhook',
		async inject({ control, wait }) {
			control.faults.reorderEvents(50);
			await wait(3);
		},
	},
	{
		name: 'RingCentral webhook: wrapped notifications',
		delivery: 'webhook',
		async inject({ control, wait }) {
			control.faults.wrapApns(true);
			await wait(2);
			control.faults.wrapApns(false);
		},
	},
	{
		name: 'RingCentral WebSocket: cut',
		delivery: 'webSocket',
		inject: ({ control }) => control.faults.cutSockets(),
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'RingCentral WebSocket: cut, and the session is forgotten',
		delivery: 'webSocket',
		drops: true,
		inject: ({ control }) => control.faults.forgetSockets(),
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'RingCentral WebSocket: messages of 9 MB between others',
		delivery: 'webSocket',
		drops: true,
		async inject({ control, wait }) {
			for (let round = 0; round < 2; round++) {
				control.faults.bigEvent(9 * 1024 * 1024);
				await wait(6);
			}
		},
		check(bench) {
			exactlyOne(bench);
			const isTold = bench.n8n.log.some((line) => /more than 8 MiB/.test(line));
			if (!isTold) bench.complain('nobody was told');
		},
	},
	{
		name: 'RingCentral WebSocket: silent',
		delivery: 'webSocket',
		drops: true,
		inject: ({ control }) => control.faults.stallSockets(),
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'RingCentral WebSocket: silent, and a message of 9 MB in what it kept',
		delivery: 'webSocket',
		// No more than the gateway keeps.
		callsPerSecond: 0.5,
		drops: true,
		async inject({ control, wait }) {
			control.faults.stallSockets();
			await wait(15);
			control.faults.bigEvent(9 * 1024 * 1024);
		},
		check(bench) {
			exactlyOne(bench);
			const isCut = bench.n8n.log.some((line) => /more than 8 MiB/.test(line));
			if (!isCut) bench.complain('nothing broke in on what was kept');
		},
	},
	{
		name: 'RingCentral WebSocket: its time is over',
		delivery: 'webSocket',
		simulator: { webSocketLife: 6_000 },
		async inject({ wait }) {
			await wait(8);
		},
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'RingCentral WebSocket: token expired, then cut',
		delivery: 'webSocket',
		inject({ control }) {
			control.faults.expireTokens();
			control.faults.cutSockets();
		},
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'RingCentral WebSocket: duplicates out of order',
		delivery: 'webSocket',
		async inject({ control, wait }) {
			control.faults.reorderEvents(30);
			control.faults.duplicateEvents(60);
			await wait(3);
		},
	},
];

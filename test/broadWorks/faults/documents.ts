import { setTimeout as pause } from 'node:timers/promises';

import type { FaultRow } from '../../faults/row';
import { ALICE } from '../../faults/runner';
import { callFromOutside } from '../../simulators/broadWorks/calls/incoming';
import { release } from '../../simulators/broadWorks/calls/lifecycle';

/** ms between two documents, so that good events come between them. */
const BETWEEN = 100;

/** Callers by the charset of the events about them. */
const NAMES = { 'ISO-8859-1': 'Jörg Müßig', 'windows-1252': 'Zoë Reiß, 5 €' };

/** What comes on the stream. */
export const documentRows: FaultRow[] = [
	{
		name: '1 MB events',
		async inject({ phones }) {
			for (let count = 0; count < 3; count++) {
				phones.fault({ kind: 'bigEvent' });
				await pause(BETWEEN);
			}
		},
	},
	{
		name: 'malformed XML between good events',
		async inject({ phones }) {
			for (const form of ['mismatch', 'entity', 'attribute', 'empty', 'text', 'mismatch', 'text']) {
				phones.fault({ kind: 'malformed', form });
				await pause(BETWEEN);
			}
		},
	},
	{
		name: 'DTD and entity bombs',
		async inject({ phones }) {
			for (const form of ['bomb', 'external', 'bomb']) {
				phones.fault({ kind: 'dtd', form });
				await pause(BETWEEN);
			}
		},
	},
	{
		name: 'endless document',
		inject: ({ phones }) => phones.fault({ kind: 'endless' }),
	},
	{
		name: 'wrong namespace prefix',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'wrongPrefix', times: 100, prefix: 'bw' });
			await wait(2);
		},
	},
	{
		name: 'events in ISO-8859-1 and windows-1252',
		async inject({ phones, wait }) {
			const { world } = phones;
			for (const [form, name] of Object.entries(NAMES)) {
				phones.fault({ kind: 'charset', form, ms: 1_500 });
				release(
					world,
					callFromOutside(world, world.user(ALICE), '+15550123', name),
					'remoteRelease',
				);
				await wait(2);
			}
		},
		async check({ n8n, complain }) {
			const items = JSON.stringify((await n8n.executions()).map((execution) => execution.items));
			for (const name of Object.values(NAMES)) {
				if (!items.includes(name)) complain(`nobody called ${name}`);
			}
		},
	},
	{
		name: 'a proxy compresses the stream',
		simulator: { compressesStreams: true },
		inject: ({ phones }) => phones.fault({ kind: 'cut' }),
	},
	{
		name: 'unknown event types',
		async inject({ phones }) {
			for (const type of ['CallHistoryEvent', 'CallOfTomorrowEvent']) {
				phones.fault({ kind: 'unknownEventType', type });
				await pause(BETWEEN);
			}
		},
	},
];

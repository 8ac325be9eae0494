import { setTimeout as pause } from 'node:timers/promises';

import type { FaultRow } from '../../faults/row';

/** ms between two documents, so that good events come between them. */
const BETWEEN = 100;

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
		name: 'unknown event types',
		async inject({ phones }) {
			for (const type of ['CallHistoryEvent', 'CallOfTomorrowEvent']) {
				phones.fault({ kind: 'unknownEventType', type });
				await pause(BETWEEN);
			}
		},
	},
];

import type { IDataObject } from 'n8n-workflow';

import { GATE_DEFAULTS, type GateSettings } from '../../../nodes/shared/core/flow/eventGate';
import {
	LiveExecutions,
	type LiveEntry,
} from '../../../nodes/shared/trigger/executions/liveExecutions';
import { SeenEvents, shortened, type AfterKill } from '../../../nodes/shared/trigger/seenEvents';
import { FakeClock } from '../fakes/fakeClock';
import { liveNode } from './liveNode';

export interface StartExecutions {
	gate?: Partial<GateSettings>;
	afterKill?: AfterKill;
	staticData?: IDataObject;
	storesAtOnce?: boolean;
}

/** The executions of a live workflow in an n8n whose executions end when the test says so. */
export function startExecutions({
	gate,
	afterKill = 'new',
	staticData,
	storesAtOnce,
}: StartExecutions = {}) {
	const clock = new FakeClock();
	const live = liveNode(staticData, storesAtOnce);
	const memory = new SeenEvents(live.staticData, clock.now(), { afterKill, keptAs: shortened });
	const ended: Array<[readonly string[], string]> = [];
	let room = 0;
	const executions = new LiveExecutions(live.node, {
		gate: { ...GATE_DEFAULTS, acknowledge: 'atOnce', ...gate },
		clock,
		memory,
		write: () => memory.write(live.staticData, clock.now()),
		onEnd: (keys, outcome) => void ended.push([keys, outcome]),
		onRoom: () => void room++,
	});
	return { ...live, clock, memory, executions, ended, room: () => room };
}

/** An event with a name, as a trigger hands it over that has not seen it before. */
export const event = (key: string, ...marks: string[]): LiveEntry => ({
	key,
	keys: [key, ...marks],
	items: [{ id: key }],
});

/** What may be the same again. */
export const state = (value: string): LiveEntry => ({ keys: [], items: [{ id: value }] });

export const notice: LiveEntry = { keys: [], items: [{ id: 'notice' }], isNotice: true };

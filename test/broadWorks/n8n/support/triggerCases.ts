import type { N8nApi } from '../../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import type { Simulator, SimulatorOptions } from '../../../../demo/simulator';
import { triggeredItems, waitForItem } from '../../../support/n8n/poll';
import type { SideBySide } from '../../../support/n8n/sideBySide';
import { alice, whileListening, type TelephoneSystem } from './telephoneSystem';
import { byId, triggerWorkflow } from '../../../support/n8n/workflows';

export type Target = 'user' | 'group' | 'enterprise' | 'callCenter' | 'routePoint';

/** One choice of *Trigger On*, with what must start a workflow that has chosen it. */
export interface TriggerCase {
	triggerOn: string;
	targets: Target[];
	parameters?: JsonObject;
	/** Makes the event happen. */
	when: (phones: Simulator) => Promise<unknown>;
	/** Fields of the item that must come out. */
	gives: JsonObject;
	/** Makes the event happen to somebody else, which a narrower target must not see. */
	elsewhere?: (phones: Simulator) => Promise<unknown>;
}

export const queue = 'queue@example.net';
export const routePoint = 'routepoint@example.net';
export const people: Target[] = ['user', 'group', 'enterprise'];
export const queues: Target[] = ['group', 'enterprise', 'callCenter'];

export const targetParameters: Record<Target, JsonObject> = {
	user: { targetType: 'user', userId: byId(alice) },
	group: { targetType: 'group', enterpriseId: 'demo', groupId: 'sales' },
	enterprise: { targetType: 'enterprise', enterpriseId: 'demo' },
	callCenter: { targetType: 'callCenter', callCenterId: queue },
	routePoint: { targetType: 'routePoint', routePointId: routePoint },
};

/** Runs `work` while a workflow listens. */
export async function listening(
	api: N8nApi,
	parameters: JsonObject,
	work: (phones: Simulator, id: string) => Promise<void>,
	options: SimulatorOptions = {},
): Promise<void> {
	const definitionFor = ({ administrator }: TelephoneSystem) =>
		triggerWorkflow(administrator, { output: 'connector', ...parameters });
	const run = async (id: string, { phones }: TelephoneSystem) => await work(phones, id);
	await whileListening(api, definitionFor, run, { monitoringInterval: 50, ...options });
}

/** A row for each target of each case. */
const rowsOf = (cases: readonly TriggerCase[]) =>
	cases.flatMap((one) => one.targets.map((target) => ({ ...one, target })));

/** Makes the event of a case happen, and wants it to start the workflow, alone where the target is a user. */
async function expectStart(
	api: N8nApi,
	{ triggerOn, target, parameters, when, elsewhere, gives }: TriggerCase & { target: Target },
): Promise<void> {
	const all = { triggerOn, ...targetParameters[target], ...parameters };
	await listening(api, all, async (phones, id) => {
		if (target === 'user') await elsewhere?.(phones);
		await when(phones);
		const item = await waitForItem(api, id, gives);
		const idsOf = ({ ids }: JsonObject) => (ids ?? {}) as JsonObject;
		expect(String(item.eventId ?? idsOf(item).eventId)).not.toBe('');
		if (target === 'user') {
			const subjects = (await triggeredItems(api, id)).map(
				(one) => one.targetId ?? idsOf(one).targetId,
			);
			expect(new Set(subjects)).toEqual(new Set([alice]));
		}
	});
}

/** One test for each target of each case, with a telephone system of its own. */
export function eachStarts(
	together: SideBySide,
	cases: readonly TriggerCase[],
	api: () => N8nApi,
): void {
	together.each(
		rowsOf(cases),
		({ triggerOn, target }) => `${triggerOn} for the target ${target}`,
		async (row) => await expectStart(api(), row),
	);
}

import type { N8nApi } from '../../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../../n8n-driver/wait-for';
import { events } from '../../../../nodes/CooCenter/trigger/events';
import { answer, callIn, end } from '../../../simulators/cooCenter/calls';
import { cooCenterTriggerWorkflow, names, startPbx, type Pbx } from './cooCenter';

/** Every event of the trigger. */
export const everyEvent = events.map(({ name }) => name);

/** A queue call that 801 answers or not. */
export function queueCall({ world }: Pbx, isAnswered: boolean) {
	const call = callIn(world, '85322361', '630');
	if (isAnswered) answer(world, call.id);
	end(world, call, { side: 'caller', missCause: 'MEMBER_CANCEL' });
	return call;
}

/** Live workflows to which a PBX of their own pushes. @param n8n is asked when one is made */
export function cooCenterTriggers(n8n: () => N8nApi) {
	/** Runs `work` while a workflow is active. */
	const withTrigger = async (
		parameters: JsonObject,
		work: (pbx: Pbx, id: string, url: string) => Promise<void>,
		generation: 1 | 2 = 1,
	) => {
		const api = n8n();
		const pbx = await startPbx(api, { generation });
		const { definition, url } = cooCenterTriggerWorkflow(pbx.credential, parameters);
		const { id } = await api.createWorkflow(definition);
		try {
			await api.activate(id);
			pbx.world.settings.push = url;
			await work(pbx, id, url);
		} finally {
			await api.deleteWorkflow(id);
			await pbx.remove();
		}
	};

	const itemsOf = async (id: string) =>
		(await n8n().waitForExecutions(id, 0)).flatMap(({ output }) => output[names.trigger] ?? []);

	/** Waits until everything is pushed, and until a last event of its own has run too. */
	const settled = async ({ world }: Pbx, id: string): Promise<JsonObject[]> => {
		const last = { event: 'last', uniqueid: world.nextId() };
		world.publish(last);
		await waitFor(() => world.pushes.pending === 0, {
			what: 'everything is pushed',
		});
		const all = await waitFor(
			async () => {
				const items = await itemsOf(id);
				if (!items.some(({ uniqueid }) => uniqueid === last.uniqueid)) return false;
				const running = (await n8n().listExecutions(id)).some(
					({ status }) => status === 'running' || status === 'new',
				);
				return !running && (await itemsOf(id));
			},
			{
				what: 'the last event has run',
				explain: async () => JSON.stringify(await itemsOf(id)),
			},
		);
		return all.filter(({ event }) => event !== 'last');
	};

	return { withTrigger, settled, itemsOf };
}

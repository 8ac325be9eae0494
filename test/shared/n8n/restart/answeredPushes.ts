import { waitFor } from '../../../../n8n-driver/wait-for';
import { post, pushedWorkflow, pushSecret } from '../../../support/n8n/pushed';
import type { Backend } from './live';

/** Pushes at the same time, and of them those that have an answer when n8n is killed. */
const AT_ONCE = 20;
const ANSWERED = 5;

const push = (id: number) =>
	JSON.stringify({ conversation_id: `answered-${id}`, extend: { secret: pushSecret } });

/** What a sender was told of as taken it pushes no more, so n8n must have it when it is killed the next moment. */
export const answeredPushes: Backend = {
	name: 'Pushes that were answered',
	async start({ api, server }) {
		const credential = await api.createCredential('Answered', 'udeskWebhookApi', {
			secret: pushSecret,
		});
		const { definition, path } = pushedWorkflow('udesk', credential, {
			options: { oneEventPerExecution: true, maxInFlight: AT_ONCE + 1 },
		});
		const { id } = await api.createWorkflow(definition);
		await api.activate(id);
		const send = async (number: number) =>
			await post(server.url + path, push(number)).catch(() => 0);
		const executions = async () => (await api.listExecutions(id)).length;
		let answered = 0;
		return {
			acts: async () => await Promise.resolve(),
			async hears() {
				expect(await send(0)).toBe(200);
				await waitFor(async () => (await executions()) === 1, { what: 'the push runs' });
			},
			async lastMoment(how) {
				if (how !== 'kill') return;
				for (let number = 1; number <= AT_ONCE; number++)
					void send(number).then((status) => (answered += status === 200 ? 1 : 0));
				await waitFor(() => answered >= ANSWERED, {
					what: `${ANSWERED} pushes are answered`,
					intervalMs: 1,
				});
			},
			async afterStart(how) {
				if (how !== 'kill') return;
				expect(answered).toBeLessThanOrEqual(AT_ONCE);
				const stored = await executions();
				expect(stored - 1).toBeGreaterThanOrEqual(answered);
			},
			close: async () => await Promise.resolve(),
		};
	},
};

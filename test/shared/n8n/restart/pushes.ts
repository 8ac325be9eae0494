import { connectOAuth2 } from '../../../../n8n-driver/rest/connect-oauth2';
import type { Workbench } from '../../../../n8n-driver/workbench';
import type {
	Execution,
	JsonObject,
	StoredCredential,
	WorkflowDefinition,
} from '../../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../../n8n-driver/wait-for';
import { DIMENSIONS_CLIENT, startDimensionsSimulator } from '../../../simulators/dimensions';
import { startUdeskSimulator, UDESK_ACCOUNT } from '../../../simulators/udesk';
import {
	cooCenterAction,
	cooCenterTriggerWorkflow,
	names,
	startPbx,
} from '../../../cooCenter/n8n/support/cooCenter';
import { triggeredItems } from '../../../support/n8n/poll';
import { actionOf, post, pushedWorkflow, pushSecret } from '../../../support/n8n/pushed';
import { nodeNames } from '../../../support/n8n/workflows';
import type { Backend, Live } from './live';

/** What differs between the backends that merely push. */
interface Pushing {
	definition: WorkflowDefinition;
	/** Address of the webhook, below that of n8n. */
	path: string;
	/** A push of call number so many, and its number in an item. */
	push: (number: number) => JsonObject;
	numberOf: (item: JsonObject) => unknown;
	acts: () => Promise<void>;
	close: () => Promise<void>;
}

/** Pushes of before do not run again, and new ones run. */
async function startPushing({ api, server }: Workbench, pushing: Pushing): Promise<Live> {
	const { definition, path, push, numberOf, acts, close } = pushing;
	const { id } = await api.createWorkflow(definition);
	await api.activate(id);
	let last = 0;
	const send = async (number: number) =>
		await post(server.url + path, JSON.stringify(push(number))).catch(() => 0);
	const taken = async (number: number) =>
		await waitFor(async () => (await send(number)) === 200, {
			what: `push ${number} is taken`,
		});
	/** Waits for so many items, and a little longer for what should not come. */
	const settled = async (count: number) => {
		const items = async () => await triggeredItems(api, id);
		await waitFor(async () => (await items()).length >= count, {
			what: `the workflow gives ${count} item(s)`,
			explain: async () => JSON.stringify(await items()),
		});
		await new Promise((resolve) => setTimeout(resolve, 500));
		return await items();
	};
	const next = async () => {
		last += 1;
		await taken(last);
		await settled(last);
	};
	return {
		acts,
		hears: next,
		async beforeEnd() {
			await next();
			// What is seen is saved with the next execution.
			await next();
		},
		async afterStart() {
			const old = last - 1;
			const fresh = last + 1;
			last = fresh;
			await taken(old);
			await taken(fresh);
			await settled(fresh);
			await taken(old);
			await taken(fresh);
			const numbers = (await settled(fresh)).map((item) => Number(numberOf(item)));
			expect(numbers.sort((a, b) => a - b)).toEqual(
				Array.from({ length: fresh }, (_, at) => at + 1),
			);
		},
		close,
	};
}

/** Runs an action to its end, which must be good. */
async function succeeds(
	{ api }: Workbench,
	definition: WorkflowDefinition,
	action: string = nodeNames.action,
): Promise<Execution['output']> {
	const { id } = await api.createWorkflow(definition);
	const { status, error, output } = await api.runManually(id, nodeNames.start, action);
	expect({ status, error }).toEqual({ status: 'success', error: undefined });
	return output;
}

const webhookLogin = async (bench: Workbench, type: string): Promise<StoredCredential> =>
	await bench.api.createCredential(`Pushes ${type}`, type, { secret: pushSecret });

export const udesk: Backend = {
	name: 'Udesk',
	async start(bench) {
		const { definition, path } = pushedWorkflow(
			'udesk',
			await webhookLogin(bench, 'udeskWebhookApi'),
			{},
		);
		const running = await startUdeskSimulator();
		const login = await bench.api.createCredential('Udesk', 'udeskApi', {
			serverUrl: running.url,
			...UDESK_ACCOUNT,
			timeZone: 'Asia/Shanghai',
			rateLimit: 60,
		});
		const number = '13666666666';
		return await startPushing(bench, {
			definition,
			path,
			push: (id) => ({ conversation_id: id, call_id: 'c', extend: { secret: pushSecret } }),
			numberOf: (item) => item.conversation_id,
			async acts() {
				const callback = {
					resource: 'call',
					operation: 'webCallback',
					fromNumber: number,
					toNumber: '01086465040',
				};
				await succeeds(bench, actionOf('udesk', login, callback));
				expect(running.simulator.world.calls).toMatchObject([{ customerPhone: number }]);
			},
			close: async () => await running.close(),
		});
	},
};

export const dimensions: Backend = {
	name: 'Dimensions',
	async start(bench) {
		const { definition, path } = pushedWorkflow(
			'dimensions',
			await webhookLogin(bench, 'dimensionsWebhookApi'),
			{},
		);
		const running = await startDimensionsSimulator();
		const login = await bench.api.createCredential('Dimensions', 'dimensionsOAuth2Api', {
			...DIMENSIONS_CLIENT,
			region: 'other',
			serverUrl: running.api,
			loginUrl: running.url,
			scope: 'openid offline_access onboarding',
		});
		await connectOAuth2(bench.api, login);
		return await startPushing(bench, {
			definition,
			path,
			push: (id) => ({
				triggerId: 't',
				cdr: { id: String(id) },
				customData: { secret: pushSecret },
			}),
			numberOf: (item) => (item.cdr as JsonObject).id,
			async acts() {
				const all = { resource: 'directory', operation: 'getMany' };
				const output = await succeeds(bench, actionOf('dimensions', login, all));
				expect(output[nodeNames.action].map(({ name }) => name)).toEqual([
					'My Global',
					'Suppliers',
				]);
			},
			close: async () => await running.close(),
		});
	},
};

export const cooCenter: Backend = {
	name: 'CooCenter',
	async start(bench) {
		const pbx = await startPbx(bench.api);
		const { definition, path } = cooCenterTriggerWorkflow(pbx.credential, {
			triggerOn: ['hangup'],
		});
		return await startPushing(bench, {
			definition,
			path,
			push: (id) => ({ event: 'hangup', uniqueid: `1594882322.${id}` }),
			numberOf: ({ uniqueid }) => String(uniqueid).split('.')[1],
			async acts() {
				const number = '85322361';
				const add = { resource: 'blacklist', operation: 'add', number };
				await succeeds(bench, cooCenterAction(pbx.credential, add), names.action);
				expect([...pbx.world.state.blacklist]).toContain(number);
			},
			close: async () => await pbx.close(),
		});
	},
};

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import {
	startUdeskSimulator,
	type UdeskSimulatorOptions,
	type WholeCall,
} from '../../simulators/udesk';
import { type UdeskSimulator } from '../../simulators/udesk';
import { resultText, OUTCOMES } from '../../simulators/udesk/wire';
import {
	post,
	pushedWorkflow,
	pushSecret,
	testRun,
	whileActive,
	whilePushing,
	type Live,
} from '../../support/n8n/pushed';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { sideBySide } from '../../support/n8n/sideBySide';

interface FilterCase {
	name: string;
	filters: JsonObject;
	fits: WholeCall;
	other: WholeCall;
}

const filterCases: FilterCase[] = [
	{
		name: 'workflow type',
		filters: { workflows: ['out_auto'] },
		fits: { workflow: 'out_auto' },
		other: { workflow: 'in' },
	},
	{
		name: 'result',
		filters: { results: ['agent_rejected', 'queue_timeout'] },
		fits: { outcome: 'queue_timeout' },
		other: { outcome: 'customer_answered' },
	},
	{
		name: 'category',
		filters: { categories: ['transfer'] },
		fits: { category: 'transfer' },
		other: { category: 'normal' },
	},
	{
		name: 'agent by e-mail address',
		filters: { agents: 'second@email.cn' },
		fits: { agentEmail: 'second@email.cn' },
		other: { agentEmail: 'agent@email.cn' },
	},
	{
		name: 'agent by ID',
		filters: { agents: '1, 73938' },
		fits: { agentEmail: 'second@email.cn' },
		other: { agentEmail: 'agent@email.cn' },
	},
	{
		name: 'queue',
		filters: { queues: 'support' },
		fits: { queue: 'support', queueTime: 3 },
		other: { queue: 'sales', queueTime: 3 },
	},
	{
		name: 'waited in a queue',
		filters: { queued: 'queued' },
		fits: { queue: 'support', queueTime: 3 },
		other: {},
	},
	{
		name: 'minimum talk time',
		filters: { minTalkTime: 30 },
		fits: { talkTime: 31 },
		other: { talkTime: 29 },
	},
	{
		name: 'two filters, both of which must fit',
		filters: { workflows: ['in'], minTalkTime: 30 },
		fits: { workflow: 'in', talkTime: 31 },
		other: { workflow: 'out_direct', talkTime: 31 },
	},
];

describe('Udesk Trigger', () => {
	let api: N8nApi;
	let credential: StoredCredential;

	beforeAll(async () => {
		api = await sharedN8n();
		credential = await api.createCredential('Udesk pushes', 'udeskWebhookApi', {
			secret: pushSecret,
			allowedIps: '127.0.0.1, ::1',
		});
	});
	afterAll(async () => await api.deleteCredential(credential.id));
	/** Each with a simulator and a workflow of its own. */
	const together = sideBySide();

	const withPushes = async (
		parameters: JsonObject,
		work: (live: Live, udesk: UdeskSimulator) => Promise<void>,
		options: UdeskSimulatorOptions = {},
		secret = credential,
	) => {
		const workflow = pushedWorkflow('udesk', secret, parameters);
		const start = async (url: string) =>
			await startUdeskSimulator({
				push: `${url}?token=${pushSecret}`,
				// A machine that runs other tests beside this one is slow.
				timeout: 60_000,
				...options,
			});
		await whilePushing(api, workflow, start, work);
	};
	/** What n8n answered to all pushes so far. */
	const statuses = async ({ pusher }: UdeskSimulator) => {
		await waitFor(() => pusher.log.every(({ done }) => done), { what: 'every push is answered' });
		return pusher.log.flatMap((entry) => entry.statuses);
	};

	together.each(
		['zh', 'ja', 'en'] as const,
		(language) => `every result in ${language}, as code and as text`,
		async (language) => {
			await withPushes(
				{ triggerOn: 'callTrigger' },
				async (live, udesk) => {
					for (const outcome of OUTCOMES) udesk.place({ outcome });
					const items = await live.settled(OUTCOMES.length);
					expect(items.map((item) => [item.call_result, item.call_result_code]).sort()).toEqual(
						OUTCOMES.map((outcome) => [resultText(outcome, language), outcome]).sort(),
					);
					for (const item of items) {
						expect(item).toMatchObject({ is_leave_message: false, extend: { code: 'call test' } });
						expect(item.timestamp).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}\+08:00$/);
						expect(item.timestamp_utc).toMatch(/Z$/);
					}
					expect(new Set(await statuses(udesk))).toEqual(new Set([200]));
				},
				{ language },
			);
		},
	);

	together.test('the call event push: every step, each once', async () => {
		await withPushes(
			{ triggerOn: 'callEvent' },
			async (live, udesk) => {
				udesk.place({ copies: 3 });
				const items = await live.settled(3);
				expect(items.map(({ phase }) => phase).sort()).toEqual(['connected', 'ended', 'ringing']);
				expect(items[0]).toMatchObject({ push: 'callEvent', relevant_agent: ['73937'] });
			},
			{ kinds: ['event', 'trigger'] },
		);
	});

	together.test('any call push takes both', async () => {
		await withPushes(
			{ triggerOn: 'callPush' },
			async (live, udesk) => {
				udesk.place({ outcome: 'agent_no_answer' });
				const items = await live.settled(3);
				expect(items.map(({ push }) => push).sort()).toEqual([
					'callEvent',
					'callEvent',
					'callTrigger',
				]);
			},
			{ kinds: ['event', 'trigger'] },
		);
	});

	together.each(
		filterCases,
		({ name }) => `filter: ${name}`,
		async ({ filters, fits, other }) => {
			await withPushes({ triggerOn: 'callTrigger', filters }, async (live, udesk) => {
				udesk.place(other);
				const call = udesk.place(fits);
				const items = await live.settled(1);
				expect(items.map((item) => item.conversation_id)).toEqual([call.conversationId]);
			});
		},
	);

	together.test('a push that comes again is not run again', async () => {
		await withPushes({ triggerOn: 'callTrigger' }, async (live, udesk) => {
			udesk.place({ copies: 4 });
			udesk.place({ copies: 2 });
			expect(await live.settled(2)).toHaveLength(2);
			expect(await statuses(udesk)).toEqual(Array(6).fill(200));
		});
	});

	together.test('pushes that name no call are not taken for one another', async () => {
		await withPushes({ triggerOn: 'callPush' }, async (live, udesk) => {
			for (const id of [1, 2, 1]) {
				await udesk.pushRecord({ action: 'Customer_create', message: { id } });
			}
			const items = await live.settled(2);
			expect(items.map(({ message }) => (message as JsonObject).id)).toEqual([1, 2]);
			expect(await statuses(udesk)).toEqual([200, 200, 200]);
		});
	});

	together.test('a form', async () => {
		await withPushes(
			{ triggerOn: 'callTrigger' },
			async (live, udesk) => {
				const call = udesk.place({ queue: 'support' });
				const [item] = await live.settled(1);
				expect(item).toMatchObject({
					conversation_id: call.conversationId,
					is_leave_message: false,
					extend: { code: 'call test' },
					relevant_agent: [],
				});
			},
			{ encoding: 'form' },
		);
	});

	together.test('a number of the Default Country is E.164', async () => {
		const there = await api.createCredential('udesk there', 'udeskWebhookApi', {
			secret: pushSecret,
			defaultCountry: 'CN',
		});
		try {
			await withPushes(
				{ triggerOn: 'callTrigger', output: 'callRecord' },
				async (live, udesk) => {
					udesk.place({});
					expect(await live.settled(1)).toMatchObject([
						{ from: { number: '13261998838', e164: '+8613261998838' } },
					]);
				},
				{},
				there,
			);
		} finally {
			await api.deleteCredential(there.id);
		}
	});

	const outputs: Array<[output: string, wanted: JsonObject]> = [
		['callRecord', { backend: 'udesk', direction: 'inbound', talkDuration: 6, answered: true }],
		['raw', { is_leave_message: 'false', relevent_agent: ['73937'], total_time: 6 }],
	];
	together.each(
		outputs,
		([output]) => `output ${output}`,
		async ([output, wanted]) => {
			await withPushes({ triggerOn: 'callTrigger', output }, async (live, udesk) => {
				udesk.place({});
				expect(await live.settled(1)).toEqual([expect.objectContaining(wanted)]);
			});
		},
	);

	together.test('unknown keys stay, and the secret in the JSON gets into no item', async () => {
		await withPushes({ triggerOn: 'callTrigger', output: 'connector' }, async (live, udesk) => {
			udesk.pushTo(live.url, { secret: pushSecret, code: 'x' });
			await udesk.pushRecord({
				call_id: '1',
				brand_new: { a: [1] },
				extend: { secret: pushSecret, code: 'x' },
			});
			udesk.place({});
			const items = await live.settled(2);
			expect(items.find(({ call_id: id }) => id === '1')).toMatchObject({
				brand_new: { a: [1] },
				extend: { code: 'x' },
			});
			const executions = await api.waitForExecutions(live.id, 1);
			expect(JSON.stringify(executions)).not.toContain(pushSecret);
		});
	});

	together.test('wrong secrets, broken and huge bodies start nothing', async () => {
		await withPushes({ triggerOn: 'callPush' }, async ({ url, settled }, udesk) => {
			const good = `${url}?token=${pushSecret}`;
			const huge = JSON.stringify({ call_id: 'x'.repeat(1_100_000) });
			expect(await post(url, '{"call_id":"1"}')).toBe(401);
			expect(await post(`${url}?token=guess`, '{"call_id":"1"}')).toBe(401);
			expect(await post(url, '{"call_id":"1","extend":{"secret":"guess"}}')).toBe(401);
			// n8n itself refuses what calls itself JSON and is none.
			expect([400, 422]).toContain(await post(good, '{"call_id":'));
			expect(await post(good, 'hello', 'text/plain')).toBe(400);
			expect(await post(good, huge)).toBe(413);
			udesk.place({});
			expect(await settled(1)).toHaveLength(1);
		});
	});

	together.test('customers and organizations that change are events of their own', async () => {
		const changes = ['Customer_update', 'Organization_create', 'ImSubSession_close'];
		for (const [triggerOn, wanted] of [
			['customerChanged', 'Customer_update'],
			['organizationChanged', 'Organization_create'],
		]) {
			await withPushes({ triggerOn }, async ({ settled }, udesk) => {
				for (const action of changes) {
					const { statuses: given } = await udesk.pushRecord({ action, message: { id: 1 } });
					expect(given).toEqual([200]);
				}
				expect(await settled(1)).toMatchObject([{ action: wanted, message: { id: 1 } }]);
			});
		}
	});

	together.test('an address that is not on the list gets 403', async () => {
		const closed = await api.createCredential('Udesk from elsewhere', 'udeskWebhookApi', {
			secret: pushSecret,
			allowedIps: '203.0.113.0/24',
		});
		try {
			await whileActive(api, pushedWorkflow('udesk', closed, {}), async ({ url, items }) => {
				expect(await post(`${url}?token=${pushSecret}`, '{"call_id":"1"}')).toBe(403);
				expect(await items()).toEqual([]);
			});
		} finally {
			await api.deleteCredential(closed.id);
		}
	});

	together.test('a credential without a secret cannot be used', async () => {
		const open = await api.createCredential('Udesk open', 'udeskWebhookApi', {
			secret: pushSecret,
		});
		const verdict = await api.testCredential(open, { secret: 'short' });
		expect(verdict).toEqual({ status: 'Error', message: expect.stringMatching(/short/) as string });
		expect(await api.testCredential(open, { secret: pushSecret })).toMatchObject({ status: 'OK' });
		await api.deleteCredential(open.id);
	});

	together.test('listening for a test event', async () => {
		const workflow = pushedWorkflow('udesk', credential, { triggerOn: 'callTrigger' });
		const running = await startUdeskSimulator();
		try {
			const items = await testRun(api, workflow, async (url) => {
				running.simulator.pushTo(`${url}?token=${pushSecret}`);
				running.simulator.place({ outcome: 'phone_busy' });
				await Promise.resolve();
			});
			expect(items).toEqual([expect.objectContaining({ call_result_code: 'phone_busy' })]);
		} finally {
			await running.close();
		}
	});
});

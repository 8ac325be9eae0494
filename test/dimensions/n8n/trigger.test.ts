import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import axios from 'axios';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import {
	startDimensionsSimulator,
	type DimensionsSimulator,
	type DimensionsSimulatorOptions,
} from '../../simulators/dimensions';
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
import { filterCases, trigger } from './support/filterCases';

describe('Dimensions Trigger', () => {
	let api: N8nApi;
	let credential: StoredCredential;

	beforeAll(async () => {
		api = await sharedN8n();
		credential = await api.createCredential('Dimensions pushes', 'dimensionsWebhookApi', {
			secret: pushSecret,
			payloadField: 'secret',
		});
	});
	afterAll(async () => await api.deleteCredential(credential.id));
	/** Each with a simulator and a workflow of its own. */
	const together = sideBySide();

	const withPushes = async (
		parameters: JsonObject,
		work: (live: Live, dimensions: DimensionsSimulator) => Promise<void>,
		options: DimensionsSimulatorOptions = {},
		waitSeconds = 0,
		secret = credential,
	) => {
		const workflow = pushedWorkflow('dimensions', secret, parameters, waitSeconds);
		const start = async (push: string) =>
			await startDimensionsSimulator({
				push,
				customData: { secret: pushSecret, hook: 'after-call' },
				retryUnit: 50,
				...options,
			});
		await whilePushing(api, workflow, start, work);
	};

	const forms: DimensionsSimulatorOptions[] = [
		{ method: 'POST', format: 'json' },
		{ method: 'PUT', format: 'json' },
		{ method: 'POST', format: 'form', naming: 'dotted' },
		{ method: 'PUT', format: 'form', naming: 'brackets' },
		{ method: 'POST', format: 'form', naming: 'json' },
		{ method: 'POST', format: 'form', naming: 'bare' },
		{ method: 'POST', format: 'multipart', naming: 'dotted' },
		{ method: 'PUT', format: 'multipart', naming: 'json' },
		{ method: 'POST', format: 'json', keys: 'table' },
		{ method: 'POST', format: 'form', naming: 'brackets', keys: 'table' },
		{ method: 'GET', naming: 'dotted' },
		{ method: 'GET', naming: 'brackets' },
	];
	together.each(
		forms,
		(form) => Object.values(form).join(' '),
		async (options) => {
			await withPushes(
				{},
				async (live, dimensions) => {
					const { cdr, push } = await dimensions.finish({
						answered: false,
						tags: { Support: 'stage1' },
						recorded: true,
						matches: [{ dirName: 'My Global', fields: { fullName: 'Example Contact' } }],
					});
					expect(push?.statuses).toEqual([200]);
					const [item] = await live.settled(1);
					expect(item).toMatchObject({
						triggerId: trigger,
						customData: { hook: 'after-call' },
						cdr: {
							id: cdr.id,
							lost: true,
							ans: false,
							talk: 0,
							hold: 0,
							dur: 6,
							dir: 2,
							dirText: 'inbound',
							typeText: 'external',
							causeText: 'Normal clearing',
							cliNum: '+442079460123',
							tz: 'Europe/London',
							startUtc: expect.stringMatching(/Z$/) as string,
							recordingIds: cdr.recordingIds,
							tags: { Support: 'stage1' },
							directoryMatches: [{ fields: { fullName: 'Example Contact' } }],
						},
					});
					expect(JSON.stringify(item)).not.toContain(pushSecret);
				},
				options,
			);
		},
	);

	together.each(
		filterCases,
		({ name }) => `filter: ${name}`,
		async ({ filters, fits, other }) => {
			await withPushes({ filters }, async (live, dimensions) => {
				await dimensions.finish(other);
				const { cdr } = await dimensions.finish(fits);
				const items = await live.settled(1);
				expect(items.map((item) => (item.cdr as JsonObject).id)).toEqual([cdr.id]);
			});
		},
	);

	together.test('users and customers that change are events of their own', async () => {
		const user = '00000000-0000-0000-0000-000000000456';
		const seen = async (triggerOn: string) => {
			let subjects: unknown[] = [];
			await withPushes({ triggerOn }, async (live, dimensions) => {
				for (const id of [user, undefined]) {
					expect((await dimensions.change(id)).statuses).toEqual([200]);
				}
				await dimensions.finish({});
				const wanted = triggerOn === 'anyPush' ? 3 : 1;
				subjects = (await live.settled(wanted)).map(({ subject, cdr }) => subject ?? typeof cdr);
			});
			return subjects.map(String).sort();
		};
		expect(await seen('userChanged')).toEqual(['user']);
		expect(await seen('customerChanged')).toEqual(['customer']);
		expect(await seen('callFinished')).toEqual(['object']);
		expect(await seen('anyPush')).toEqual(['customer', 'object', 'user']);
	});

	together.test('a number of the Default Country is E.164', async () => {
		const there = await api.createCredential('dimensions there', 'dimensionsWebhookApi', {
			secret: pushSecret,
			payloadField: 'secret',
			defaultCountry: 'GB',
		});
		try {
			await withPushes(
				{ output: 'callRecord' },
				async (live, dimensions) => {
					await dimensions.finish({ caller: '02079460123' });
					expect(await live.settled(1)).toMatchObject([
						{ from: { number: '02079460123', e164: '+442079460123' } },
					]);
				},
				{},
				0,
				there,
			);
		} finally {
			await api.deleteCredential(there.id);
		}
	});

	const outputs: Array<[output: string, wanted: JsonObject]> = [
		[
			'callRecord',
			{ backend: 'dimensions', direction: 'inbound', answered: true, talkDuration: 110 },
		],
		['raw', { customData: { hook: 'after-call' } }],
	];
	together.each(
		outputs,
		([output]) => `output ${output}`,
		async ([output, wanted]) => {
			await withPushes({ output }, async (live, dimensions) => {
				await dimensions.finish({});
				const [item] = await live.settled(1);
				expect(item).toMatchObject(wanted);
				if (output === 'raw') expect(item.cdr).not.toHaveProperty('lost');
			});
		},
	);

	/** Passes on to n8n and loses the first answers on their way back. */
	const lossyRelay = async (target: string, lost: number) => {
		let seen = 0;
		const server = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				void axios
					.post(target, Buffer.concat(parts), {
						headers: { 'Content-Type': request.headers['content-type'] },
						proxy: false,
					})
					.then(({ status }) => response.writeHead(++seen <= lost ? 502 : status).end());
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
	};

	together.test('retries are not run twice', async () => {
		await withPushes(
			{},
			async (live, dimensions) => {
				const relay = await lossyRelay(live.url, 3);
				try {
					dimensions.options.push = relay.url;
					const { push } = await dimensions.finish({});
					expect(push?.statuses).toEqual([502, 502, 502, 200]);
					await dimensions.finish({});
					expect(await live.settled(2)).toHaveLength(2);
				} finally {
					relay.close();
				}
			},
			{ retries: 10 },
		);
	});

	together.test('a workflow that takes a minute does not hold the answer up', async () => {
		await withPushes(
			{},
			async ({ id }, dimensions) => {
				const calls = await Promise.all([1, 2, 3].map(async () => await dimensions.finish({})));
				for (const { push } of calls) {
					expect(push?.statuses).toEqual([200]);
					expect(push?.took[0]).toBeLessThan(5_000);
				}
				// n8n writes an execution down a moment after it has begun.
				const executions = await waitFor(
					async () => {
						const begun = await api.listExecutions(id);
						return begun.length > 0 && begun;
					},
					{ what: 'an execution is to be seen' },
				);
				// All have their answers, and none has ended: it takes a minute.
				for (const execution of executions) {
					expect(['new', 'running', 'waiting']).toContain(execution.status);
				}
				for (const execution of await api.listExecutions(id)) {
					await api.stopExecution(execution.id);
				}
			},
			{},
			60,
		);
	});

	const places: Array<[where: string, options: (url: string) => DimensionsSimulatorOptions]> = [
		['in the URL', (url) => ({ push: `${url}?token=${pushSecret}` })],
		['in the URL of a GET', (url) => ({ push: `${url}?token=${pushSecret}`, method: 'GET' })],
		['as key of the extra payload', () => ({ customData: { SECRET: pushSecret } })],
		[
			'as key of a multipart form',
			() => ({ customData: { secret: pushSecret }, format: 'multipart' }),
		],
	];
	together.each(
		places,
		([where]) => `the secret ${where}`,
		async ([, options]) => {
			await withPushes(
				{ output: 'raw' },
				async (live, dimensions) => {
					Object.assign(dimensions.options, options(live.url));
					const { push } = await dimensions.finish({});
					expect(push?.statuses).toEqual([200]);
					const items = await live.settled(1);
					expect(items).toHaveLength(1);
					expect(JSON.stringify(items)).not.toContain(pushSecret);
				},
				{ customData: { hook: 'after-call' } },
			);
		},
	);

	together.test('the secret under a key of one’s own', async () => {
		const own = await api.createCredential('Dimensions own key', 'dimensionsWebhookApi', {
			secret: pushSecret,
			payloadField: 'Pass Word',
		});
		try {
			await whileActive(api, pushedWorkflow('dimensions', own, {}), async ({ url, settled }) => {
				const call = (customData: JsonObject) => JSON.stringify({ cdr: { id: '1' }, customData });
				expect(await post(url, call({ secret: pushSecret }))).toBe(401);
				expect(await post(url, call({ 'pass word': pushSecret, a: 'b' }))).toBe(200);
				expect(await settled(1)).toEqual([expect.objectContaining({ customData: { a: 'b' } })]);
			});
		} finally {
			await api.deleteCredential(own.id);
		}
	});

	together.test(
		'unknown keys stay, wrong secrets and broken and huge bodies start nothing',
		async () => {
			await withPushes({}, async ({ url, settled }) => {
				const good = `${url}?token=${pushSecret}`;
				const call = '{"triggerId":"t","cdr":{"id":"1","brandNew":[1]},"more":{"a":1}}';
				expect(await post(url, call)).toBe(401);
				expect(await post(`${url}?token=guess`, call)).toBe(401);
				expect(await post(url, '{"cdr":{"id":"1"},"customData":{"secret":"guess"}}')).toBe(401);
				expect(await post(url, call, 'application/json', { 'X-Webhook-Secret': 'guess' })).toBe(
					401,
				);
				expect([400, 422]).toContain(await post(good, '{"cdr":'));
				expect(await post(good, `{"cdr":{"id":"${'x'.repeat(1_100_000)}"}}`)).toBe(413);
				const header = { 'X-Webhook-Secret': pushSecret };
				expect(await post(url, call, 'application/json', header)).toBe(200);
				const items = await settled(1);
				expect(items).toEqual([
					expect.objectContaining({
						more: { a: 1 },
						cdr: expect.objectContaining({ brandNew: [1] }) as JsonObject,
					}),
				]);
			});
		},
	);

	together.test('listening for a test event', async () => {
		const workflow = pushedWorkflow('dimensions', credential, {});
		const items = await testRun(api, workflow, async (url) => {
			const running = await startDimensionsSimulator({
				push: url,
				method: 'PUT',
				customData: { secret: pushSecret },
			});
			await running.simulator.finish({ direction: 'outbound' });
			await running.close();
		});
		expect(items).toEqual([
			expect.objectContaining({
				cdr: expect.objectContaining({ dirText: 'outbound' }) as JsonObject,
			}),
		]);
	});
});

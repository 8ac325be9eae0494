import { setTimeout as pause } from 'node:timers/promises';

import type { IDataObject, Logger } from 'n8n-workflow';

import { BroadWorksTrigger } from '../../../../nodes/BroadWorks/BroadWorksTrigger.node';
import { systemClock } from '../../../../nodes/shared/systemPorts';
import { READ_INTERVAL } from '../../../../nodes/shared/trigger/credentialWatch';
import { STAY } from '../../../../nodes/shared/trigger/webhook/subscribed/putOff';
import {
	hookContext,
	triggerContext,
	webhookContext,
	type Surroundings,
} from '../../../faults/standIn/contexts';
import { startXsiSimulator, type XsiSimulator } from '../../../simulators/broadWorks/index';

const ALICE = 'alice@example.net';
const OTHER = 'second-admin@example.net';

/** ms in which a request about a subscription has been answered, if one was sent. */
const ANSWERED = 200;

/** ms between two looks at the stored credential. */
const LOOKS = 100;

/** The node as n8n 2.x runs it, with a webhook that is called by the test. */
describe('HTTP contact', () => {
	let simulator: XsiSimulator;
	const node = new BroadWorksTrigger();
	const { checkExists, create, delete: remove } = node.webhookMethods.default;
	const said: string[] = [];
	const emitted: IDataObject[] = [];
	let workflows = 0;

	/** Those who wait to end what was put off: the test says when the time is over. */
	const staying = new Set<() => void>();

	beforeAll(async () => {
		const { sleep } = systemClock;
		jest.spyOn(systemClock, 'sleep').mockImplementation(async (ms, signal) => {
			if (ms !== STAY) return await sleep(ms === READ_INTERVAL ? LOOKS : ms, signal);
			return await new Promise<void>((over) => {
				staying.add(over);
				signal?.addEventListener('abort', () => over());
			});
		});
		const administrators = [{ userId: OTHER, level: 'system' as const }];
		simulator = await startXsiSimulator({ administrators });
	});
	afterAll(async () => {
		jest.restoreAllMocks();
		await simulator.close();
	});
	beforeEach(() => {
		said.length = 0;
		emitted.length = 0;
	});

	const surroundings = (webhookUrl: string, more: Partial<Surroundings> = {}): Surroundings => {
		const write = (text: string) => void said.push(text);
		return {
			workflow: {
				parameters: {
					triggerOn: 'doNotDisturb',
					delivery: 'httpContact',
					targetType: 'user',
					userId: ALICE,
					output: 'connector',
				},
				credential: {
					serverUrl: simulator.url,
					authentication: 'basic',
					userId: 'admin@example.net',
					password: 'secret',
				},
				staticData: {},
				activation: 'activate',
				executionMs: 0,
				webhookPort: 0,
			},
			staticData: {},
			logger: { debug: write, info: write, warn: write, error: write } as unknown as Logger,
			webhookUrl,
			workflowId: `w${workflows}`,
			emit: (items, done) => {
				emitted.push(...items);
				done?.resolve(undefined);
			},
			emitError: write as never,
			...more,
		};
	};
	const activate = async (given: Surroundings) => {
		const { closeFunction } = await node.trigger.call(triggerContext(given));
		const hooks = hookContext(given);
		if (!(await checkExists.call(hooks))) await create.call(hooks);
		return async () => {
			await remove.call(hookContext(given));
			await closeFunction?.();
		};
	};
	const all = () => simulator.world.subscriptions.all();
	const until = async (what: () => boolean) => {
		for (let tries = 0; tries < 400 && !what(); tries++) await pause(25);
		expect(what()).toBe(true);
	};
	const stayIsOver = () => {
		for (const over of staying) over();
		staying.clear();
	};
	/** What was put off has been ended, and so many subscriptions are left. */
	const left = async (count: number) => {
		stayIsOver();
		await until(() => all().length === count);
	};
	const addressOf = (subscriptionId: string) =>
		all().find(({ id }) => id === subscriptionId)?.contact;
	const posted = async (
		given: Surroundings,
		subscriptionId: string,
		eventId: string,
		contact = addressOf(subscriptionId) ?? '',
		active = true,
	) => {
		const statuses: number[] = [];
		const body =
			'<?xml version="1.0"?><xsi:Event xmlns:xsi="http://schema.broadsoft.com/xsi" ' +
			'xmlns:xsi1="http://www.w3.org/2001/XMLSchema-instance" xsi1:type="xsi:SubscriptionEvent">' +
			`<xsi:eventID>${eventId}</xsi:eventID><xsi:subscriptionId>${subscriptionId}</xsi:subscriptionId>` +
			`<xsi:targetId>${ALICE}</xsi:targetId><xsi:eventData xsi1:type="xsi:DoNotDisturbEvent">` +
			`<xsi:info><xsi:active>${active}</xsi:active><xsi:ringSplash>false</xsi:ringSplash></xsi:info></xsi:eventData></xsi:Event>`;
		await node.webhook.call(
			webhookContext(given, {
				query: Object.fromEntries(new URL(contact).searchParams),
				rawBody: Buffer.from(body),
				respond: (status) => void statuses.push(status),
			}),
		);
		return statuses;
	};

	it('says to choose a user where the login is none', async () => {
		const given = surroundings(`https://n8n.example.net/webhook/own${++workflows}`);
		given.workflow.parameters = { ...given.workflow.parameters, userId: '' };
		await expect(create.call(hookContext(given))).rejects.toThrow(
			/^Choose a User: admin@example.net has no telephone/,
		);
		expect(all()).toEqual([]);
	});

	test('goes on with its subscription when a newer version is published', async () => {
		workflows += 1;
		const first = surroundings('http://127.0.0.1:9/webhook/one');
		const close = await activate(first);
		const [{ id }] = all();
		await close();
		expect(all().map((each) => each.id)).toEqual([id]);
		// n8n 1.x has the webhook before the trigger runs.
		expect(await posted(first, id, 'between')).toEqual([]);
		const closeSecond = await activate(
			surroundings(first.webhookUrl, { staticData: first.staticData }),
		);
		stayIsOver();
		await pause(ANSWERED);
		expect(all().map((each) => each.id)).toEqual([id]);
		expect(emitted).toContainEqual(expect.objectContaining({ eventId: 'between' }));
		await closeSecond();
		await left(0);
	}, 30_000);

	test('takes what came last to the version before it first', async () => {
		workflows += 1;
		const first = surroundings(`http://127.0.0.1:9/webhook/last-${workflows}`);
		const close = await activate(first);
		const [{ id, contact = '' }] = all();
		await posted(first, id, 'known', contact, true);
		await until(() => emitted.length === 1);
		await close();
		const second = surroundings(first.webhookUrl, { workflowId: first.workflowId });
		Object.assign(second, { staticData: first.staticData });
		await posted(first, id, 'to-the-old-one', contact, false);
		const { closeFunction } = await node.trigger.call(triggerContext(second));
		await posted(second, id, 'to-the-new-one', contact, true);
		await checkExists.call(hookContext(second));
		await until(() => emitted.length === 3);
		expect(emitted.map(({ eventId }) => eventId)).toEqual([
			'known',
			'to-the-old-one',
			'to-the-new-one',
		]);
		await remove.call(hookContext(second));
		await closeFunction?.();
		stayIsOver();
		await left(0);
	}, 30_000);

	test('has the new subscription before the old one goes, where that is to other events', async () => {
		workflows += 1;
		const first = surroundings('http://127.0.0.1:9/webhook/two');
		const close = await activate(first);
		const [{ id }] = all();
		await close();
		const second = surroundings(first.webhookUrl, { staticData: first.staticData });
		second.workflow.parameters.triggerOn = 'callEvent';
		const closeSecond = await activate(second);
		expect(all()).toHaveLength(2);
		await left(1);
		expect(all()[0].id).not.toBe(id);
		await closeSecond();
		await left(0);
	}, 30_000);

	test('takes what is on its way with the old subscription after another user was entered', async () => {
		workflows += 1;
		const given = surroundings('http://127.0.0.1:9/webhook/four');
		const close = await activate(given);
		const [old] = all();
		given.workflow.credential = { ...given.workflow.credential, userId: OTHER };
		await until(() => all().some(({ id }) => id !== old.id));
		await until(() => !all().some(({ id }) => id === old.id));
		expect(await posted(given, old.id, 'on-its-way', old.contact)).toEqual([]);
		expect(emitted).toContainEqual(expect.objectContaining({ eventId: 'on-its-way' }));
		await close();
		await left(0);
	}, 30_000);

	test('takes it in a version published with the new user too, and never has both', async () => {
		workflows += 1;
		const first = surroundings('http://127.0.0.1:9/webhook/five');
		const close = await activate(first);
		const [old] = all();
		await close();
		const second = surroundings(first.webhookUrl, { staticData: first.staticData });
		second.workflow.credential = {
			...first.workflow.credential,
			userId: OTHER,
			password: 'secret',
		};
		const closeSecond = await activate(second);
		await until(() => all().every(({ id }) => id !== old.id));
		expect(await posted(second, old.id, 'of-before', old.contact)).toEqual([]);
		await until(() => emitted.some(({ eventId }) => eventId === 'of-before'));
		await closeSecond();
		await left(0);
	}, 30_000);

	test('of a restored copy is another one, and neither ends that of the other', async () => {
		workflows += 1;
		const original = surroundings('http://127.0.0.1:9/webhook/three');
		const close = await activate(original);
		const [{ id }] = all();
		const copied = surroundings('http://127.0.0.1:10/webhook/three', {
			staticData: structuredClone(original.staticData),
			workflowId: original.workflowId,
		});
		// Switched off there before it has one of its own.
		await remove.call(hookContext({ ...copied, workflowId: 'of-nobody' }));
		expect(all().map((each) => each.id)).toEqual([id]);
		expect(said.join()).toContain('leads to http://127.0.0.1:9/webhook/three');

		copied.staticData = structuredClone(original.staticData);
		const other = { ...copied, workflowId: original.workflowId };
		await create.call(hookContext(other));
		expect(all()).toHaveLength(2);
		expect(new Set(all().map((each) => each.applicationId)).size).toBe(2);
		await close();
		await left(1);
		expect(all()[0].contact).toContain(copied.webhookUrl);
	}, 30_000);
});

import type { IDataObject } from 'n8n-workflow';

import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { digestOf } from '../../../../nodes/shared/secrets';
import { systemClock } from '../../../../nodes/shared/systemPorts';
import { handedOver, registerLive } from '../../../../nodes/shared/trigger/liveTriggers';
import { takeBack } from '../../../../nodes/shared/trigger/webhook/subscribed/putOff';
import type {
	Handover,
	Named,
	SubscribedWebhook,
} from '../../../../nodes/shared/trigger/webhook/subscribed/subscribedWebhook';
import { webhookMethods } from '../../../../nodes/shared/trigger/webhook/subscribed/webhookMethods';
import { n8nContext } from '../../../support/contexts/n8nContext';

type Backend = SubscribedWebhook<string, string, Named>;

const URL_HERE = 'https://n8n.example.net/webhook/1/x';
const gone = new TelephonyError('notFound', 'gone');
const silent = new TelephonyError('unavailable', 'silent');

let workflows = 0;

/** A workflow with a subscription at a server that is a map of ids to addresses. */
function workflow(
	changes: Partial<Backend> = {},
	staticData: IDataObject = {},
	activation: 'activate' | 'init' = 'activate',
) {
	const id = `methods-${++workflows}`;
	const server = new Map<string, string>();
	const panel = { login: 'first', events: 'calls', secret: 'one' };
	const asked: string[][] = [];
	const said: string[] = [];
	let made = 0;
	const backend: Backend = {
		name: 'Fake',
		side: async () => {
			const mark = `${panel.login}:${panel.events}`;
			const side = { connection: panel.login, place: URL_HERE, mark, events: panel.events };
			return await Promise.resolve({ ...side, want: () => panel.secret });
		},
		secretOf: (secret) => secret,
		async subscribe(_node, _side, secret, known) {
			asked.push([...known]);
			const subscription = { id: `${id}-${++made}` };
			server.set(subscription.id, `${URL_HERE}?${secret}`);
			return await Promise.resolve({ subscription, replaced: [] });
		},
		passes: (error, isAwaited) => error === silent && isAwaited,
		leadsTo: async (_connection, each) => {
			if (!server.has(each)) throw gone;
			return await Promise.resolve(server.get(each));
		},
		end: async (_connection, each) => {
			if (!server.delete(each)) throw gone;
			await Promise.resolve();
		},
		isGone: (error) => error === gone,
		...changes,
	};
	const hook = n8nContext({
		workflow: { id },
		activation,
		staticData,
		logger: { warn: (text: string) => void said.push(text) },
		webhookUrl: URL_HERE,
	});
	const methods = webhookMethods(backend);
	const key = `${id}:node`;
	return {
		...{ id, key, server, panel, asked, said, staticData },
		create: async () => await methods.create.call(hook),
		exists: async () => await methods.checkExists.call(hook),
		remove: async () => await methods.delete.call(hook),
		run: () =>
			registerLive(key, {
				receive: () => 'accepted',
				leave: async () => await Promise.resolve(),
				subscriptionId: () => staticData.subscriptionId as string | undefined,
			}),
		handover: async () => await handedOver<Handover<string, Named>>(key),
	};
}

const find: Backend['find'] = async () => await Promise.resolve({ state: 'gone' });

test('the secret of before is let in beside the new one, and no secret is stored', async () => {
	const { create, panel, staticData } = workflow({ find });
	await create();
	panel.secret = 'two';
	await create();
	expect(staticData).toMatchObject({ address: digestOf('two'), older: [digestOf('one')] });
	expect(JSON.stringify(staticData)).not.toMatch(/"(one|two)"/);
});

test('one of another login ends as soon as the new one stands, and its last events are wanted', async () => {
	const { id, create, run, remove, panel, server, handover } = workflow({ find });
	await create();
	const unregister = run();
	await remove();
	unregister();
	expect([...server.keys()]).toEqual([`${id}-1`]);
	panel.login = 'second';
	await create();
	expect((await handover()).replaced).toEqual([`${id}-1`]);
	expect([...server.keys()]).toEqual([`${id}-2`]);
});

test('one to other events stays until its time is over, and its last events are not wanted', async () => {
	const { id, key, create, run, remove, panel, server, handover } = workflow({ find });
	await create();
	const unregister = run();
	await remove();
	unregister();
	panel.events = 'voicemails';
	await create();
	expect((await handover()).replaced).toEqual([]);
	expect([...server.keys()]).toEqual([`${id}-1`, `${id}-2`]);
	expect(takeBack(key)).toEqual([`${id}-1`]);
});

test('a backend that takes over what stands is told what was about to end, and nobody looks before', async () => {
	const { id, key, create, exists, run, remove, asked } = workflow();
	expect(await exists()).toBe(false);
	await create();
	const unregister = run();
	await remove();
	unregister();
	expect(await exists()).toBe(false);
	await create();
	expect(asked).toEqual([[], [`${id}-1`]]);
	// It was not taken over, so it has its last events yet.
	expect(takeBack(key)).toEqual([`${id}-1`]);
});

test('what waiting cures is left to a trigger that runs, and told to whoever clicks without one', async () => {
	const subscribe = async () => await Promise.reject(silent);
	const alone = workflow({ subscribe });
	await expect(alone.create()).rejects.toThrow('silent');
	const beside = workflow({ subscribe });
	const handover = beside.handover();
	expect(await beside.create()).toBe(true);
	expect((await handover).subscription).toBeUndefined();
	expect(beside.said.join()).toContain('made as soon as the server answers');
});

test('what cannot be ended is remembered, and what leads elsewhere is left alone', async () => {
	const fails = workflow({ end: async () => await Promise.reject(silent) });
	await fails.create();
	await fails.remove();
	expect(fails.staticData).toEqual({ ended: [`${fails.id}-1`] });
	const copy = workflow({ find });
	await copy.create();
	copy.server.set(`${copy.id}-1`, 'https://other.example.net/webhook/1/x?one');
	await copy.remove();
	expect([...copy.server.keys()]).toEqual([`${copy.id}-1`]);
	expect(copy.said.join()).toContain('is left to the n8n there');
});

describe('at a start of n8n', () => {
	beforeEach(() => {
		jest.spyOn(systemClock, 'sleep').mockImplementation(async () => {
			await new Promise((resolve) => setImmediate(resolve));
		});
	});
	afterEach(() => jest.restoreAllMocks());

	/** A login that has to be looked up, which fails so many times. */
	const lookedUp = (failures: number, failure = silent) => {
		let asked = 0;
		const side: Backend['side'] = async () => {
			if (++asked <= failures) throw failure;
			const marks = { mark: 'first', events: 'calls' };
			const known = { connection: 'first', place: URL_HERE, ...marks, want: () => 'one' };
			return await Promise.resolve(known);
		};
		return { side, asked: () => asked };
	};
	const stored = () => ({ subscriptionId: 's1', address: digestOf('one') });

	test('a login that cannot be looked up yet is handed over when it can', async () => {
		const { side, asked } = lookedUp(4);
		const { exists, handover, said } = workflow({ find, side }, stored(), 'init');
		expect(await exists()).toBe(true);
		expect(await handover()).toMatchObject({ request: 'one', subscription: { id: 's1' } });
		expect(asked()).toBe(5);
		expect(said).toEqual([expect.stringMatching(/^Fake does not tell yet with which login/)]);
	});

	test('one that is refused is told at once', async () => {
		const { side } = lookedUp(1, gone);
		await expect(workflow({ find, side }, stored(), 'init').exists()).rejects.toThrow('gone');
	});

	test('nobody waits for it any more when the workflow ends', async () => {
		const { side, asked } = lookedUp(Infinity);
		const { exists, remove } = workflow({ find, side }, stored(), 'init');
		await exists();
		await expect(remove()).rejects.toThrow('silent');
		const before = asked();
		await systemClock.sleep(0);
		await systemClock.sleep(0);
		expect(asked()).toBe(before);
	});
});

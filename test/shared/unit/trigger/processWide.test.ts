import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import type { XsiLine } from '../../../../nodes/BroadWorks/client/channel/line';
import { sharedLine, type SharedLine } from '../../../../nodes/BroadWorks/trigger/line/lines';
import { dimensionsPushes } from '../../../../nodes/Dimensions/trigger/pushes';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import {
	handedOver,
	liveTrigger,
	registerLive,
} from '../../../../nodes/shared/trigger/liveTriggers';
import { processWide } from '../../../../nodes/shared/processWide';
import { listenForPushes } from '../../../../nodes/shared/trigger/webhook/pushTrigger';
import { afterUpdate, inOtherProcess } from '../../../support/contexts/generations';
import { n8nContext } from '../../../support/contexts/n8nContext';

const root = join(__dirname, '../../../..');
const load = {
	state: async () => await import('../../../../nodes/shared/processWide'),
	lines: async () => await import('../../../../nodes/BroadWorks/trigger/line/lines'),
	live: async () => await import('../../../../nodes/shared/trigger/liveTriggers'),
	pushes: async () => await import('../../../../nodes/shared/trigger/webhook/pushTrigger'),
	errors: async () => await import('../../../../nodes/shared/core/errors'),
	rates: async () => await import('../../../../nodes/RingCentral/client/transport/shared'),
};

describe('what two loaded versions of the package share', () => {
	test('state of one name and version is one, of another version another', async () => {
		const mine = processWide('test', 1, () => new Map<string, number>());
		const updated = await afterUpdate(load.state);
		expect(updated.processWide).not.toBe(processWide);
		expect(updated.processWide('test', 1, () => new Map())).toBe(mine);
		expect(updated.processWide('test', 2, () => new Map())).not.toBe(mine);
		await inOtherProcess(async () => {
			const other = await load.state();
			expect(other.processWide('test', 1, () => new Map())).not.toBe(mine);
		});
		expect(processWide('test', 1, () => new Map())).toBe(mine);
	});

	test('a line is found; no other line gets its channel set', async () => {
		const lineOf = (id: string) => ({ id, ended: false }) as unknown as SharedLine & { id: string };
		const running = sharedLine('login', 'set', lineOf);
		const updated = await afterUpdate(load.lines);
		expect(updated.sharedLine('login', 'set', lineOf)).toBe(running);
		const other = updated.sharedLine('another login', 'set', lineOf) as SharedLine & { id: string };
		expect(other.id).toBe('set-2');
	});

	test('a running trigger is found by a newer webhook', async () => {
		const trigger = {
			receive: () => 'accepted',
			leave: async () => await Promise.resolve(),
			subscriptionId: () => 'subscription',
		};
		const unregister = registerLive('workflow:node', trigger);
		const updated = await afterUpdate(load.live);
		expect(updated.liveTrigger('workflow:node')).toBe(trigger);
		updated.handOver('workflow:node', { subscriptionId: 'new' });
		expect(await handedOver('workflow:node')).toEqual({ subscriptionId: 'new' });
		unregister();
		expect(updated.currentSubscription('workflow:node')).toBe('subscription');
		expect(liveTrigger('workflow:node')).toBeUndefined();
	});

	test('an error of another version is known by its kind', async () => {
		const updated = await afterUpdate(load.errors);
		const error: unknown = new updated.TelephonyError('forbidden', 'No');
		expect(updated.TelephonyError).not.toBe(TelephonyError);
		expect(error instanceof TelephonyError && error.kind).toBe('forbidden');
		expect(error instanceof Error).toBe(true);
		for (const other of [new Error('No'), { kind: 'forbidden' }, null, undefined, 'No']) {
			expect(other instanceof TelephonyError).toBe(false);
		}
	});

	test('requests of a RingCentral credential share one budget', async () => {
		const { ratesOf } = await load.rates();
		const clock = { now: () => 0, elapsed: () => 0, sleep: async () => await Promise.resolve() };
		const updated = await afterUpdate(load.rates);
		expect(updated.ratesOf('user', clock)).toBe(ratesOf('user', clock));
	});

	test('pushes go to the trigger that runs, and what it has seen is seen', async () => {
		const secret = 'correct horse battery';
		const emitted: unknown[] = [];
		const common = {
			workflow: { id: 'updated' },
			credential: { secret, payloadField: 'secret' },
			staticData: () => ({}),
		};
		const trigger = n8nContext({
			...common,
			emit(items, done) {
				emitted.push(...items.map(({ cdr }) => (cdr as IDataObject).id));
				done!.resolve(undefined);
			},
		});
		const { closeFunction } = await listenForPushes(trigger, dimensionsPushes);
		const { receivePush } = await afterUpdate(load.pushes);
		const post = async (id: string) => {
			const rawBody = Buffer.from(JSON.stringify({ triggerId: 't', cdr: { id } }));
			const headers = { 'content-type': 'application/json' };
			const node = n8nContext({
				...common,
				mode: 'webhook',
				query: { token: secret },
				headers,
				request: { rawBody, readRawBody: async () => {} },
			});
			return await receivePush(node, dimensionsPushes);
		};
		for (const id of ['1', '2', '1']) expect((await post(id)).workflowData).toBeUndefined();
		expect(emitted).toEqual(['1', '2']);
		await closeFunction?.();
	});
});

/** Ends the compilation when two types are not the same. */
type Same<A, B> =
	(<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;

test('the form of a shared line is frozen: a change needs a new LINE_VERSION', () => {
	const names: Same<keyof SharedLine, 'add' | 'remove' | 'beatEvery' | 'ended'> = true;
	const parts: Array<Same<SharedLine, Pick<XsiLine, keyof SharedLine>>> = [true];
	expect([names, ...parts]).toEqual([true, true]);
});

/** Caches that hold nothing but what can be computed, or connected, again. */
const CACHES = [
	'nodes/BroadWorks/client/calls/callMemory.ts',
	'nodes/RingCentral/client/account/ownExtension.ts',
	'nodes/RingCentral/client/transport/commands.ts',
	'nodes/Udesk/client/codes.ts',
	'nodes/shared/core/e164.ts',
	'nodes/shared/core/flow/aborts.ts',
	'nodes/shared/core/parsing/charset.ts',
	'nodes/shared/core/parsing/xml.ts',
	'nodes/shared/core/zone.ts',
	'nodes/shared/transport/connections.ts',
	'nodes/shared/trigger/seenEvents.ts',
];

test('no module keeps state to itself that a newer version would have to know', () => {
	const files = readdirSync(join(root, 'nodes'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => `nodes/${name}`);
	const keeping = files.filter((file) =>
		/^(?:export )?(?:let |const \w+(?:: [^=]+)? = new (?:Map|WeakMap|Set|SeenSet|LruMap)(?:<[^;]*>)?\(\w*\);)/m.test(
			readFileSync(join(root, file), 'utf8'),
		),
	);
	expect(keeping.sort()).toEqual(CACHES);
});

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import { installN8n } from '../../../n8n-driver/install/install';
import { lines } from '../../../n8n-driver/install/lines';
import { stderrProgress } from '../../../n8n-driver/install/progress';
import type { JsonObject, WorkflowDefinition } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { removeUserFolder, Workbench } from '../../../n8n-driver/workbench';
import { handedOver } from '../../support/n8n/handedOver';
import { nextVersionOf, npmWith, updatePackage } from '../../support/n8n/processes/packageUpdate';
import { triggeredItems } from '../../support/n8n/poll';
import { post, pushedWorkflow, pushSecret } from '../../support/n8n/pushed';
import { startAccount, type RingCentralAccount } from '../../ringCentral/n8n/support/ringCentral';
import {
	controlOf,
	customer,
	ringCentralTrigger,
	subscriptionsOf,
} from '../../ringCentral/n8n/support/ringCentralTrigger';
import {
	alice,
	bob,
	caller,
	startTelephoneSystem,
	type TelephoneSystem,
} from '../../broadWorks/n8n/support/telephoneSystem';
import { byId, triggerWorkflow } from '../../support/n8n/workflows';

/** Events that each workflow gets after the update. */
const EVENTS = 12;

interface LiveWorkflow {
	id: string;
	/** What tells its events apart. */
	name(item: JsonObject): unknown;
}

interface XsiState {
	channels: Array<{ channelSetId: string }>;
	subscriptions: unknown[];
}

/** An n8n of its own: the package of the others must stay as it is. */
describe('Update of the package in the editor', () => {
	let folder: string;
	let bench: Workbench;
	let api: N8nApi;
	let system: TelephoneSystem;
	let account: RingCentralAccount;

	beforeAll(async () => {
		const { line, tarball } = handedOver();
		folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-update-'));
		const install = await installN8n(lines[line], stderrProgress());
		const next = await nextVersionOf(tarball, '0.9.0', folder);
		const env = await npmWith(next, install, folder);
		bench = await Workbench.start({ install, tarball, userFolder: join(folder, 'n8n'), env });
		api = bench.api;
		system = await startTelephoneSystem(api);
		// What a busy machine answers late is no fault here.
		account = await startAccount(api, { webhookTimeout: 60_000 });
	});
	afterAll(async () => {
		await bench?.stop();
		await system?.phones.close();
		await account?.close();
		if (folder) await removeUserFolder(folder);
	});

	const publish = async (definition: WorkflowDefinition): Promise<string> => {
		const { id } = await api.createWorkflow(definition);
		await api.activate(id);
		return id;
	};
	const calls = async (userId: string): Promise<LiveWorkflow> => ({
		id: await publish(
			triggerWorkflow(system.administrator, {
				triggerOn: 'callEvent',
				type: ['CallReceivedEvent'],
				targetType: 'user',
				userId: byId(userId),
				options: { connectionItems: true },
			}),
		),
		name: ({ callId, type }) => callId ?? type,
	});
	const contact = async (userId: string): Promise<LiveWorkflow> => ({
		id: await publish(
			triggerWorkflow(system.administrator, {
				triggerOn: 'callEvent',
				type: ['CallReceivedEvent'],
				delivery: 'httpContact',
				targetType: 'user',
				userId: byId(userId),
			}),
		),
		name: ({ callId }) => callId,
	});
	const sessions = async (delivery: string): Promise<LiveWorkflow> => ({
		id: await publish(
			ringCentralTrigger(account.credential, {
				triggerOn: 'telephonySession',
				targetType: 'account',
				direction: 'Inbound',
				type: ['Answered'],
				delivery,
			}).definition,
		),
		name: ({ telephonySessionId }) => telephonySessionId,
	});

	const namesOf = async ({ id, name }: LiveWorkflow) => (await triggeredItems(api, id)).map(name);
	const expectAll = async (workflow: LiveWorkflow, wanted: unknown[]) => {
		let names: unknown[] = [];
		await waitFor(async () => (names = await namesOf(workflow)).length >= wanted.length, {
			what: `${wanted.length} events have run`,
			timeoutMs: 90_000,
			explain: () => `It ran ${JSON.stringify(names)}\n${bench.server.logTail()}`,
		});
		expect(names.sort()).toEqual([...wanted].sort());
	};

	test('live triggers go on, and what is published afterwards takes nothing from them', async () => {
		const { tarball } = handedOver();
		const old = {
			channel: await calls(alice),
			contact: await contact(alice),
			webhook: await sessions('webhook'),
			webSocket: await sessions('webSocket'),
		};
		const udesk = await api.createCredential('Udesk', 'udeskWebhookApi', { secret: pushSecret });
		const pushed = pushedWorkflow('udesk', udesk, {});
		const pushes = {
			id: await publish(pushed.definition),
			name: (item: JsonObject) => item.conversation_id,
		};
		const push = async (conversation_id: number) =>
			await post(
				`${bench.server.url}${pushed.path}?token=${pushSecret}`,
				JSON.stringify({ conversation_id, call_id: 'c' }),
			);
		const state = async () => JSON.parse(await system.phones.describe()) as XsiState;
		const before = await state();
		const ringCentralBefore = subscriptionsOf(account).map(({ id }) => id);
		await push(1);

		await updatePackage(api, { ...tarball, version: '0.9.0' });
		const added = {
			channel: await calls(bob),
			contact: await contact(bob),
			webSocket: await sessions('webSocket'),
		};

		const placed: Record<string, string[]> = { [alice]: [], [bob]: [] };
		const sessionIds: string[] = [];
		for (let event = 0; event < EVENTS; event++) {
			for (const to of [alice, bob]) {
				placed[to].push(await system.phones.placeCall({ ...caller, to }));
			}
			const control = controlOf(account);
			const { telephonySessionId } = control.place({ from: customer, to: 'alice' });
			control.answer(telephonySessionId);
			sessionIds.push(telephonySessionId);
			expect(await push(event + 1)).toBe(200);
		}
		await expectAll(old.channel, placed[alice]);
		await expectAll(old.contact, placed[alice]);
		await expectAll(added.channel, placed[bob]);
		await expectAll(added.contact, placed[bob]);
		for (const { id, name } of [old.webhook, old.webSocket, added.webSocket]) {
			await expectAll({ id, name }, sessionIds);
		}
		await expectAll(
			pushes,
			Array.from({ length: EVENTS }, (_, index) => index + 1),
		);

		// Every event came to the trigger that runs, which bundles them and knows what it has seen.
		for (const { id } of [old.contact, old.webhook, pushes]) {
			const modes = (await api.waitForExecutions(id, 0)).map(({ mode }) => mode);
			expect(new Set(modes)).toEqual(new Set(['trigger']));
		}
		const { channels } = await state();
		expect(channels.map(({ channelSetId }) => channelSetId)).toEqual(
			before.channels.map(({ channelSetId }) => channelSetId),
		);
		expect(subscriptionsOf(account).map(({ id }) => id)).toEqual(
			expect.arrayContaining(ringCentralBefore),
		);

		// Publishing an old one again, and switching all off, leaves nothing behind.
		await api.rest.request('POST', `/rest/workflows/${old.channel.id}/deactivate`, {});
		await api.activate(old.channel.id);
		const call = await system.phones.placeCall({ ...caller, to: alice });
		await expectAll(old.channel, [...placed[alice], call]);
		for (const { id } of [...Object.values(old), ...Object.values(added), pushes]) {
			await api.deleteWorkflow(id);
		}
		await waitFor(
			async () => {
				const left = await state();
				return left.channels.length + left.subscriptions.length === 0;
			},
			{ what: 'nothing is left at BroadWorks', explain: async () => JSON.stringify(await state()) },
		);
		// RingCentral's subscriptions outlive the switching off by some seconds, in case it was a publishing.
		await waitFor(() => subscriptionsOf(account).length === 0, {
			what: 'nothing is left at RingCentral',
		});
	});
});

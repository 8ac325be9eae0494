import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { installN8n } from '../../../n8n-driver/install/install';
import { lines } from '../../../n8n-driver/install/lines';
import { stderrProgress } from '../../../n8n-driver/install/progress';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { removeUserFolder, Workbench } from '../../../n8n-driver/workbench';
import { handedOver } from '../../support/n8n/handedOver';
import { PhonesInProcess } from '../../broadWorks/n8n/support/phonesInProcess';
import { triggeredItems } from '../../support/n8n/poll';
import { alice, bob } from '../../broadWorks/n8n/support/telephoneSystem';
import { credentialType, triggerWorkflow } from '../../support/n8n/workflows';

const deliveries = ['httpContact', 'channel'] as const;

/** What operators do to a credential and to n8n while triggers run. An n8n of its own, as it is restarted. */
describe('Acts of operators', () => {
	let folder: string;
	let bench: Workbench;
	let phones: PhonesInProcess;
	let credential: StoredCredential;
	const ids = { httpContact: '', channel: '' };
	const login = { userId: alice, password: 'secret' };

	const data = (): JsonObject => ({ serverUrl: phones.url, authentication: 'basic', ...login });
	const save = async (changes: Partial<typeof login>) => {
		Object.assign(login, changes);
		const { id, name } = credential;
		await bench.api.rest.request('PATCH', `/rest/credentials/${id}`, {
			name,
			type: credentialType,
			data: data(),
		});
	};
	const callIds = async (delivery: keyof typeof ids) => {
		const items = await triggeredItems(bench.api, ids[delivery]);
		return items.map(({ callId }) => String(callId));
	};
	const sent = () =>
		phones.world.sent
			.since(0)
			.slice(-8)
			.map(({ type, statusCode, lost }) => `${type} ${statusCode} ${lost}`)
			.join('\n');
	/** Waits until both workflows have run once for each of these calls. */
	const bothHad = async (calls: readonly string[], timeoutMs = 90_000) => {
		for (const delivery of deliveries) {
			let had: string[] = [];
			await waitFor(
				async () => {
					had = await callIds(delivery);
					return calls.every((call) => had.includes(call));
				},
				{
					what: `${calls.length} calls came by ${delivery}`,
					timeoutMs,
					explain: () =>
						`${calls.filter((call) => !had.includes(call)).length} are missing\n${sent()}\n${bench.server.logTail(40)}`,
				},
			);
			expect(had.filter((call) => calls.includes(call))).toHaveLength(calls.length);
		}
	};
	/** Calls a user until both workflows have told of one of the calls. */
	const bothHear = async (userId: string) => {
		const began = performance.now();
		for (const delivery of deliveries) {
			const calls: string[] = [];
			await waitFor(
				async () => {
					calls.push(...(await phones.ring(userId, 1)));
					await pause(300);
					const had = await callIds(delivery);
					return calls.some((call) => had.includes(call));
				},
				{
					what: `${delivery} hears of ${userId}`,
					explain: () => bench.server.logTail(40),
				},
			);
		}
		return (performance.now() - began) / 1000;
	};

	beforeAll(async () => {
		const { line, tarball } = handedOver();
		folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-operators-'));
		const install = await installN8n(lines[line], stderrProgress());
		bench = await Workbench.start({ install, tarball, userFolder: folder, lean: true });
		phones = await PhonesInProcess.start();
		credential = await bench.api.createCredential('Changing', credentialType, data());
		for (const delivery of deliveries) {
			const { id } = await bench.api.createWorkflow(
				triggerWorkflow(credential, {
					triggerOn: 'callEvent',
					type: ['CallReceivedEvent'],
					targetType: 'user',
					delivery,
				}),
			);
			ids[delivery] = id;
			await bench.api.activate(id);
		}
	});

	afterAll(async () => {
		await bench?.stop();
		await phones?.close();
		if (folder) await removeUserFolder(folder);
	});

	test('a new password loses no event, and nothing runs twice', async () => {
		const coming = phones.ring(alice, 50, 10);
		await pause(500);
		phones.setPassword(alice, 'new');
		await save({ password: 'new' });
		await bothHad(await coming);
		await bothHad(await phones.ring(alice, 5));
		expect(phones.world.subscriptions.all()).toHaveLength(2);
	});

	test('another user in the credential is followed within seconds, and the old one given up', async () => {
		await save({ userId: bob, password: 'secret' });
		expect(await bothHear(bob)).toBeLessThan(20);
		await waitFor(
			async () => (await Promise.resolve(phones.world.subscriptions.all())).length === 2,
			{
				what: 'the subscriptions of before are gone',
				explain: () =>
					JSON.stringify(phones.world.subscriptions.all().map(({ id, owner }) => [id, owner])),
			},
		);
		const late = await phones.ring(alice, 3);
		await bothHad(await phones.ring(bob, 3));
		for (const delivery of deliveries) {
			const had = await callIds(delivery);
			expect(late.filter((call) => had.includes(call))).toEqual([]);
		}
	});

	test('a wrong password is told, and with the right one events come again by themselves', async () => {
		phones.setPassword(bob, 'other');
		await save({ password: 'wrong' });
		await waitFor(
			async () => await Promise.resolve(bench.server.logTail(400).includes('The login is refused')),
			{ what: 'the refusal is told', timeoutMs: 90_000, explain: () => bench.server.logTail(40) },
		);
		await save({ password: 'other' });
		expect(await bothHear(bob)).toBeLessThan(25);
	});

	test('a server that comes back later than n8n is found by every trigger', async () => {
		await phones.away(async () => {
			await bench.restart('stop');
			// n8n 2.x tries to subscribe for 15 s and never again.
			await pause(20_000);
		});
		expect(await bothHear(bob)).toBeLessThan(40);
	});

	test('workflows switched on while the server is down listen once it is back', async () => {
		for (const delivery of deliveries) await bench.api.deactivate(ids[delivery]);
		const { line } = handedOver();
		await phones.away(async () => {
			const turns = deliveries.map(
				async (delivery) => await bench.api.activate(ids[delivery], 60_000),
			);
			const outcomes = await Promise.allSettled(turns);
			const wanted = line === 'one' ? 'rejected' : 'fulfilled';
			expect(outcomes.map(({ status }) => status)).toEqual([wanted, wanted]);
			if (line === 'two') await pause(18_000);
		});
		// n8n 1.x has told whoever clicked.
		if (line === 'one') for (const delivery of deliveries) await bench.api.activate(ids[delivery]);
		expect(await bothHear(bob)).toBeLessThan(40);
	});
});

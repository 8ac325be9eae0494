import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installN8n } from '../../../n8n-driver/install/install';
import { lines } from '../../../n8n-driver/install/lines';
import { stderrProgress } from '../../../n8n-driver/install/progress';
import { waitFor } from '../../../n8n-driver/wait-for';
import { owner, removeUserFolder, Workbench } from '../../../n8n-driver/workbench';
import { handedOver } from '../../support/n8n/handedOver';
import { copyOf } from '../../support/n8n/processes/packageUpdate';
import { triggeredItems, waitForItem } from '../../support/n8n/poll';
import {
	alice,
	caller,
	startTelephoneSystem,
	type TelephoneSystem,
} from './support/telephoneSystem';
import { byId, triggerWorkflow } from '../../support/n8n/workflows';

const EVENTS = 20;

/** s; a copy finds out after one and a half. */
const EVENT_TIMEOUT = 10;

/** Two n8n of one user folder, as when a backup is restored on another machine. */
describe('A restored backup beside the original', () => {
	let folder: string;
	let original: Workbench;
	let copy: Workbench | undefined;
	let system: TelephoneSystem;

	beforeAll(async () => {
		const { line, tarball } = handedOver();
		folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-copy-'));
		const install = await installN8n(lines[line], stderrProgress());
		original = await Workbench.start({
			install,
			tarball,
			userFolder: join(folder, 'original'),
			lean: true,
		});
		system = await startTelephoneSystem(original.api, { eventTimeout: EVENT_TIMEOUT * 1000 });
	});
	afterAll(async () => {
		await Promise.all([original?.stop(), copy?.stop()]);
		await system?.phones.close();
		if (folder) await removeUserFolder(folder);
	});

	test('takes no event from it, gets its own, and says what it is', async () => {
		const { line, tarball } = handedOver();
		const install = await installN8n(lines[line], stderrProgress());
		const { id } = await original.api.createWorkflow(
			triggerWorkflow(system.administrator, {
				triggerOn: 'callEvent',
				type: ['CallReceivedEvent'],
				targetType: 'user',
				userId: byId(alice),
				options: { connectionItems: true, eventTimeout: EVENT_TIMEOUT },
			}),
		);
		await original.api.activate(id);
		await original.server.stop();
		const userFolder = join(folder, 'copy');
		await copyOf(join(folder, 'original'), userFolder);
		await original.server.start();
		await original.api.rest.logIn(owner);
		await system.phones.waitUntilSubscribed(1);
		copy = await Workbench.start({ install, tarball, userFolder, lean: true });
		await waitForItem(copy.api, id, { type: 'Connection', state: 'shared' });
		await system.phones.waitUntilSubscribed(2);

		const calls: string[] = [];
		for (let call = 0; call < EVENTS; call++) {
			calls.push(await system.phones.placeCall({ ...caller, to: alice }));
		}
		for (const { api, server } of [original, copy]) {
			let ran: unknown[] = [];
			await waitFor(
				async () => {
					const items = await triggeredItems(api, id);
					ran = items.filter(({ type }) => type !== 'Connection').map(({ callId }) => callId);
					return ran.length >= EVENTS;
				},
				{ what: 'each has run every call', timeoutMs: 90_000, explain: () => server.logTail() },
			);
			expect(ran.sort()).toEqual([...calls].sort());
		}
		expect(readFileSync(copy.server.logFile, 'utf8')).toMatch(
			/BroadWorks: Another n8n is connected .* copy .* gets every event/,
		);
	});
});

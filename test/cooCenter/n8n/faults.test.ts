import axios from 'axios';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import { waitFor } from '../../../n8n-driver/wait-for';
import { answer, callIn } from '../../simulators/cooCenter/calls';
import { ivrStep } from '../../simulators/cooCenter/pushes/records';
import { cooCenterTriggerWorkflow, startPbx } from './support/cooCenter';
import { cooCenterTriggers, everyEvent, queueCall } from './support/cooCenterTrigger';
import { handedOver } from '../../support/n8n/handedOver';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { sideBySide } from '../../support/n8n/sideBySide';

interface Body {
	name: string;
	text: string;
	contentType?: string;
	/** What it is answered with. */
	status: number;
}

describe('Faults and strangers at the CooCenter trigger', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});
	/** Each with a PBX of its own. */
	const together = sideBySide();
	const { withTrigger, settled, itemsOf } = cooCenterTriggers(() => api);

	together.test('doubled and repeated pushes run once, those in wrong order run too', async () => {
		await withTrigger({ triggerOn: everyEvent }, async (pbx, id) => {
			const { world } = pbx;
			world.faults.add({ kind: 'duplicate', times: 4 });
			world.faults.add({ kind: 'retry', times: 6 });
			queueCall(pbx, true);
			world.faults.add({ kind: 'reorder' });
			const second = queueCall(pbx, false);
			const items = await settled(pbx, id);
			expect(world.pushes.log.since(0).length).toBeGreaterThan(items.length + 6);
			const count = (name: string) => items.filter(({ event }) => event === name).length;
			expect([count('cc_cdr'), count('cdr'), count('hangup'), count('dialbegein')]).toEqual([
				2, 2, 2, 2,
			]);
			expect(items.filter(({ uuid }) => uuid === second.id)).toHaveLength(1);
		});
	});

	together.test('an extension that does the same again later is not a repetition', async () => {
		await withTrigger({ triggerOn: ['extensionStatus', 'unknown'] }, async (pbx, id) => {
			queueCall(pbx, false);
			queueCall(pbx, false);
			const items = await settled(pbx, id);
			expect(items.map(({ status }) => status)).toEqual([8, 0, 8, 0]);
		});
	});

	together.test('a PBX that restarts tells its states anew', async () => {
		await withTrigger({ triggerOn: ['extensionStatus', 'unknown'] }, async (pbx, id) => {
			const call = callIn(pbx.world, '85322361', '801');
			answer(pbx.world, call.id);
			pbx.world.restart();
			const items = await settled(pbx, id);
			const of801 = items.filter(({ exten }) => exten === '801').map(({ status }) => status);
			expect(of801).toEqual([8, 1, 0]);
			expect(items.filter(({ exten }) => exten === '806')).toHaveLength(1);
		});
	});

	together.test('a wrong secret gets no further than a 404', async () => {
		await withTrigger({ triggerOn: everyEvent }, async (pbx, id, url) => {
			const wrong = [
				`${url}x`,
				url.replace(/[^/]+$/, 'another-secret-of-32-characters'),
				url.toUpperCase(),
			];
			for (const address of wrong) {
				const { status } = await axios.post(
					address.replace(/^HTTP/, 'http'),
					{ event: 'hangup', uniqueid: '1.1' },
					{ validateStatus: () => true },
				);
				expect([401, 404]).toContain(status);
			}
			expect(await settled(pbx, id)).toEqual([]);
		});
	});

	together.test('an address with a slash behind it is the same', async () => {
		await withTrigger({ triggerOn: everyEvent }, async (pbx, id, url) => {
			pbx.world.settings.push = `${url}/`;
			pbx.world.publish(ivrStep(pbx.world, '810', '630'));
			expect((await settled(pbx, id)).map(({ event }) => event)).toEqual(['ivr']);
		});
	});

	const bodies: Body[] = [
		{ name: 'a huge body', text: ' '.repeat(2_000_000), status: 413 },
		{ name: 'broken JSON', text: '{"event":"hangup"', status: 400 },
		{ name: 'no JSON at all', text: 'hello', contentType: 'text/plain', status: 400 },
		{ name: 'nothing', text: '', status: 400 },
	];
	together.each(
		bodies,
		({ name }) => `${name} is refused`,
		async ({ text, contentType = 'application/json', status }) => {
			await withTrigger({ triggerOn: everyEvent }, async (pbx, id, url) => {
				const answered = await axios.post(url, text, {
					headers: { 'Content-Type': contentType },
					transformRequest: [(data: unknown) => data],
					validateStatus: () => true,
				});
				// n8n itself refuses what is no JSON though it says so.
				expect([status, 422]).toContain(answered.status);
				expect(await settled(pbx, id)).toEqual([]);
			});
		},
	);

	together.test('two PBXs push to one trigger, which tells them apart', async () => {
		const macs = ['68:69:2e:05:0f:9a', '68:69:2e:03:8b:3e'];
		const options = { mac: macs.join(', ') };
		await withTrigger({ triggerOn: everyEvent, options }, async (pbx, id) => {
			for (const mac of [...macs, '68:69:2e:00:00:00']) {
				pbx.world.settings.pushTries = 1;
				pbx.world.publish({ ...ivrStep(pbx.world, '810', '630'), mac, uuid: mac });
			}
			const items = await settled(pbx, id);
			expect(items.map(({ mac }) => mac).sort()).toEqual([...macs].sort());
		});
	});

	together.test('another PBX, and another address, are refused', async () => {
		const options = { mac: '68:69:2E:05:0F:9A', allowedIps: '127.0.0.1, ::1' };
		await withTrigger({ triggerOn: everyEvent, options }, async (pbx, id) => {
			pbx.world.settings.pushTries = 1;
			pbx.world.publish(ivrStep(pbx.world, '810', '630'));
			expect(await settled(pbx, id)).toEqual([]);
			expect(pbx.world.pushes.log.since(0)[0]).toMatchObject({ status: 401 });
		});
		await withTrigger(
			{ triggerOn: everyEvent, options: { allowedIps: '192.0.2.1' } },
			async (pbx, id) => {
				pbx.world.settings.pushTries = 1;
				queueCall(pbx, true);
				await waitFor(() => pbx.world.pushes.pending === 0, { what: 'everything is pushed' });
				expect(pbx.world.pushes.log.since(0)[0]).toMatchObject({ status: 403 });
				expect(await itemsOf(id)).toEqual([]);
			},
		);
	});

	const onLineOne = handedOver().line === 'one' ? together.test : test.skip;
	// 2.x tries again and again in the background and tells nobody.
	onLineOne('a secret that can be guessed is refused when switched on', async () => {
		const pbx = await startPbx(api);
		const { definition } = cooCenterTriggerWorkflow(pbx.credential, {
			triggerOn: everyEvent,
			pathSecret: 'short',
		});
		const { id } = await api.createWorkflow(definition);
		await expect(api.activate(id, 10_000)).rejects.toThrow(/Path Secret/);
		await api.deleteWorkflow(id);
		await pbx.remove();
	});
});

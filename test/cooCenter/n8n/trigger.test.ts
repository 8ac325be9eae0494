import { readFileSync } from 'node:fs';

import axios from 'axios';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { events } from '../../../nodes/CooCenter/trigger/events';
import { triggerProperties } from '../../../nodes/CooCenter/trigger/fields';
import { answer, callIn, end } from '../../simulators/cooCenter/calls';
import { PUSH_FORMS, type PushedEvent } from '../../simulators/cooCenter/pushes/pushBody';
import { ivrStep } from '../../simulators/cooCenter/pushes/records';
import { cooCenterAction, cooCenterTriggerWorkflow, names, startPbx } from './support/cooCenter';
import { cooCenterTriggers, everyEvent, queueCall } from './support/cooCenterTrigger';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { sideBySide } from '../../support/n8n/sideBySide';
import { fixturePath } from '../../support/fixturePath';

const notice = triggerProperties.find(({ type }) => type === 'notice')?.displayName ?? '';

/** The event that the panel's curl posts. */
const [, example = ''] = /curl -d '(\{.*?\})' /.exec(notice) ?? [];

describe('CooCenter trigger', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});
	/** Each with a PBX of its own. */
	const together = sideBySide();

	const { withTrigger, settled } = cooCenterTriggers(() => api);

	together.test('generation 1: every event of a call, once each', async () => {
		await withTrigger({ triggerOn: everyEvent }, async (pbx, id) => {
			const { world } = pbx;
			world.publish(ivrStep(world, '85322361', '630'));
			queueCall(pbx, true);
			const items = await settled(pbx, id);
			expect(items.map(({ event }) => event).sort()).toEqual([
				'cc_cdr',
				'cdr',
				'dialbegein',
				'dialend',
				'extensionstatus',
				'extensionstatus',
				'extensionstatus',
				'hangup',
				'ivr',
			]);
			const record = items.find(({ event }) => event === 'cc_cdr');
			expect(record).toMatchObject({
				queueCode: '630',
				agentCode: '801',
				direction: 'inbound',
				answered: true,
				holdTime: 0,
				duration: 0,
				voicemailState: false,
				startTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/) as string,
				startTimeUtc: expect.stringMatching(/Z$/) as string,
			});
			expect(items.filter(({ event }) => event === 'extensionstatus')).toEqual([
				{ event: 'extensionstatus', exten: '801', status: 8, statustext: 'Ringing' },
				{ event: 'extensionstatus', exten: '801', status: 1, statustext: 'InUse' },
				{ event: 'extensionstatus', exten: '801', status: 0, statustext: 'Idle' },
			]);
		});
	});

	together.test('generation 2: other spelling and members, and records of its own', async () => {
		await withTrigger(
			{ triggerOn: everyEvent },
			async (pbx, id) => {
				const call = callIn(pbx.world, '85322361', '801');
				answer(pbx.world, call.id);
				end(pbx.world, call, { side: 'caller' });
				const record = { src: '1001', start: '2020-07-16 14:32:02', uniqueid: '1594882322.4' };
				pbx.world.publish({ event: 'pdr', ...record, dst: ['1010', '1011'], billsec: '76' });
				pbx.world.publish({ event: 'idr', ...record, dst: '1002', billsec: '12' });
				const items = await settled(pbx, id);
				const named = (name: string) => items.find(({ event }) => event === name);
				expect(named('dialbegin')).toMatchObject({ destcalleridnum: '801' });
				expect(named('cdr')).toMatchObject({
					src: '85322361',
					dst: '801',
					direction: 'inbound',
					answered: true,
					billsec: 0,
				});
				expect(named('pdr')).toMatchObject({ dst: ['1010', '1011'], billsec: 76 });
				expect(named('idr')).toMatchObject({ startUtc: '2020-07-16T06:32:02.000Z', billsec: 12 });
			},
			2,
		);
	});

	together.each(
		events,
		({ name }) => `only ${name}`,
		async ({ name, fixture: file }) => {
			await withTrigger({ triggerOn: [name, 'unknown'] }, async (pbx, id) => {
				for (const entry of events) {
					if (entry.name === 'unknown') continue;
					pbx.world.publish(fixture(entry.fixture) as PushedEvent);
				}
				const expected = fixture(file);
				if (name === 'unknown') pbx.world.publish(expected as PushedEvent);
				const items = await settled(pbx, id);
				expect(items.map(({ event }) => event)).toEqual([expected.event]);
			});
		},
	);

	const filters: Array<[name: string, filter: JsonObject, agents: string[]]> = [
		['an extension', { extensions: ['801'] }, ['801']],
		['another extension', { extensions: ['802'] }, ['802']],
		['a queue', { queues: ['630'] }, ['801', '802']],
		['another queue', { queues: ['631'] }, []],
		['the direction', { directions: ['inbound'] }, ['801', '802']],
		['another direction', { directions: ['internal', 'outbound'] }, []],
		['answered', { outcome: 'answered' }, ['801']],
		['missed', { outcome: 'missed' }, ['802']],
	];
	together.each(
		filters,
		([name]) => `filter: ${name}`,
		async ([, filter, agents]) => {
			const parameters = { triggerOn: ['queueCallRecord', 'unknown'], ...filter };
			await withTrigger(parameters, async (pbx, id) => {
				queueCall(pbx, true);
				// 801 is paused, so 802 gets the second call.
				pbx.world.state.queues
					.get('630')
					?.forEach((member) => (member.paused = member.name === 'sip/801'));
				queueCall(pbx, false);
				const found = (await settled(pbx, id)).map(({ agentCode }) => agentCode);
				expect(found).toEqual(agents);
			});
		},
	);

	const outputs: Array<[output: string, expected: JsonObject]> = [
		[
			'callRecord',
			{
				backend: 'cooCenter',
				queue: { id: '630', number: '630' },
				answered: false,
				state: 'ended',
			},
		],
		['raw', { duration: '0', holdTime: 0, callType: 'incoming' }],
	];
	together.each(
		outputs,
		([output]) => `output ${output}`,
		async ([output, expected]) => {
			await withTrigger({ triggerOn: ['queueCallRecord', 'unknown'], output }, async (pbx, id) => {
				queueCall(pbx, false);
				expect(await settled(pbx, id)).toEqual([expect.objectContaining(expected)]);
			});
		},
	);

	together.test('a number of the Default Country is E.164, in an item and in a read', async () => {
		const pbx = await startPbx(api, {}, { defaultCountry: 'AU' });
		const output = { output: 'callRecord' };
		const { definition, url } = cooCenterTriggerWorkflow(pbx.credential, {
			triggerOn: ['callRecord', 'unknown'],
			...output,
		});
		const { id } = await api.createWorkflow(definition);
		try {
			await api.activate(id);
			pbx.world.settings.push = url;
			const call = callIn(pbx.world, '0255500100', '801');
			answer(pbx.world, call.id);
			const read = { resource: 'call', operation: 'getMany', ...output };
			const { output: given } = await api.runOnce(
				cooCenterAction(pbx.credential, read),
				names.start,
				names.action,
			);
			end(pbx.world, call, { side: 'caller' });
			const from = { number: '0255500100', e164: '+61255500100' };
			expect(await settled(pbx, id)).toMatchObject([{ from }]);
			expect(given[names.action]).toContainEqual(
				expect.objectContaining({ from: expect.objectContaining(from) as JsonObject }),
			);
		} finally {
			await api.deleteWorkflow(id);
			await pbx.remove();
		}
	});

	together.each(
		PUSH_FORMS,
		(form) => `a push written as ${form}`,
		async (form) => {
			await withTrigger({ triggerOn: ['ivr', 'pagingRecord', 'unknown'] }, async (pbx, id) => {
				const { world } = pbx;
				world.settings.pushForm = form;
				world.publish(ivrStep(world, '810', '630'));
				world.publish({ event: 'pdr', src: '1', dst: ['2', '3'], billsec: '76', uniqueid: '1.2' });
				const [step, record] = await settled(pbx, id);
				expect(step).toMatchObject({
					caller: '810',
					called: null,
					duration: 3,
					ivrName: form === 'gb18030' ? '工作时间' : 'working time',
					mac: world.settings.mac,
				});
				expect(record).toMatchObject({ dst: ['2', '3'], billsec: 76 });
			});
		},
	);

	together.test(
		'test mode takes the example of the panel and leaves the live workflow alone',
		async () => {
			const pbx = await startPbx(api);
			const { definition, testUrl } = cooCenterTriggerWorkflow(pbx.credential, {
				triggerOn: ['hangup'],
			});
			const { id } = await api.createWorkflow(definition);
			try {
				await api.rest.request('POST', `/rest/workflows/${id}/run`, {
					workflowData: await api.getWorkflow(id),
					triggerToStartFrom: { name: names.trigger },
					destinationNode: { nodeName: 'End', mode: 'inclusive' },
				});
				// The panel's curl -d sends it: with the content type of a form.
				const { status } = await axios.post(testUrl, example, {
					headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
				});
				expect(status).toBe(200);
				const [execution] = await api.waitForExecutions(id, 1);
				expect(execution.output[names.trigger]).toEqual([JSON.parse(example)]);
			} finally {
				await api.deleteWorkflow(id);
				await pbx.remove();
			}
		},
	);
});

function fixture(name: string): JsonObject {
	return JSON.parse(readFileSync(fixturePath(name), 'utf8')) as JsonObject;
}

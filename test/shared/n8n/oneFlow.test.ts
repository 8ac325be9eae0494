import { randomUUID } from 'node:crypto';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import { importWorkflow } from '../../../n8n-driver/example-workflows';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { alice, caller, startTelephoneSystem } from '../../broadWorks/n8n/support/telephoneSystem';
import { pathSecret, startPbx } from '../../cooCenter/n8n/support/cooCenter';
import { queueCall } from '../../cooCenter/n8n/support/cooCenterTrigger';
import { startAccount } from '../../ringCentral/n8n/support/ringCentral';
import {
	controlOf,
	customer,
	waitForSubscriptions,
} from '../../ringCentral/n8n/support/ringCentralTrigger';
import { startDimensionsSimulator } from '../../simulators/dimensions';
import { startUdeskSimulator } from '../../simulators/udesk';
import { handedOver } from '../../support/n8n/handedOver';
import { credentialsFor, pushSecret } from '../../support/n8n/pushed';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { startHttpApi } from '../../support/servers/httpApi';
import { filledIn } from './support/importedTemplate';

/** A telephone system of one backend, and what its trigger is set to. */
interface Setting {
	credential: StoredCredential;
	parameters: JsonObject;
	/** Lets one call be answered and one be missed. @param url of the trigger's webhook */
	call(url: string): Promise<void>;
	/** What the chat is told of the missed one. */
	told: RegExp;
	close(): Promise<void>;
}

type Start = (api: N8nApi) => Promise<Setting>;

const pushCredential = async (api: N8nApi, type: string) =>
	await api.createCredential(`One flow ${type}`, type, { secret: pushSecret });

const settings: Record<string, Start> = {
	async broadWorks(api) {
		const { phones, administrator, close } = await startTelephoneSystem(api);
		return {
			credential: administrator,
			parameters: { triggerOn: 'missedCall', targetType: 'enterprise', enterpriseId: 'demo' },
			async call() {
				const answered = await phones.placeCall({ ...caller, to: alice });
				await phones.steerCall(answered, 'answer');
				await phones.steerCall(answered, 'hangup');
				const missed = await phones.placeCall({ ...caller, to: alice });
				await phones.steerCall(missed, 'remoteHangup');
			},
			told: /^Missed call from Jordan Smith \(\+15550100\) to alice@example\.net,/,
			close,
		};
	},
	async ringCentral(api) {
		const account = await startAccount(api);
		return {
			credential: account.credential,
			parameters: {
				authentication: 'jwt',
				triggerOn: 'missedCall',
				delivery: 'webSocket',
				targetType: 'account',
			},
			async call() {
				await waitForSubscriptions(account, 1);
				const control = controlOf(account);
				const answered = control.place({ from: customer, to: 'alice' }).telephonySessionId;
				control.answer(answered);
				control.hangUp(answered);
				control.hangUp(control.place({ from: customer, to: 'bob' }).telephonySessionId, customer);
			},
			told: /^Missed call from .*\+14155550100.* to Bob Brown,/,
			close: async () => await account.remove(),
		};
	},
	async cooCenter(api) {
		const pbx = await startPbx(api);
		return {
			credential: pbx.credential,
			parameters: { triggerOn: ['queueCallRecord'], outcome: 'missed', pathSecret },
			async call(url) {
				pbx.world.settings.push = `${url}/${pathSecret}`;
				queueCall(pbx, true);
				queueCall(pbx, false);
				await Promise.resolve();
			},
			told: /^Missed call from 85322361 to \d+,/,
			close: async () => await pbx.remove(),
		};
	},
	async udesk(api) {
		const credential = await pushCredential(api, 'udeskWebhookApi');
		const { simulator, close } = await startUdeskSimulator();
		return {
			credential,
			parameters: { triggerOn: 'callTrigger', filters: { results: ['agent_no_answer'] } },
			async call(url) {
				simulator.pushTo(`${url}/udesk?token=${pushSecret}`);
				simulator.place({ workflow: 'in', talkTime: 42 });
				simulator.place({ workflow: 'in', outcome: 'agent_no_answer' });
				await Promise.resolve();
			},
			told: /^Missed call from .*13261998838.* to \S+,/,
			async close() {
				await close();
				await api.deleteCredential(credential.id);
			},
		};
	},
	async dimensions(api) {
		const credential = await pushCredential(api, 'dimensionsWebhookApi');
		let close = async () => await Promise.resolve();
		return {
			credential,
			parameters: { filters: { lost: 'yes' } },
			async call(url) {
				const push = `${url}/dimensions?token=${pushSecret}`;
				const { simulator, close: end } = await startDimensionsSimulator({ push });
				close = end;
				await simulator.finish({});
				await simulator.finish({ answered: false, ring: 9 });
			},
			told: /^Missed call from .*\+442079460123.* to .+,/,
			async close() {
				await close();
				await api.deleteCredential(credential.id);
			},
		};
	},
};

describe('The flow "missed call to chat", with the trigger of', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});

	test.each(Object.keys(settings))('%s, tells a missed call and no other', async (backend) => {
		const chat = await startHttpApi(() => 'ok');
		const { credential, parameters, call, told, close } = await settings[backend](api);
		const definition = filledIn('missed-call-chat-message', [], {
			'https://chat.example.com': chat.url,
		});
		const webhookId = randomUUID();
		const nodes = definition.nodes.map((node) =>
			node.name === 'Missed Call'
				? {
						...node,
						type: `n8n-nodes-telephony.${backend}Trigger`,
						parameters: { ...parameters, output: 'callRecord' },
						credentials: credentialsFor(credential),
						webhookId,
					}
				: node,
		);
		const { id } = await importWorkflow(api, { ...definition, nodes });
		try {
			await api.activate(id);
			await call(`${handedOver().url}/webhook/${webhookId}`);
			await waitFor(() => chat.requests.length > 0, {
				what: 'the chat is told',
				explain: async () => JSON.stringify(await api.waitForExecutions(id, 0)),
			});
			expect(chat.requests.map(({ json }) => json.text)).toEqual([
				expect.stringMatching(told) as string,
			]);
			expect(chat.requests[0].json.text).toMatch(/, rang (\d+|\?) s$/);
		} finally {
			await api.deleteWorkflow(id);
			await close();
			await chat.close();
		}
	});
});

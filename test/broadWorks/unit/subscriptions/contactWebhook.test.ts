import type { IDataObject } from 'n8n-workflow';

import { contactSecret } from '../../../../nodes/BroadWorks/trigger/contact/address';
import { digestOf } from '../../../../nodes/shared/secrets';
import { receiveContact } from '../../../../nodes/BroadWorks/trigger/contact/webhook';
import { RecentSecrets } from '../../../../nodes/shared/trigger/webhook/subscribed/recentSecrets';
import { registerLive, type LiveTrigger } from '../../../../nodes/shared/trigger/liveTriggers';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { n8nContext } from '../../../support/contexts/n8nContext';
import { allInWebhookProcess } from '../../../support/contexts/webhookProcess';
import { eventXml } from '../support/xsi';

allInWebhookProcess();

let workflows = 0;

/** A webhook process of queue mode: no trigger runs in it. */
function webhookProcess(staticData: IDataObject = {}) {
	const credential = { userId: 'alice@example.net', password: 'first' };
	const id = `w${++workflows}`;
	const parameters: IDataObject = {
		triggerOn: 'doNotDisturb',
		delivery: 'httpContact',
		targetType: 'user',
		output: 'connector',
	};
	const nodeFor = (query: IDataObject, body: string, answers: number[]) =>
		n8nContext({
			parameters,
			credential,
			workflow: { id },
			staticData: () => structuredClone(staticData),
			query,
			request: { rawBody: Buffer.from(body) },
			answered: ({ status }) => void answers.push(status),
		});
	const token = () => contactSecret(nodeFor({}, '', []), credential as never);
	let events = 0;
	const post = async (secret: string, subscription = 's') => {
		const answers: number[] = [];
		const body = eventXml({ id: `e${workflows}-${++events}`, subscription, sequence: 2 });
		const { workflowData } = await receiveContact(nodeFor({ token: secret }, body, answers));
		return workflowData ? 200 : answers[0];
	};
	return { credential, post, token, key: `${id}:node` };
}

describe('posts to a process where no trigger runs', () => {
	it('run though the subscription was made anew since n8n saved its id', async () => {
		const { post, token } = webhookProcess({ subscriptionId: 'old', ended: ['given-up'] });
		expect(await post(token(), 'new')).toBe(200);
		expect(await post(token(), 'given-up')).toBe(403);
	});

	it('run at the old address after the credential was changed, and at the new one', async () => {
		const staticData: IDataObject = {};
		const { credential, post, token } = webhookProcess(staticData);
		const first = token();
		expect(await post(first)).toBe(200);
		for (const password of ['second', 'third']) {
			const before = token();
			credential.password = password;
			expect([await post(before), await post(token()), await post(first)]).toEqual([200, 200, 200]);
		}
		expect(await post('guess')).toBe(401);
	});

	it('run at the address in static data, which a process that just started has not seen', async () => {
		const staticData: IDataObject = {};
		const { credential, post, token } = webhookProcess(staticData);
		const first = token();
		credential.password = 'second';
		expect(await post(first)).toBe(401);
		staticData.address = digestOf(first);
		expect(await post(first)).toBe(200);
	});

	it('are let in where a trigger runs as long as that says so', async () => {
		const { credential, post, token, key } = webhookProcess();
		const first = token();
		credential.password = 'second';
		let good = [first];
		const trigger: LiveTrigger = {
			receive: () => 'unknownSubscription',
			leave: async () => await Promise.resolve(),
			subscriptionId: () => undefined,
			accepts: (secret) => good.includes(String(secret)),
		};
		const unregister = registerLive(key, trigger);
		expect(await post(first)).toBe(403);
		good = [];
		expect(await post(first)).toBe(401);
		unregister();
	});
});

describe('an old address', () => {
	it('is good for ten minutes where nobody tells when the new one is subscribed', async () => {
		const clock = new FakeClock();
		const recent = new RecentSecrets(clock);
		recent.use('k', digestOf('one'));
		recent.use('k', digestOf('two'));
		expect(recent.isRecent('k', 'one', {})).toBe(true);
		await clock.advance(599_999);
		expect(recent.isRecent('k', 'one', {})).toBe(true);
		await clock.advance(1);
		expect(recent.isRecent('k', 'one', {})).toBe(false);
		expect([recent.isRecent('k', 'three', {}), recent.isRecent('other', 'one', {})]).toEqual([
			false,
			false,
		]);
		// The old password came back.
		recent.use('k', digestOf('one'));
		expect(recent.isRecent('k', 'one', {})).toBe(true);
	});
});

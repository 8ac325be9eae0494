import type { IDataObject } from 'n8n-workflow';

import {
	renewedRequest,
	verificationToken,
	webhookRequest,
} from '../../../../nodes/RingCentral/trigger/webhook/address';
import { receiveWebhook } from '../../../../nodes/RingCentral/trigger/webhook/receive';
import type { TriggerSettings } from '../../../../nodes/RingCentral/trigger/settings';
import { registerLive } from '../../../../nodes/shared/trigger/liveTriggers';
import { AcceptedSecrets } from '../../../../nodes/shared/trigger/webhook/subscribed/acceptedSecrets';
import { forgetStored } from '../../../../nodes/shared/trigger/webhook/subscribed/storedSubscription';
import { n8nContext, type WebhookAnswer } from '../../../support/contexts/n8nContext';
import { allInWebhookProcess } from '../../../support/contexts/webhookProcess';

allInWebhookProcess();

let workflows = 0;

/** A webhook of one workflow; `secret` is what the credential has now. */
function webhook(staticData: IDataObject = {}, id = `w${++workflows}`) {
	const credential = { clientSecret: 'first' };
	const common = {
		parameters: { authentication: 'jwt' },
		credential,
		workflow: { id },
		staticData,
	};
	/** Whether a post with this token comes in: it is told that it is empty then. */
	const letsIn = async (token: string | undefined) => {
		let status = 0;
		const headers = { 'verification-token': token };
		const answered = (answer: WebhookAnswer) => ({ status } = answer);
		await receiveWebhook(n8nContext({ ...common, headers, answered }));
		expect([400, 401]).toContain(status);
		return status === 400;
	};
	return { node: n8nContext(common), credential, staticData, id, letsIn };
}

const settings = { eventFilters: ['/x'], publicBaseUrl: '' } as unknown as TriggerSettings;

test('the token of the old secret stays good until the new subscription stands', async () => {
	const { node, credential, staticData, id, letsIn } = webhook();
	const secrets = new AcceptedSecrets(staticData);
	const unregister = registerLive(`${id}:n`, {
		receive: () => 'accepted',
		leave: async () => await Promise.resolve(),
		subscriptionId: () => undefined,
		accepts: (secret) => secrets.has(secret),
	});
	const old = await verificationToken(node);
	secrets.use(old);
	credential.clientSecret = 'second';
	const fresh = await verificationToken(node);
	expect(fresh).not.toBe(old);
	expect([await letsIn(old), await letsIn(fresh)]).toEqual([true, true]);
	secrets.use(fresh);
	expect([await letsIn(old), await letsIn(fresh)]).toEqual([false, true]);
	unregister();
});

test('another process knows the old token from static data, which does not give it away', async () => {
	const first = webhook();
	const old = await verificationToken(first.node);
	new AcceptedSecrets(first.staticData).use('newer', old);
	expect(JSON.stringify(first.staticData)).not.toContain(old);
	// Its own workflow, whose id goes into the token, in a process that has not seen a post.
	const other = webhook(first.staticData, first.id);
	other.credential.clientSecret = 'second';
	expect(await other.letsIn(old)).toBe(true);
	expect(await other.letsIn('guess')).toBe(false);
	expect(await other.letsIn(undefined)).toBe(false);
});

test('what was forgotten is not accepted any more', async () => {
	const { node, credential, staticData, letsIn } = webhook();
	const old = await verificationToken(node);
	new AcceptedSecrets(staticData).use(old);
	credential.clientSecret = 'second';
	forgetStored(staticData);
	expect(await letsIn(old)).toBe(false);
	expect(staticData).toEqual({});
});

test('a changed secret gives another token and another address of the same webhook', async () => {
	const { node, credential } = webhook();
	const request = await webhookRequest(
		node,
		settings,
		'https://n8n.example.net/webhook/1/ringcentral',
	);
	credential.clientSecret = 'second';
	const renewed = await renewedRequest(node, request);
	expect(renewed.verificationToken).toBe(await verificationToken(node));
	expect(renewed.address.split('?')[0]).toBe(request.address.split('?')[0]);
	expect(renewed.address).not.toBe(request.address);
});

import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import {
	acceptTokens,
	forgetTokens,
	isAcceptedToken,
	renewedRequest,
	verificationToken,
	webhookRequest,
} from '../../../nodes/RingCentral/trigger/webhook/address';
import type { TriggerSettings } from '../../../nodes/RingCentral/trigger/settings';

let workflows = 0;

/** A webhook of one workflow; `secret` is what the credential has now. */
function webhook(staticData: IDataObject = {}, id = `w${++workflows}`) {
	const credential = { clientSecret: 'first' };
	const node = {
		getCredentials: async () => await Promise.resolve({ ...credential }),
		getInstanceId: () => 'instance',
		getMode: () => 'trigger',
		getNode: () => ({ id: 'n', name: 'Event', parameters: { authentication: 'jwt' } }),
		getWorkflow: () => ({ id }),
		getWorkflowStaticData: () => staticData,
	} as unknown as IWebhookFunctions;
	return { node, credential, staticData, id };
}

const settings = { eventFilters: ['/x'], publicBaseUrl: '' } as unknown as TriggerSettings;

test('the token of the old secret stays good until the new subscription stands', async () => {
	const { node, credential } = webhook();
	const old = await verificationToken(node);
	acceptTokens(node, [old]);
	credential.clientSecret = 'second';
	const fresh = await verificationToken(node);
	expect(fresh).not.toBe(old);
	expect([await isAcceptedToken(node, old), await isAcceptedToken(node, fresh)]).toEqual([
		true,
		true,
	]);
	acceptTokens(node, [fresh]);
	expect([await isAcceptedToken(node, old), await isAcceptedToken(node, fresh)]).toEqual([
		false,
		true,
	]);
});

test('another process knows the old token from static data, which does not give it away', async () => {
	const first = webhook();
	const old = await verificationToken(first.node);
	acceptTokens(first.node, [old]);
	expect(JSON.stringify(first.staticData)).not.toContain(old);
	// Another workflow id stands for a process that has not heard of this one.
	const other = webhook(first.staticData);
	other.credential.clientSecret = 'second';
	expect(await isAcceptedToken(other.node, old)).toBe(true);
	expect(await isAcceptedToken(other.node, 'guess')).toBe(false);
	expect(await isAcceptedToken(other.node, undefined)).toBe(false);
});

test('what was forgotten is not accepted any more', async () => {
	const { node, credential, staticData } = webhook();
	const old = await verificationToken(node);
	acceptTokens(node, [old]);
	credential.clientSecret = 'second';
	forgetTokens(node);
	expect(await isAcceptedToken(node, old)).toBe(false);
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

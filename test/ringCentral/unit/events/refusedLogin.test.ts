import type { LineChange } from '../../../../nodes/RingCentral/client/events/lineChange';
import { WebhookSubscription } from '../../../../nodes/RingCentral/client/events/webhook/webhookSubscription';
import { fakeRingCentral, json } from '../support/ringCentralLive';

const ANY = /\/subscription/;

test('A refused login of a webhook is tried seldom once it was told, and at once when it is another', async () => {
	const { clock, http, connection } = fakeRingCentral();
	const refused = json({ errorCode: 'OAU-149' }, 401);
	for (const method of ['GET', 'POST', 'PUT'] as const) http.on(method, ANY, refused);
	const changes: LineChange[] = [];
	const subscription = new WebhookSubscription(
		connection,
		{
			eventFilters: ['/restapi/v1.0/account/~/presence'],
			address: 'https://n8n.example.net/webhook/x/ringcentral?v=1',
			verificationToken: 'secret',
			expiresIn: 3_600,
		},
		{ checkInterval: 120_000 },
		(change) => void changes.push(change),
	);
	subscription.begin(undefined);
	await clock.advance(3_600_000);
	expect(http.sent.length).toBeLessThan(30);
	expect(changes.map(({ state }) => state)).toEqual(['lost', 'refused']);
	const before = http.sent.length;
	http.on('GET', ANY, json({ records: [] }));
	http.on('POST', ANY, ({ body }) => {
		const { deliveryMode } = JSON.parse(String(body)) as { deliveryMode: object };
		return json({ id: 's', status: 'Active', deliveryMode });
	});
	subscription.tryNow();
	await clock.advance(10);
	expect(http.sent.length).toBeGreaterThan(before);
	expect(subscription.subscriptionId).toBe('s');
	await subscription.leave();
});

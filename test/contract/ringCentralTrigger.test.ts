import { loadPackage } from './loaded';

it('asks for a webhook only where events come by one', async () => {
	const { nodes } = await loadPackage();
	const [webhook] = nodes.ringCentralTrigger.description.webhooks ?? [];
	expect(webhook).toMatchObject({
		path: 'ringcentral',
		httpMethod: expect.stringContaining('$parameter["delivery"] === "webhook"') as string,
	});
});

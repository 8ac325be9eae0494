import { readFileSync } from 'node:fs';

import { events } from '../../nodes/RingCentral/trigger/events';
import { sampleItems } from '../../nodes/RingCentral/trigger/sample';
import { loadPackage } from './loaded';
import { fixturePath } from '../unit/support/fixturePath';

it.each(events.map((event) => [event.name, event]))(
	'%s has a sample that its fixture really gives',
	(_name, event) => {
		const fixture = readFileSync(fixturePath(event.fixture), 'utf8');
		const [item] = sampleItems(event, fixture, 'connector');
		expect(item).toMatchObject(event.sample);
	},
);

it('asks for a webhook only where events come by one', async () => {
	const { nodes } = await loadPackage();
	const [webhook] = nodes.ringCentralTrigger.description.webhooks ?? [];
	expect(webhook).toMatchObject({
		path: 'ringcentral',
		httpMethod: expect.stringContaining('$parameter["delivery"] === "webhook"') as string,
	});
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JsonObject } from '../../nodes/RingCentral/client/transport/answers';
import { notificationOf } from '../../nodes/RingCentral/client/events/notification';
import { itemsOf, recordItem } from '../../nodes/RingCentral/trigger/item';
import { events } from '../../nodes/RingCentral/trigger/events';
import { loadPackage, root } from './loaded';

it.each(events.map((event) => [event.name, event]))(
	'%s has a sample that its fixture really gives',
	(name, event) => {
		const file = join(root, 'test/fixtures', event.fixture);
		const fixture = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
		const view = {
			event: event.name,
			types: new Set<string>(),
			output: 'connector',
			ignoreOwnPosts: false,
			target: { kind: 'own' },
		} as const;
		const [item] =
			name === 'callEnded' ? recordItem(view, fixture) : itemsOf(view, notificationOf(fixture));
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

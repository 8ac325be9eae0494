import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { events } from '../../nodes/BroadWorks/trigger/events';
import { sampleItems } from '../../nodes/BroadWorks/trigger/sample';
import { root } from './loaded';
import { fixturePath } from '../unit/support/fixturePath';

it.each(events.map((event) => [event.name, event]))(
	'%s has a sample that its fixture really gives',
	(_name, event) => {
		const xml = readFileSync(fixturePath(event.fixture), 'utf8');
		const [item] = sampleItems(event, xml, 'connector');
		expect(item).toMatchObject(event.sample);
	},
);

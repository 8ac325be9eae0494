import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readPushEvent } from '../../nodes/CooCenter/client/pushes/event';
import { itemOf } from '../../nodes/CooCenter/trigger/item';
import { events } from '../../nodes/CooCenter/trigger/events';
import { CooCenterTrigger } from '../../nodes/CooCenter/CooCenterTrigger.node';
import { triggerProperties } from '../../nodes/CooCenter/trigger/fields';
import { root } from './loaded';

it.each(events.map((event) => [event.name, event]))(
	'%s has a sample that its fixture really gives',
	(_name, { name, fixture, sample, types }) => {
		const raw = JSON.parse(readFileSync(join(root, 'test/fixtures', fixture), 'utf8')) as never;
		const event = readPushEvent(raw, 'Asia/Shanghai');
		expect(event.kind).toBe(name);
		if (types.length > 0) expect(types).toContain(event.name);
		expect(itemOf(event, 'connector')).toMatchObject(sample);
	},
);

it('has the secret as last part of the address that the panel shows', () => {
	const { webhooks, properties } = new CooCenterTrigger().description;
	expect(webhooks).toEqual([
		expect.objectContaining({
			httpMethod: 'POST',
			path: '={{ $parameter["pathSecret"] || "coocenter" }}',
		}),
	]);
	const notice = properties.find(({ type }) => type === 'notice');
	expect(notice?.displayName).toMatch(/Production URL.*api\.conf.*Test URL/s);
});

it('shows an example that the trigger takes, and that wraps in a narrow panel', () => {
	const notice = triggerProperties.find(({ type }) => type === 'notice')?.displayName ?? '';
	const [, example] = /curl -d '(\{.*?\})' /.exec(notice) ?? [];
	expect(readPushEvent(JSON.parse(example) as never, 'Asia/Shanghai').kind).toBe('hangup');
	const longest = notice.split(/[\s<>]+/).map((word) => word.length);
	expect(Math.max(...longest)).toBeLessThan(40);
});

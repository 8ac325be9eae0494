import { readFileSync } from 'node:fs';

import { readPushEvent } from '../../nodes/CooCenter/client/pushes/event';
import { events } from '../../nodes/CooCenter/trigger/events';
import { CooCenterTrigger } from '../../nodes/CooCenter/CooCenterTrigger.node';
import { sampleItems } from '../../nodes/CooCenter/trigger/sample';
import { triggerProperties } from '../../nodes/CooCenter/trigger/fields';
import { webhookMethod } from '../../nodes/shared/trigger/sampleEvent';
import { fixturePath } from '../support/fixturePath';

it.each(events.map((event) => [event.name, event]))(
	'%s has a fixture of its kind and types',
	(name, entry) => {
		const { fixture, types } = entry;
		const text = readFileSync(fixturePath(fixture), 'utf8');
		const event = readPushEvent(JSON.parse(text) as never, 'Asia/Shanghai');
		expect(event.kind).toBe(name);
		if (types.length > 0) expect(types).toContain(event.name);
		expect(sampleItems(entry, text, 'connector')).toHaveLength(1);
	},
);

it('has the secret as last part of the address that the panel shows', () => {
	const { webhooks, properties } = new CooCenterTrigger().description;
	expect(webhooks).toEqual([
		expect.objectContaining({
			httpMethod: webhookMethod('POST'),
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

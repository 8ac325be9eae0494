import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readPushEvent, TELLS } from '../../nodes/CooCenter/client';
import { itemOf } from '../../nodes/CooCenter/trigger/item';
import { events } from '../../nodes/CooCenter/trigger/events';
import { operations, resources } from '../../nodes/CooCenter/operations';
import { CooCenterTrigger } from '../../nodes/CooCenter/CooCenterTrigger.node';
import { triggerProperties } from '../../nodes/CooCenter/trigger/fields';
import { root } from './loaded';

it('has the actions and events of the interface', () => {
	expect(operations.map(({ resource, name }) => `${resource}:${name}`).sort()).toEqual([
		'agent:login',
		'agent:logout',
		'agent:pause',
		'agent:unpause',
		'blacklist:add',
		'blacklist:getMany',
		'blacklist:remove',
		'call:bargeIn',
		'call:create',
		'call:end',
		'call:getMany',
		'call:spy',
		'call:transfer',
		'call:whisper',
		'extension:getRegistrations',
		'extension:getStates',
		'queue:getMany',
		'rawRequest:send',
		'recording:download',
	]);
	expect(events.map(({ name }) => name).sort()).toEqual([
		'callRecord',
		'dialBegin',
		'dialEnd',
		'extensionStatus',
		'hangup',
		'intercomRecord',
		'ivr',
		'pagingRecord',
		'queueCallRecord',
		'unknown',
	]);
});

it.each(operations.map((operation) => [`${operation.resource}: ${operation.name}`, operation]))(
	'%s belongs to a resource and has a sample',
	(_name, operation) => {
		expect(resources.map(({ name }) => name)).toContain(operation.resource);
		expect(Object.keys(operation.sample).length).toBeGreaterThan(0);
		expect(operation.action).toMatch(/^[A-Z][^A-Z]/);
	},
);

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

it('filters only by what events exist', () => {
	const known: string[] = events.map(({ name }) => name);
	for (const kinds of Object.values(TELLS))
		expect(known).toEqual(expect.arrayContaining([...kinds]));
});

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

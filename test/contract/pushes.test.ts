import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { decodePush as decodeDimensions } from '../../nodes/Dimensions/client';
import { itemOf as dimensionsItem } from '../../nodes/Dimensions/eventItem';
import { events as dimensionsEvents } from '../../nodes/Dimensions/events';
import {
	operations as dimensionsOperations,
	resources as dimensionsResources,
} from '../../nodes/Dimensions/operations';
import type { PushRecord } from '../../nodes/shared/core/pushBody';
import { decodePush as decodeUdesk } from '../../nodes/Udesk/client';
import { itemOf as udeskItem } from '../../nodes/Udesk/eventItem';
import { events as udeskEvents } from '../../nodes/Udesk/events';
import {
	operations as udeskOperations,
	resources as udeskResources,
} from '../../nodes/Udesk/operations';
import { root } from './loaded';

const fixture = (name: string) =>
	JSON.parse(readFileSync(join(root, 'test/fixtures', name), 'utf8')) as PushRecord;

it('has the operations of Udesk and Dimensions', () => {
	const names = (list: ReadonlyArray<{ resource: string; name: string }>) =>
		list.map(({ resource, name }) => `${resource}:${name}`).sort();
	expect(names(udeskOperations)).toEqual([
		'agent:getWorkWay',
		'agent:setState',
		'call:agentCallout',
		'call:getLog',
		'call:hangUp',
		'call:hold',
		'call:retrieve',
		'call:transferToAgent',
		'call:transferToNumber',
		'call:webCallback',
		'number:getMany',
		'rawRequest:send',
	]);
	expect(names(dimensionsOperations)).toEqual([
		'contact:create',
		'contact:delete',
		'contact:get',
		'contact:getMany',
		'contact:replace',
		'contact:update',
		'directory:get',
		'directory:getMany',
		'rawRequest:send',
	]);
});

it.each([
	...udeskOperations.map((operation) => [operation.name, operation, udeskResources] as const),
	...dimensionsOperations.map(
		(operation) => [operation.name, operation, dimensionsResources] as const,
	),
])('%s belongs to a resource and has a sample', (_name, operation, resources) => {
	expect(resources.map(({ name }) => name)).toContain(operation.resource);
	expect(Object.keys(operation.sample).length).toBeGreaterThan(0);
	expect(operation.action).toMatch(/^[A-Z][^A-Z]/);
});

it.each(udeskEvents.map((event) => [event.name, event]))(
	'Udesk %s has a sample that its fixture really gives',
	(_name, { fixture: name, sample, targets }) => {
		const record = fixture(name);
		const push = decodeUdesk(record);
		expect(targets).toContain(push.kind);
		expect(udeskItem(push, record, 'connector')).toMatchObject(sample);
	},
);

it.each(dimensionsEvents.map((event) => [event.name, event]))(
	'Dimensions %s has a sample that its fixture really gives',
	(_name, { fixture: name, sample }) => {
		const record = fixture(name);
		expect(dimensionsItem(decodeDimensions(record), record, 'connector')).toMatchObject(sample);
	},
);

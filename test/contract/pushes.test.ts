import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { decodePush as decodeDimensions } from '../../nodes/Dimensions/client';
import { itemOf as dimensionsItem } from '../../nodes/Dimensions/trigger/item';
import { events as dimensionsEvents } from '../../nodes/Dimensions/trigger/events';
import {
	operations as dimensionsOperations,
	resources as dimensionsResources,
} from '../../nodes/Dimensions/operations';
import type { PushRecord } from '../../nodes/shared/core/parsing/pushBody';
import {
	AGENT_CONTROLS,
	decodePush as decodeUdesk,
	type AgentControl,
} from '../../nodes/Udesk/client';
import { itemOf as udeskItem } from '../../nodes/Udesk/trigger/item';
import { events as udeskEvents } from '../../nodes/Udesk/trigger/events';
import {
	operations as udeskOperations,
	resources as udeskResources,
} from '../../nodes/Udesk/operations';
import { agentControlOperations } from '../../nodes/Udesk/operations/agentControls';
import { wireName } from '../../nodes/Udesk/operations/asAgent';
import { callControlOperations } from '../../nodes/Udesk/operations/callControls';
import { root } from './loaded';

const fixture = (name: string) =>
	JSON.parse(readFileSync(join(root, 'test/fixtures', name), 'utf8')) as PushRecord;

it('has the operations of Udesk and Dimensions', () => {
	const names = (list: ReadonlyArray<{ resource: string; name: string }>) =>
		list.map(({ resource, name }) => `${resource}:${name}`).sort();
	expect(names(udeskOperations)).toEqual([
		'agent:getMany',
		'agent:getOfGroup',
		'agent:getSoftphoneData',
		'agent:getWorkWay',
		'agent:setOtherState',
		'agent:setState',
		'agent:setWorkWay',
		'call:addAgent',
		'call:addConsultedAgent',
		'call:addNumber',
		'call:agentCallout',
		'call:bargeIn',
		'call:consultAgent',
		'call:consultNumber',
		'call:endConsultation',
		'call:endNumberConsultation',
		'call:getConversation',
		'call:getCurrent',
		'call:getLog',
		'call:hangUp',
		'call:hold',
		'call:listen',
		'call:makeCall',
		'call:retrieve',
		'call:takeOver',
		'call:transferAfterConsultation',
		'call:transferAfterThreeWay',
		'call:transferToAgent',
		'call:transferToIvr',
		'call:transferToNumber',
		'call:transferToQueue',
		'call:webCallback',
		'customer:create',
		'customer:get',
		'customer:getMany',
		'customer:update',
		'ivrNode:getMany',
		'number:getMany',
		'queue:getMany',
		'rawRequest:send',
		'ticket:create',
		'ticket:get',
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

it('has a field for everything that a control of the agent API takes', () => {
	const described = [...callControlOperations, ...agentControlOperations];
	const controls = Object.values<AgentControl>(AGENT_CONTROLS);
	expect(described).toHaveLength(controls.length);
	const given = described.map(({ fields }) =>
		fields
			.filter(({ name }) => name !== 'agentEmail')
			.map(({ name, required, type }) => [wireName(name), Boolean(required) || type === 'options']),
	);
	const wanted = controls.map(({ needs, takes = [] }) => [
		...needs.map((name) => [name, true]),
		...takes.map((name) => [name, false]),
	]);
	expect(given.map((fields) => JSON.stringify(fields)).sort()).toEqual(
		wanted.map((fields) => JSON.stringify(fields)).sort(),
	);
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

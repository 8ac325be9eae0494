import { readFileSync } from 'node:fs';

import type { PushRecord } from '../../nodes/shared/core/parsing/pushBody';
import { AGENT_CONTROLS, type AgentControl } from '../../nodes/Udesk/client/agentControls';
import { decodePush as decodeUdesk } from '../../nodes/Udesk/client/push';
import { events as udeskEvents } from '../../nodes/Udesk/trigger/events';
import { agentControlOperations } from '../../nodes/Udesk/operations/agentControls';
import { wireName } from '../../nodes/Udesk/operations/asAgent';
import { callControlOperations } from '../../nodes/Udesk/operations/callControls';
import { fixturePath } from '../support/fixturePath';

const fixture = (name: string) => JSON.parse(readFileSync(fixturePath(name), 'utf8')) as PushRecord;

it('has a field for everything that a control of the agent API takes', () => {
	const described = [...callControlOperations, ...agentControlOperations];
	const controls = Object.values<AgentControl>(AGENT_CONTROLS);
	expect(described).toHaveLength(controls.length);
	const given = described.map(({ fields }) =>
		fields
			.filter(({ name }) => name !== 'agentEmail')
			// A field stands twice where versions of the node differ.
			.filter(({ name }, place, all) => all.findIndex((one) => one.name === name) === place)
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

it.each(udeskEvents.map((event) => [event.name, event]))(
	'Udesk %s has a fixture of a kind that it starts on',
	(_name, { fixture: name, targets }) => {
		expect(targets).toContain(decodeUdesk(fixture(name)).kind);
	},
);

import type { XsiCredential } from '../../../../nodes/BroadWorks/authorization';
import { targetPath } from '../../../../nodes/BroadWorks/client/subscriptions/subscriptions';
import { triggerSettings } from '../../../../nodes/BroadWorks/trigger/settings';
import type { Panel } from '../../../../nodes/shared/trigger/panel';

const pathOf = (parameters: Record<string, unknown>) => {
	const all: Record<string, unknown> = {
		triggerOn: 'callEvent',
		targetType: 'group',
		...parameters,
	};
	const panel = { getNodeParameter: (name: string, fallback: unknown) => all[name] ?? fallback };
	const credential = { userId: 'admin' } as XsiCredential;
	return targetPath(triggerSettings(panel as unknown as Panel, credential).spec.target);
};

describe('a group', () => {
	it.each([
		['from the list, with its enterprise', { groupId: 'demo/sales' }, 'demo/group/sales'],
		[
			'of the list and its enterprise',
			{ groupId: 'demo/sales', enterpriseId: 'demo' },
			'demo/group/sales',
		],
		['by ID', { groupId: 'sales', enterpriseId: 'demo' }, 'demo/group/sales'],
		['with a slash', { groupId: 'A/B', enterpriseId: 'demo' }, 'demo/group/A%2FB'],
		['of the list with a slash', { groupId: 'demo/A/B' }, 'demo/group/A%2FB'],
	])('%s', (_case, parameters, path) => {
		expect(pathOf(parameters)).toBe(`/v2.0/enterprise/${path}`);
	});

	it('without its enterprise says what to do', () => {
		expect(() => pathOf({ groupId: 'sales' })).toThrow(/choose the group from the list/);
		expect(() => pathOf({ groupId: '/sales' })).toThrow(/choose the group from the list/);
	});
});

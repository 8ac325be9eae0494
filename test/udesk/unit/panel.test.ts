import { triggerProperties } from '../../../nodes/Udesk/trigger/fields';

const notice = triggerProperties.find(({ type }) => type === 'notice')?.displayName ?? '';

describe('the set-up notice of the trigger', () => {
	test('has no tags but those that n8n keeps', () => {
		const tags = [...notice.matchAll(/<\/?([^\s>]*)/g)].map(([, tag]) => tag);
		expect([...new Set(tags)].sort()).toEqual(['li', 'ul']);
	});

	test('shows JSON as Udesk takes it, without and with the secret', () => {
		const found = [...notice.matchAll(/\{.*?\}/g)].map(([json]) => JSON.parse(json) as unknown);
		expect(found).toEqual([
			{ code: 'call test' },
			{ secret: 'SECRET-OF-THE-CREDENTIAL', code: 'call test' },
		]);
	});
});

import { triggerProperties } from '../../../nodes/Dimensions/trigger/fields';

const notice = triggerProperties.find(({ type }) => type === 'notice')?.displayName ?? '';

test('the set-up notice of the trigger has no tags but those that n8n keeps', () => {
	const tags = [...notice.matchAll(/<\/?([^\s>]*)/g)].map(([, tag]) => tag);
	expect([...new Set(tags)].sort()).toEqual(['li', 'ul']);
	expect(notice).toContain('?token=SECRET');
});

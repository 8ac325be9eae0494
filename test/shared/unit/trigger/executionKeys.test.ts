import { ExecutionKeys, SeenEvents } from '../../../../nodes/shared/trigger/seenEvents';

test('what crashed is not seen, and has another key for n8n', () => {
	const seen = new SeenEvents();
	expect([seen.isNew('a'), seen.isNew('a'), seen.executionKey('a')]).toEqual([true, false, 'a']);
	const run = { name: 'a', keys: ['a'] };
	seen.begin(run);
	seen.end(run, 'crashed', false);
	expect([seen.isNew('a'), seen.executionKey('a')]).toEqual([true, 'a:2']);
	seen.begin(run);
	seen.end(run, 'finished', false);
	expect(seen.isNew('a')).toBe(false);
});

test('keys of crashed executions are not remembered without bound', () => {
	const keys = new ExecutionKeys();
	for (let name = 0; name < 2_000; name++) keys.crashed(String(name));
	expect([keys.keyOf('0'), keys.keyOf('1999')]).toEqual(['0', '1999:2']);
});

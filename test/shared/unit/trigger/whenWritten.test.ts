import { deepCopy } from 'n8n-workflow';

import { whenWritten } from '../../../../nodes/shared/trigger/executions/whenWritten';

test('says once that a value becomes JSON, and changes nothing of it', () => {
	let told = 0;
	const items = whenWritten([[{ json: { callId: 'c1' } }]], () => told++);
	const data = { main: items, again: items };
	expect(Object.keys(items)).toEqual(['0']);
	expect(told).toBe(0);
	expect(JSON.stringify(data)).toBe(
		'{"main":[[{"json":{"callId":"c1"}}]],"again":[[{"json":{"callId":"c1"}}]]}',
	);
	JSON.stringify(data);
	expect(told).toBe(1);
});

test('leaves a value that n8n copies like any other', () => {
	const items = whenWritten([[{ json: { callId: 'c1' } }]], () => undefined);
	JSON.stringify(items);
	const copy = deepCopy(items);
	copy[0][0].json.callId = 'c2';
	expect(items[0][0].json.callId).toBe('c1');
	expect(structuredClone(items)).toEqual([[{ json: { callId: 'c1' } }]]);
});

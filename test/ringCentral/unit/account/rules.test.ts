import { operationBench } from '../support/operationSupport';
import { json } from '../support/restSupport';

const ANY = /./;
const ACCOUNT = '/restapi/v1.0/account/~';

async function sent(resource: string, operation: string, parameters: object) {
	const bench = operationBench();
	for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
		bench.http.on(method, ANY, json({ id: 1, records: [] }));
	}
	const run = { parameters: { ...parameters }, timeZone: 'Europe/Berlin' };
	await bench.run(resource, operation, run);
	const [{ body }] = bench.http.sent;
	const [line] = bench.http.lines();
	const text = body === undefined ? 'null' : Buffer.from(body as never).toString('utf8');
	return [line, JSON.parse(text)] as [string, unknown];
}

test('a rule: times in UTC, callers and numbers as the server names them', async () => {
	const options = {
		rangeFrom: '2026-12-31T18:00:00',
		rangeTo: '2027-01-01T18:00:00',
		ref: 'AfterHours',
		callers: '+1, +2',
		calledNumbers: '+3',
		members: { voicemail: { enabled: true } },
	};
	const given = { ruleName: 'x', callHandlingAction: 'TakeMessagesOnly', options };
	expect(await sent('answeringRule', 'create', given)).toEqual([
		`POST ${ACCOUNT}/extension/~/answering-rule`,
		{
			type: 'Custom',
			name: 'x',
			callHandlingAction: 'TakeMessagesOnly',
			callers: [{ callerId: '+1' }, { callerId: '+2' }],
			calledNumbers: [{ phoneNumber: '+3' }],
			schedule: { ranges: [{ from: '2026-12-31T17:00:00.000Z', to: '2027-01-01T17:00:00.000Z' }] },
			voicemail: { enabled: true },
		},
	]);
	expect(
		await sent('answeringRule', 'update', { ruleId: 'r', options: { ref: 'AfterHours' } }),
	).toEqual([`PUT ${ACCOUNT}/extension/~/answering-rule/r`, { schedule: { ref: 'AfterHours' } }]);
});

test('all types are asked for, and of the company not whether they are enabled', async () => {
	const types = 'type=AfterHours&type=BusinessHours&type=Custom';
	const many = { returnAll: true, filters: { enabledOnly: true } };
	expect((await sent('answeringRule', 'getMany', many))[0]).toBe(
		`GET ${ACCOUNT}/extension/~/answering-rule?${types}&enabledOnly=true&perPage=1000`,
	);
	expect((await sent('answeringRule', 'getMany', { ...many, rulesOf: 'company' }))[0]).toBe(
		`GET ${ACCOUNT}/answering-rule?${types}&perPage=1000`,
	);
});

test('hours round the clock are an empty schedule', async () => {
	expect(await sent('businessHours', 'set', { rulesOf: 'company', open: 'always' })).toEqual([
		`PUT ${ACCOUNT}/business-hours`,
		{ schedule: {} },
	]);
});

test.each([
	['answeringRule', 'create', { ruleName: '' }],
	['answeringRule', 'create', { ruleName: 'x', options: { rangeFrom: '2026-01-01T00:00:00Z' } }],
	['answeringRule', 'update', { ruleId: 'r', options: { members: '{' } }],
	['answeringRule', 'update', { ruleId: 'r', options: { members: '[]' } }],
	['answeringRule', 'update', { ruleId: 'r', callHandlingAction: 'UnconditionalForwarding' }],
	['businessHours', 'set', { hours: {} }],
	['businessHours', 'set', { hours: { values: [{ days: ['monday'], from: '25:00', to: '9' }] } }],
])('%s %s %j is refused', async (resource, operation, parameters) => {
	await expect(sent(resource, operation, parameters)).rejects.toMatchObject({
		kind: 'badRequest',
	});
});

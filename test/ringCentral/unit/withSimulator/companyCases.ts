import type { IDataObject } from 'n8n-workflow';

import { ALICE, BOB, SALES } from '../../../simulators/ringCentral/testClient';
import type { NodeBench } from './nodeBench';

const OUTSIDE = '+14155550199';
const AFTER_HOURS = 'after-hours-rule';

const file = (text: string, fileName: string, mimeType: string) => ({
	bytes: Buffer.from(text),
	fileName,
	mimeType,
});

/** What the company and a queue do with calls, and what callers hear. */
export async function companyRulesAndGreetings(bench: NodeBench): Promise<void> {
	const company = { rulesOf: 'company' };
	const rule = async (name: string, given: IDataObject) =>
		await bench.one('answeringRule', name, { ...company, ...given });
	const options = { callers: OUTSIDE };
	const made = { ruleName: 'VIP', callHandlingAction: 'Bypass', transferTo: BOB, options };
	const { id: ruleId } = await rule('create', made);
	await rule('update', { ruleId, callHandlingAction: 'Disconnect' });
	const off = { callHandlingAction: 'Operator', options: { ref: 'AfterHours' } };
	expect(await rule('update', { ruleId, ...off })).toMatchObject({ schedule: {} });
	const on = async (name: string, given: IDataObject, files = {}) =>
		await bench.one('greeting', name, given, { files });
	const filters = { type: 'Company', usageType: 'CompanyAnsweringRule' };
	const standard = await bench.run('greeting', 'getStandard', { returnAll: true });
	expect(standard.length).toBeGreaterThan(3);
	const { id: presetId } = await on('getStandard', { filters });
	const greetingType = 'Company';
	expect(await on('set', { ...company, ruleId, greetingType, presetId })).toMatchObject({
		greetings: [{ type: 'Company', preset: { id: presetId } }],
	});
	const files = { data: file('RIFF', 'hello.wav', 'audio/wav') };
	for (const owner of [company, { extensionId: SALES }]) {
		const type = owner === company ? 'Company' : 'Voicemail';
		const own = { ...owner, greetingType: type, ruleId: owner === company ? '' : AFTER_HOURS };
		const { id: greetingId } = await on('upload', { ...own, binaryProperty: 'data' }, files);
		await on('download', { ...owner, greetingId, binaryProperty: 'data' });
		expect(bench.stored.get(`${String(greetingId)}.wav`)?.toString()).toBe('RIFF');
		if (owner === company) continue;
		expect(await on('get', { ...owner, greetingId })).toMatchObject({ type: 'Voicemail' });
		const play = { ruleId: AFTER_HOURS, greetingType: 'Voicemail', play: 'custom', greetingId };
		await on('set', { ...owner, ...play });
		const music = { greetingType: 'HoldMusic', presetId: '65538' };
		const { greetings } = await on('set', { ...owner, ruleId: AFTER_HOURS, ...music });
		expect(greetings).toEqual([
			{ type: 'Voicemail', custom: { id: greetingId } },
			{ type: 'HoldMusic', preset: { id: '65538' } },
		]);
	}
}

/** What the server counts, writes down and gives out of its call log; `sessionId`: a call that was recorded. */
export async function numbersAndInsights(bench: NodeBench, sessionId: string): Promise<void> {
	const { world } = bench.simulator;
	const logged = world.callLog.all().find((one) => one.telephonySessionId === sessionId);
	const recordingId = String(logged?.legs.find((leg) => leg.recordingId)?.recordingId);
	world.insights.add(recordingId, {
		Transcript: [{ speakerId: 'p-2', text: 'Hello', start: 0.4, end: 1.2 }],
		Summary: [{ value: 'An offer', start: 0, end: 5 }],
		NextSteps: [{ speakerId: 'p-2', value: 'Send it', start: 3, end: 4 }],
	});
	const insights = async (given: IDataObject) =>
		await bench.one('callLog', 'getInsights', { recordingId, ...given });
	expect((await insights({})).transcript).toMatch(/: Hello$/);
	const some = await insights({ insightTypes: ['Summary', 'NextSteps'] });
	expect(Object.keys(some.insights as object)).toEqual(['Summary', 'NextSteps']);
	const period = { dateFrom: '2026-01-01T00:00:00', dateTo: '2030-01-01T00:00:00' };
	const counters = ['allCalls', 'callsByDirection'];
	const timers = ['allCalls', 'callsByDirection'];
	const filters = { directions: ['Inbound'], minSeconds: 0, timeZone: 'Europe/Zurich' };
	const question = { ...period, groupBy: 'Users', counters, timers, returnAll: true };
	const users = await bench.run('analytics', 'aggregate', { ...question, timeAs: 'Average' });
	expect(users.map(({ key }) => key)).toContain(ALICE);
	await bench.one('analytics', 'aggregate', { ...question, keys: ALICE, filters });
	const points = await bench.run('analytics', 'timeline', { ...question, interval: 'Hour' });
	expect(points[0]).toMatchObject({ groupedBy: 'Users', time: expect.any(String) as string });
	const file = { dateFrom: '2026-01-01T00:00:00', binaryProperty: 'data', view: 'Detailed' };
	const { syncToken, records } = await bench.one('callLog', 'export', {
		...file,
		format: 'json',
	});
	expect(JSON.parse(String(bench.stored.get('call-log.json')))).toHaveLength(Number(records));
	await bench.one('callLog', 'export', { ...file, syncToken, options: { fileName: 'none.csv' } });
	expect(String(bench.stored.get('none.csv')).trim()).toMatch(/^id,telephonySessionId,/);
}

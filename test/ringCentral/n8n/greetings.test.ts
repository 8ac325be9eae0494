import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId, nodeNames } from '../../support/n8n/workflows';
import {
	ids,
	ringCentralField,
	runWithFile,
	startAccount,
	type RingCentralAccount,
} from './support/ringCentral';

describe('RingCentral greetings and rules of the company', () => {
	let api: N8nApi;
	let account: RingCentralAccount;

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api);
	});
	afterAll(async () => await account.remove());

	const company = { rulesOf: 'company' };
	const sales = { extensionId: byId(ids.sales) };
	const afterHours = { ruleId: byId('after-hours-rule') };
	const greeting = (operation: string, more: JsonObject = {}): JsonObject => ({
		resource: 'greeting',
		operation,
		...more,
	});
	const rule = (operation: string, more: JsonObject = {}): JsonObject => ({
		resource: 'answeringRule',
		operation,
		...more,
	});
	const stored = (id: string, owner?: string) => account.world.rules.of(owner).get(id)?.content;
	const upload = async (more: JsonObject, content = 'ID3', mimeType = 'audio/mpeg') =>
		await runWithFile(
			api,
			account.credential,
			greeting('upload', { ...more, binaryProperty: 'data' }),
			{ content, fileName: 'hello.mp3', mimeType },
		);

	test('a rule of the company is made and changed', async () => {
		const create = rule('create', {
			...company,
			ruleName: 'VIP',
			callHandlingAction: 'Bypass',
			transferTo: byId(ids.bob),
			options: { callers: '+14155550100' },
		});
		const [made] = await account.items(create);
		const id = String(made.id);
		expect(stored(id)).toEqual({
			name: 'VIP',
			enabled: true,
			callHandlingAction: 'Bypass',
			extension: { id: ids.bob },
			callers: [{ callerId: '+14155550100' }],
		});
		const change = { ...company, ruleId: byId(id), callHandlingAction: 'Disconnect' };
		expect(await account.items(rule('update', change))).toMatchObject([{ id, name: 'VIP' }]);
		expect(stored(id)).toMatchObject({ callHandlingAction: 'Disconnect' });
		const wrong = await account.run(
			rule('update', { ...change, callHandlingAction: 'TakeMessagesOnly' }),
		);
		expect(wrong.error).toMatch(/A rule of the company cannot have this "Action"/);
		expect(stored(id)).toMatchObject({ callHandlingAction: 'Disconnect' });
	});

	test('an own greeting is uploaded, played at once, read and downloaded', async () => {
		const run = await upload({ ...sales, ...afterHours, greetingType: 'Voicemail' });
		expect({ status: run.status, error: run.error }).toEqual({
			status: 'success',
			error: undefined,
		});
		const [made] = run.output[nodeNames.action];
		const greetingId = String(made.id);
		expect(account.world.greetings.uploaded.get(greetingId)).toMatchObject({
			owner: ids.sales,
			type: 'Voicemail',
			ruleId: 'after-hours-rule',
			contentType: 'audio/mpeg',
			bytes: Buffer.from('ID3'),
		});
		expect(stored('after-hours-rule', ids.sales)).toMatchObject({
			greetings: [{ type: 'Voicemail', custom: { id: greetingId } }],
		});
		const one = { ...sales, greetingId };
		expect(await account.items(greeting('get', one))).toMatchObject([
			{ id: greetingId, answeringRule: { id: 'after-hours-rule' } },
		]);
		const download = greeting('download', { ...one, binaryProperty: 'data' });
		const { output } = await runWithFile(api, account.credential, download, { reads: true });
		expect(Buffer.from(String(output.File[0].base64), 'base64').toString()).toBe('ID3');
		const text = await upload({ ...sales, ...afterHours }, 'hello', 'text/plain');
		expect(text.error).toMatch(/binary/);
		expect(account.world.greetings.uploaded.size).toBe(1);
	});

	test('a standard greeting is chosen from the list; the other greetings of the rule stay', async () => {
		const filters = { type: 'HoldMusic', usageType: 'UserExtensionAnsweringRule' };
		const standard = await account.items(greeting('getStandard', { returnAll: true, filters }));
		expect(standard.map(({ name }) => name)).toEqual(['Acoustic', 'Beautiful']);
		const set = greeting('set', { ...sales, ...afterHours, greetingType: 'HoldMusic' });
		const { results } = await api.searchList(
			ringCentralField(account.credential, 'presetId', 'searchGreetings', set),
		);
		expect(results.map(({ value }) => value)).toContain(String(standard[0].id));
		const before = stored('after-hours-rule', ids.sales)?.greetings as object[];
		await account.items({ ...set, presetId: byId(String(standard[0].id)) });
		expect(stored('after-hours-rule', ids.sales)?.greetings).toEqual([
			...before,
			{ type: 'HoldMusic', preset: { id: standard[0].id } },
		]);
		const wrong = await account.run({ ...set, presetId: byId('65541') });
		expect(wrong.error).toMatch(/greetings/);
	});

	test('the company plays another standard greeting', async () => {
		const run = await upload({ ...company, greetingType: 'StartRecording' });
		expect(run.status).toBe('success');
		const set = { ...company, ...afterHours, greetingType: 'Company', presetId: byId('65541') };
		await account.items(greeting('set', set));
		expect(stored('after-hours-rule')).toMatchObject({
			greetings: [{ type: 'Company', preset: { id: '65541' } }],
		});
	});
});

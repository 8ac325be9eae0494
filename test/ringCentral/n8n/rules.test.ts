import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import {
	ids,
	ringCentralField,
	startAccount,
	type RingCentralAccount,
} from './support/ringCentral';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId } from '../../support/n8n/workflows';

const ON_CALL = '+14155550100';

describe('RingCentral answering rules and business hours', () => {
	let api: N8nApi;
	let account: RingCentralAccount;

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api);
	});
	afterAll(async () => await account.remove());

	const sales = { extensionId: byId(ids.sales) };
	const rule = (operation: string, more: JsonObject = {}): JsonObject => ({
		resource: 'answeringRule',
		operation,
		...more,
	});
	const hours = (operation: string, more: JsonObject = {}): JsonObject => ({
		resource: 'businessHours',
		operation,
		...more,
	});
	const stored = (id: string, owner?: string) => account.world.rules.of(owner).get(id)?.content;

	test('a holiday of a queue is made, switched, found and deleted', async () => {
		const create = rule('create', {
			...sales,
			ruleName: 'New Year',
			callHandlingAction: 'TakeMessagesOnly',
			options: { rangeFrom: '2026-12-31T17:00:00Z', rangeTo: '2027-01-02T08:00:00Z' },
		});
		const [made] = await account.items(create);
		const id = String(made.id);
		expect(stored(id, ids.sales)).toEqual({
			name: 'New Year',
			enabled: true,
			callHandlingAction: 'TakeMessagesOnly',
			schedule: { ranges: [{ from: '2026-12-31T17:00:00.000Z', to: '2027-01-02T08:00:00.000Z' }] },
		});
		const one = { ...sales, ruleId: byId(id) };
		expect(await account.items(rule('setEnabled', { ...one, enabled: false }))).toMatchObject([
			{ id, enabled: false },
		]);
		expect(await account.items(rule('get', one))).toMatchObject([
			{ enabled: false, type: 'Custom' },
		]);
		const list = async (filters: JsonObject) =>
			(await account.items(rule('getMany', { ...sales, returnAll: true, filters }))).map(
				(item) => item.id,
			);
		expect(await list({})).toEqual(['business-hours-rule', 'after-hours-rule', id]);
		expect(await list({ type: ['Custom'] })).toEqual([id]);
		expect(await list({ enabledOnly: true })).not.toContain(id);
		const { results } = await api.searchList(
			ringCentralField(account.credential, 'ruleId', 'searchRules', rule('get', one)),
		);
		expect(results.map(({ name }) => name)).toContain('New Year – off');
		expect(await account.items(rule('delete', one))).toEqual([{ deleted: true, id }]);
		expect(stored(id, ids.sales)).toBeUndefined();
	});

	test('who is on call after hours', async () => {
		const ruleId = byId('after-hours-rule');
		const forward = { callHandlingAction: 'UnconditionalForwarding', forwardTo: ON_CALL };
		await account.items(rule('update', { ...sales, ruleId, ...forward }));
		expect(stored('after-hours-rule', ids.sales)).toMatchObject({
			callHandlingAction: 'UnconditionalForwarding',
			unconditionalForwarding: { phoneNumber: ON_CALL },
		});
		const transfer = { callHandlingAction: 'TransferToExtension', transferTo: byId(ids.bob) };
		const options = { members: '{"screening":"Always"}' };
		await account.items(rule('update', { ...sales, ruleId, ...transfer, options }));
		expect(stored('after-hours-rule', ids.sales)).toMatchObject({
			transfer: { extension: { id: ids.bob } },
			screening: 'Always',
		});
		const { error } = await account.run(rule('update', { ...sales, ruleId }));
		expect(error).toMatch(/what to change in the rule/);
	});

	test('a rule of the company is switched', async () => {
		const off = { rulesOf: 'company', ruleId: byId('after-hours-rule'), enabled: false };
		await account.items(rule('setEnabled', off));
		expect(stored('after-hours-rule')).toMatchObject({ enabled: false });
		const gone = await account.run(rule('delete', { ...off, ruleId: byId('1') }));
		expect(gone.error).toMatch(/knows nothing under this "Rule"|ruleId/);
	});

	test('hours are set, read and taken away', async () => {
		const values = [
			{ days: ['monday', 'tuesday'], from: '9:00', to: '12:00' },
			{ days: ['monday'], from: '13:00', to: '18:00' },
		];
		await account.items(hours('set', { ...sales, hours: { values } }));
		expect(await account.items(hours('get', sales))).toMatchObject([
			{
				schedule: {
					weeklyRanges: {
						monday: [
							{ from: '09:00', to: '12:00' },
							{ from: '13:00', to: '18:00' },
						],
						tuesday: [{ from: '09:00', to: '12:00' }],
					},
				},
			},
		]);
		await account.items(hours('set', { ...sales, open: 'always' }));
		expect(account.world.rules.hoursOf(ids.sales)).toEqual({});
		const none = await account.run(hours('set', { rulesOf: 'company' }));
		expect(none.error).toMatch(/Add "Hours"/);
	});

	test('all calls of the company are forwarded, and no longer', async () => {
		expect(await account.items(hours('setForwardAll'))).toMatchObject([{ enabled: true }]);
		expect(account.world.rules.forwardAll).toBe(true);
		await account.items(hours('setForwardAll', { enabled: false }));
		expect(await account.items(hours('getForwardAll'))).toEqual([
			{ enabled: false, callHandlingAction: 'Operator' },
		]);
	});
});

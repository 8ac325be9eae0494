import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import type { Simulator } from '../../../../demo/simulator';
import { controlPath } from '../../../../nodes/BroadWorks/client/controls/control';
import { RECORD_CONTROLS } from '../../../../nodes/BroadWorks/client/controls/recordControls';
import { RECORDS, type RecordName } from '../../../../nodes/BroadWorks/operations/record/table';

/** One step of a story: an operation, and what is so afterwards. */
export interface Step {
	operation: string;
	parameters?: JsonObject;
	/** Looks at what the node gave, and at the telephone system. */
	then?: (items: JsonObject[]) => Promise<void> | void;
}

/** What happens to one user, in this order. Each story has a user of its own, so that all run side by side. */
export interface Story {
	name: string;
	resource: string;
	steps: (user: string, phones: Simulator) => Promise<Step[]> | Step[];
}

/** Each kind of which a user may have several: made, read, changed and deleted again, by the telephone system's words. */
const several: Story[] = (Object.keys(RECORDS) as RecordName[]).map((resource) => ({
	name: `several of ${resource}`,
	resource,
	steps: (userId, phones): Step[] => {
		const { where, sample, made, at: named } = RECORDS[resource];
		const last = where.at(-1)?.name ?? '';
		const at: JsonObject = { ...(named as JsonObject) };
		const [name, value] =
			Object.entries(sample).find(([, one]) => typeof one === 'boolean') ??
			Object.entries(sample).at(-1)!;
		const changed = { ...sample, [name]: typeof value === 'boolean' ? !value : 'Group' };
		const change: JsonObject = { ...at, settings: JSON.stringify(changed) };
		const kept = async () => {
			const values = { userId, ...(at as Record<string, string>) };
			const path = controlPath(RECORD_CONTROLS[resource].get.path, values);
			return await phones.asAdministrator('GET', path);
		};
		return [
			{
				operation: 'create',
				parameters: { ...at, settings: JSON.stringify(sample) },
				then: async ([item]) => {
					if (made) at[last] = change[last] = item[last];
					expect(await kept()).toContain(`<${name}>${String(value)}</${name}>`);
				},
			},
			{ operation: 'get', parameters: at, then: ([item]) => expect(item).toMatchObject(sample) },
			{
				operation: 'set',
				parameters: change,
				then: async () => {
					expect(await kept()).toContain(`<${name}>${String(changed[name])}</${name}>`);
				},
			},
			...('getMany' in RECORD_CONTROLS[resource]
				? [
						{
							operation: 'getMany',
							parameters: at,
							then: (items: JsonObject[]) => expect(items).toHaveLength(1),
						},
					]
				: []),
			{
				operation: 'delete',
				parameters: at,
				then: async () => await expect(kept()).rejects.toThrow('404'),
			},
		];
	},
}));

/** A rule by its fields: what is not given stays, and JSON counts where both say something. */
const ruleByFields: Story = {
	name: 'Selective Forwarding Rule by its fields',
	resource: 'forwardingRule',
	steps(userId, phones): Step[] {
		const criteriaName = 'Night';
		const kept = async () => {
			const { path } = RECORD_CONTROLS.forwardingRule.get;
			return await phones.asAdministrator('GET', controlPath(path, { userId, criteriaName }));
		};
		const callers =
			'<phoneNumber>+12125550100</phoneNumber><phoneNumber>+12125550101</phoneNumber>';
		return [
			{
				operation: 'create',
				parameters: {
					rule: {
						newName: criteriaName,
						forwardToPhoneNumber: '+12125550155',
						phoneNumbers: '+12125550100, +12125550101',
						includeAnonymousCallers: false,
						timeSchedule: 'Office Hours',
					},
				},
				then: async () => {
					const rule = await kept();
					expect(rule).toContain('<forwardToNumberSelection>Forward To Specified Number<');
					expect(rule).toContain(`<phoneNumberList>${callers}</phoneNumberList>`);
					expect(rule).toContain('<level>User</level><name>Office Hours</name>');
					expect(rule).toContain('<includeAnonymousCallers>false<');
				},
			},
			{
				operation: 'set',
				parameters: {
					criteriaName,
					rule: { forwardToNumberSelection: 'Do not forward', forwardToPhoneNumber: '1002' },
					settings: '{"forwardToPhoneNumber": "1003"}',
				},
				then: async () => {
					const rule = await kept();
					expect(rule).toContain('Do not forward</forwardToNumberSelection>');
					expect(rule).toContain('<forwardToPhoneNumber>1003</forwardToPhoneNumber>');
					expect(rule).toContain(callers);
				},
			},
		];
	},
};

const bridges: Story = {
	name: 'Meet-Me Bridges',
	resource: 'meetMe',
	steps: (): Step[] => [
		{
			operation: 'getBridges',
			then: ([item]) => expect(item).toMatchObject({ bridgeId: 'bridge@example.net' }),
		},
	],
};

const faxes: Story = {
	name: 'Fax',
	resource: 'fax',
	steps: (): Step[] => [
		{ operation: 'getMany', then: (items) => expect(items).toMatchObject([{ faxId: '7' }]) },
		{
			operation: 'get',
			parameters: { faxId: '7' },
			then: ([item]) => expect(item).toMatchObject({ faxStatus: 'Successful' }),
		},
	],
};

const phoneList: Story = {
	name: 'Personal Phone List',
	resource: 'phoneList',
	steps(userId, phones): Step[] {
		const names = async () =>
			await phones.asAdministrator('GET', `/v2.0/user/${userId}/directories/Personal`);
		return [
			{
				operation: 'add',
				parameters: { name: 'A & B', number: '+15550177' },
				then: async () => {
					expect(await names()).toContain('<name>A &amp; B</name><number>+15550177</number>');
				},
			},
			{
				operation: 'delete',
				parameters: { name: 'A & B' },
				then: async () => expect(await names()).not.toContain('A &amp; B'),
			},
		];
	},
};

/** What becomes of everything of which users have several. */
export const recordStories: readonly Story[] = [
	...several,
	ruleByFields,
	bridges,
	faxes,
	phoneList,
];

import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../../../shared/core/errors';
import { compact } from '../../../shared/core/callRecord';
import type { Operation } from '../../../shared/action/operation';
import { getQueue, updateQueue } from '../../client/account/queues';
import { text } from '../../client/transport/answers';
import type { RingCentralClient } from '../../connect';
import { queueField, type Context } from '../../fields/call';
import { queueOf } from './queue';

/** s that a member's telephone may ring (OpenAPI CallQueueUpdateDetails). */
const ALERT_TIMERS = [5, 10, 15, 20, 30, 45, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600];

const seconds = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 30,
	description,
});

const settingsField: INodeProperties = {
	displayName: 'Settings',
	name: 'settings',
	type: 'collection',
	placeholder: 'Add setting',
	default: {},
	description: 'What to change; what is not added stays as it is',
	options: [
		seconds(
			'Abandoned Threshold (Seconds)',
			'abandonedThresholdSeconds',
			'Calls that are given up sooner do not count for the service level',
		),
		{
			displayName: 'Count Abandoned Calls',
			name: 'includeAbandonedCalls',
			type: 'boolean',
			default: true,
			description: 'Whether calls that are given up count for the service level',
		},
		{
			displayName: 'Emergency Queue',
			name: 'emergency',
			type: 'boolean',
			default: true,
			description: 'Whether the queue takes emergency calls of the company',
		},
		{
			displayName: 'Extension Number',
			name: 'extensionNumber',
			type: 'string',
			default: '',
			placeholder: 'e.g. 200',
			description: 'The short number of the queue',
		},
		{
			displayName: 'Members May Leave',
			name: 'editableMemberStatus',
			type: 'boolean',
			default: true,
			description: 'Whether members may choose whether they take its calls',
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			description: 'Name of the queue',
		},
		{
			displayName: 'Ring for (Seconds)',
			name: 'alertTimer',
			type: 'options',
			options: ALERT_TIMERS.map((value) => ({ name: String(value), value })),
			default: 20,
			description: 'How many seconds the telephone of a member rings',
		},
		{
			displayName: 'Service Level Goal (%)',
			name: 'slaGoal',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100 },
			default: 80,
			description: 'Percentage of calls to answer in time',
		},
		seconds(
			'Service Level Threshold (Seconds)',
			'slaThresholdSeconds',
			'Calls that are answered sooner are answered in time',
		),
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [
				{ name: 'Disabled', value: 'Disabled' },
				{ name: 'Enabled', value: 'Enabled' },
			],
			default: 'Enabled',
			description: 'Whether the queue takes calls',
		},
	],
};

const trimmed = (value: unknown) => String(value ?? '').trim() || undefined;
const number = (value: unknown) => (value === undefined ? undefined : Number(value));

/** The settings that were added. Throws `badRequest` for none. */
function settingsOf({ parameter }: Context) {
	const given = parameter<Record<string, unknown>>('settings', {});
	const level = compact({
		slaGoal: number(given.slaGoal),
		slaThresholdSeconds: number(given.slaThresholdSeconds),
		includeAbandonedCalls: given.includeAbandonedCalls as boolean | undefined,
		abandonedThresholdSeconds: number(given.abandonedThresholdSeconds),
	});
	const settings = compact({
		name: trimmed(given.name),
		extensionNumber: trimmed(given.extensionNumber),
		status: trimmed(given.status),
		subType: given.emergency === undefined ? undefined : given.emergency ? 'Emergency' : 'Unknown',
		editableMemberStatus: given.editableMemberStatus as boolean | undefined,
		alertTimer: number(given.alertTimer),
		serviceLevelSettings: Object.keys(level).length > 0 ? level : undefined,
	});
	if (Object.keys(settings).length > 0) return settings;
	throw new TelephonyError('badRequest', 'Choose in "Settings" what to change');
}

/** The four of a service level go together: those that are not given are read first. */
async function withLevel(client: RingCentralClient, queueId: string, settings: IDataObject) {
	const { serviceLevelSettings: changes } = settings;
	if (changes === undefined) return settings;
	const { serviceLevelSettings: known } = await getQueue(client, queueId);
	return {
		...settings,
		serviceLevelSettings: { ...(known as object | undefined), ...(changes as object) },
	};
}

/** See docs/protocols/ringcentral.md#queues. */
export const setQueueSettingsOperation: Operation<RingCentralClient> = {
	resource: 'queue',
	name: 'setSettings',
	label: 'Set Settings',
	action: 'Set settings of a queue',
	description: 'Change name, ring time, service level or status of a call queue',
	kind: 'change',
	fields: [queueField, settingsField],
	sample: {
		id: '62290000016',
		extensionNumber: '200',
		name: 'Sales',
		status: 'Enabled',
		editableMemberStatus: true,
		alertTimer: 20,
		serviceLevelSettings: {
			slaGoal: 80,
			slaThresholdSeconds: 30,
			includeAbandonedCalls: true,
			abandonedThresholdSeconds: 15,
		},
	},
	async run(context) {
		const { client } = context;
		const queueId = queueOf(context);
		const settings = await withLevel(client, queueId, settingsOf(context) as IDataObject);
		const queue = await updateQueue(client, queueId, settings);
		return { ...queue, id: text(queue.id) } as IDataObject;
	},
};

import type { EventEntry } from '../../shared/trigger/eventCatalogue';
import type { PushSubject } from '../client/push';

const sample = {
	triggerId: '00000000-0000-0000-0000-000000000000',
	tenantId: '00000000-0000-0000-0000-000000000000',
	cdr: {
		start: '2024-05-29T09:37:35+01:00',
		startUtc: '2024-05-29T08:37:35.000Z',
		tz: 'Europe/London',
		dur: 10,
		talk: 0,
		lost: true,
		ans: false,
		dir: 2,
		dirText: 'inbound',
		type: 2,
		typeText: 'external',
		cause: 'NORMAL_CLEARING',
		causeText: 'Normal clearing',
		cliNum: '+44700000000',
		ddiNum: '+441610000000',
		hasRec: true,
		tags: { Support: 'stage1' },
	},
	customData: { hook: 'after-call' },
};

const changed = { triggerId: sample.triggerId, tenantId: sample.tenantId, push: 'other' };

/** What starts a workflow whose panel has no choice. */
export const DEFAULT_EVENT = 'anyPush';

/**
 * What the trigger can start on (docs/protocols/dimensions.md#the-webhook and
 * docs/protocols/dimensions.md#envelope); `targets` are what a push is about.
 */
export const events: ReadonlyArray<EventEntry<PushSubject>> = [
	{
		name: DEFAULT_EVENT,
		label: 'Any Push',
		action: 'On any push',
		description:
			'Dimensions pushes a finished call or anything else; what is not a call comes out as push "other"',
		types: [],
		targets: ['call', 'user', 'customer', 'other'],
		fixture: 'dimensions/push.call-session.lost-inbound.json',
		sample,
	},
	{
		name: 'callFinished',
		label: 'Call Finished',
		action: 'On call finished',
		description: 'A call has ended, answered or not; filters choose which',
		types: [],
		targets: ['call'],
		fixture: 'dimensions/push.call-session.lost-inbound.json',
		sample,
	},
	{
		name: 'customerChanged',
		label: 'Customer Changed',
		action: 'On customer changed',
		description: 'A webhook for customers (tenants) was called',
		types: [],
		targets: ['customer'],
		fixture: 'dimensions/composed.push.customer-changed.json',
		sample: { ...changed, id: sample.tenantId, subject: 'customer' },
	},
	{
		name: 'userChanged',
		label: 'User Changed',
		action: 'On user changed',
		description: 'A webhook for users was called',
		types: [],
		targets: ['user'],
		fixture: 'dimensions/composed.push.user-changed.json',
		sample: { ...changed, id: '00000000-0000-0000-0000-000000000456', subject: 'user' },
	},
];

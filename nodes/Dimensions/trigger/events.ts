import type { EventEntry } from '../../shared/trigger/eventCatalogue';

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

/**
 * What the trigger starts on: Dimensions pushes finished calls only
 * (docs/protocols/dimensions.md#the-webhook).
 */
export const events: ReadonlyArray<EventEntry<'call'>> = [
	{
		name: 'callFinished',
		label: 'Call Finished',
		action: 'On call finished',
		description:
			'A call has ended, answered or not; filters choose which. Other pushes of the vendor come out as push "other"',
		types: [],
		targets: ['call'],
		fixture: 'dimensions/push.call-session.lost-inbound.json',
		sample,
	},
];

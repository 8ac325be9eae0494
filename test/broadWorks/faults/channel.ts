import type { FaultRow } from '../../faults/row';

const REASONS = [
	'DuplicateChannelSet',
	'UserDeleted',
	'NonResponsiveChannel',
	'ExplicitDelete',
	'Expired',
	'UnknownChannel',
];

/** What happens to channels, subscriptions and acknowledgements. */
export const channelRows: FaultRow[] = [
	...REASONS.map(
		(reason): FaultRow => ({
			name: `channel terminated: ${reason}`,
			inject: ({ phones }) => phones.fault({ kind: 'terminateChannel', reason }),
		}),
	),
	{
		name: 'subscription terminated',
		realToo: true,
		inject: ({ phones }) => phones.fault({ kind: 'terminateSubscription' }),
	},
	{
		name: 'subscription gone without a word',
		inject: ({ phones }) => phones.fault({ kind: 'terminateSubscription', silent: true }),
	},
	{
		name: 'subscription expires after 6 s, refresh answers 500',
		realToo: true,
		simulator: { subscriptionExpires: 6 },
		async inject({ phones, wait }) {
			phones.fault({ kind: 'refuseRefresh', status: 500, ms: 8_000 });
			await wait(8);
		},
	},
	{
		name: 'refresh refused with 403',
		simulator: { subscriptionExpires: 6, channelExpires: 8 },
		async inject({ phones, wait }) {
			phones.fault({ kind: 'refuseRefresh', status: 403, ms: 12_000 });
			await wait(12);
		},
	},
	{
		name: 'every refresh answers with another subscription id',
		simulator: { subscriptionExpires: 4, channelExpires: 60 },
		async inject({ phones, wait }) {
			phones.fault({ kind: 'renameSubscription', ms: 12_000 });
			await wait(12);
		},
	},
	{
		name: 'acknowledgements refused for 6 s',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'refuseAck', ms: 6_000 });
			await wait(6);
		},
	},
	{
		name: 'duplicates',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'duplicate', times: 100 });
			await wait(2);
		},
	},
	{
		name: 'reordering',
		async inject({ phones, wait }) {
			phones.fault({ kind: 'reorder', times: 50 });
			await wait(3);
		},
	},
	{
		name: 'gap of 20 events',
		after: 3,
		inject: ({ phones }) => phones.fault({ kind: 'gap', times: 20 }),
	},
];

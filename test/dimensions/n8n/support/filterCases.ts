import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import type { NewCall } from '../../../simulators/dimensions/calls';

/** A filter, a call that fits it and one that does not. */
export interface FilterCase {
	name: string;
	filters: JsonObject;
	fits: NewCall;
	other: NewCall;
}

/** Id of the trigger that the simulator's webhook has. */
export const trigger = '11111111-1111-4111-8111-111111111111';

export const filterCases: FilterCase[] = [
	{
		name: 'direction',
		filters: { directions: ['outbound', 'both'] },
		fits: { direction: 'outbound' },
		other: { direction: 'inbound' },
	},
	{
		name: 'internal or external',
		filters: { types: ['internal'] },
		fits: { type: 'internal', direction: 'internal' },
		other: { type: 'external' },
	},
	{
		name: 'DID',
		filters: { dids: '+441614960100, +441614960111' },
		fits: { did: '+441614960111' },
		other: { did: '+441614960112' },
	},
	{
		name: 'lost',
		filters: { lost: 'yes' },
		fits: { answered: false },
		other: { answered: true },
	},
	{
		name: 'not lost',
		filters: { lost: 'no' },
		fits: { answered: true },
		other: { answered: false },
	},
	{
		name: 'answered',
		filters: { answered: 'yes' },
		fits: { answered: true },
		other: { answered: false },
	},
	{
		name: 'has recording',
		filters: { recorded: 'yes' },
		fits: { recorded: true },
		other: { recorded: false },
	},
	{
		name: 'tags',
		filters: { tags: 'Support=stage1, VIP' },
		fits: { tags: { Support: 'stage1', VIP: '1' } },
		other: { tags: { Support: 'stage1' } },
	},
	{
		name: 'all of several',
		filters: { directions: ['inbound'], lost: 'yes', recorded: 'no', triggerIds: trigger },
		fits: { answered: false, recorded: false },
		other: { answered: false, recorded: true },
	},
];

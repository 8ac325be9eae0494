import type { INodeProperties } from 'n8n-workflow';

type Entry = Record<string, unknown>;

/** Settings that are lists: a field of the panel and what becomes of it on the wire. */
export interface ListSetting {
	field: INodeProperties;
	/** The settings that the chosen entries stand for. */
	settings(entries: Entry[]): Record<string, unknown>;
}

const addressField: INodeProperties = {
	displayName: 'Phone Number',
	name: 'address',
	type: 'string',
	default: '',
	placeholder: 'e.g. +12125550100',
	description: 'A number in E.164 or as dialed, an extension, or a SIP address',
};

const confirmField: INodeProperties = {
	displayName: 'Confirm Answer',
	name: 'answerConfirmationRequired',
	type: 'boolean',
	default: false,
	description:
		'Whether whoever answers has to press a key, so that a voicemail there takes no call',
};

const ringsField: INodeProperties = {
	displayName: 'Number of Rings',
	name: 'numberOfRings',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 20 },
	default: 3,
	description: 'Rings there before the next location: 0, or 2 to 20',
};

const listField = (
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	values: INodeProperties[],
): INodeProperties => ({
	...field,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add entry',
	default: {},
	options: [{ displayName: 'Entry', name: 'entry', values }],
});

const MOST_LOCATIONS = 5;

/** The rules of a user that are switched on and off by name; others stay as they are. */
const criteria = (name: 'criteriaActivations' | 'criteriaActivationList'): ListSetting => ({
	field: listField(
		{
			displayName: 'Rules',
			name,
			description: 'Rules of the service to switch on or off, by their names; others stay',
		},
		[
			{
				displayName: 'Rule',
				name: 'criteriaName',
				type: 'string',
				default: '',
				description: 'Name of the rule, as the Get operation of this service gives it',
			},
			{
				displayName: 'Active',
				name: 'active',
				type: 'boolean',
				default: true,
				description: 'Whether the rule is switched on',
			},
		],
	),
	settings: (entries) => ({ [name]: { criteriaActivation: entries } }),
});

/** By the name of the field (docs/protocols/broadworks.md#services). */
export const LIST_SETTINGS: Readonly<Record<string, ListSetting>> = {
	simRingLocations: {
		field: listField(
			{
				displayName: 'Phone Numbers',
				name: 'simRingLocations',
				description: 'All telephones that ring as well, in place of those that are set now',
			},
			[addressField, confirmField],
		),
		settings: (entries) => ({
			simRingLocations: entries.length === 0 ? null : { simRingLocation: entries },
		}),
	},
	locations: {
		field: listField(
			{
				displayName: 'Locations',
				name: 'locations',
				description:
					'Up to five telephones that ring one after the other, in place of those set now',
			},
			[addressField, ringsField, confirmField],
		),
		settings: (entries) =>
			Object.fromEntries(
				Array.from({ length: Math.max(MOST_LOCATIONS, entries.length) }, (_, index) => [
					`location${index + 1}`,
					entries[index] ?? { address: null },
				]),
			),
	},
	criteriaActivations: criteria('criteriaActivations'),
	criteriaActivationList: criteria('criteriaActivationList'),
};

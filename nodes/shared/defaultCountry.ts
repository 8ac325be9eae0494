import type { INodeProperties } from 'n8n-workflow';

/** Field of credentials whose records have numbers; read by `numberPlanOf`. */
export const defaultCountryField: INodeProperties = {
	displayName: 'Default Country',
	name: 'defaultCountry',
	type: 'string',
	default: '',
	placeholder: 'e.g. AU',
	description:
		'Country of telephone numbers without a country code: two letters, or a calling code such as +61. Call records then have their E.164 form too. Without it nothing is guessed.',
};

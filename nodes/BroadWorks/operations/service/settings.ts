import type { INodeProperties } from 'n8n-workflow';

import { byDisplayName, byName } from '../../../shared/alphabetical';
import type { OperationContext } from '../../../shared/action/operation';
import { TelephonyError } from '../../../shared/core/errors';
import { isRecord } from '../../../shared/core/records';
import { schemaType, typeOfRoot, type SchemaField } from '../../client/documents/schema';
import { LIST_SETTINGS } from './lists';
import type { ServiceRow } from './table';
import { SETTINGS } from './words';

const titled = (value: string) =>
	value.replace(/(^|[ -])([a-z])/g, (_, before: string, letter: string) =>
		[before === '-' ? ' ' : before, letter.toUpperCase()].join(''),
	);

/** What the schema says of a setting. Throws for a row that names one which it does not have. */
function schemaField(service: string, name: string): SchemaField {
	const { fields } = schemaType(typeOfRoot(service) ?? service);
	const field = fields.find((one) => one.name === name);
	if (!field) throw new Error(`${service} has no setting ${name}`);
	return field;
}

/** What a number begins with in the panel, as far as its range goes. */
const USUAL_NUMBER = 4;

/** The field of a setting, of the kind that the schema says. */
function settingField(service: string, name: string): INodeProperties {
	const list = LIST_SETTINGS[name];
	if (list) return list.field;
	const { type } = schemaField(service, name);
	const { label, description, placeholder, range, values: labels, secret } = SETTINGS[name];
	const field = { displayName: label, name, description };
	const { values } = schemaType(type);
	if (type === 'xs:boolean') return { ...field, type: 'boolean', default: true };
	if (values.length > 0) {
		const options = values.map((value) => ({ name: labels?.[value] ?? titled(value), value }));
		options.sort(byName);
		return { ...field, type: 'options', options, default: values[0] };
	}
	if (range) {
		const [minValue, maxValue] = range;
		const usual = Math.min(maxValue, Math.max(minValue, USUAL_NUMBER));
		return { ...field, type: 'number', typeOptions: { minValue, maxValue }, default: usual };
	}
	const typeOptions = secret ? { typeOptions: { password: true } } : {};
	return { ...field, type: 'string', ...typeOptions, default: '', placeholder };
}

/** Main settings that can be cleared, which an empty field does not. */
const clearable = ({ service, main }: ServiceRow) =>
	main.filter((name) => schemaField(service, name).nillable);

/** Settings of the panel: those of `main`, and the others below *More Settings*. */
export function settingFields(row: ServiceRow): INodeProperties[] {
	const { service, main, more } = row;
	const toClear = clearable(row);
	const options = [
		...more.map((name) => settingField(service, name)),
		...(toClear.length === 0 ? [] : [clearField(toClear)]),
	];
	options.sort(byDisplayName);
	return [
		...main.map((name) => settingField(service, name)),
		...(options.length === 0
			? []
			: [
					{
						displayName: 'More Settings',
						name: 'settings',
						type: 'collection' as const,
						placeholder: 'Add setting',
						default: {},
						description: 'Settings that are not added here stay as they are',
						options,
					},
				]),
	];
}

const clearField = (names: readonly string[]): INodeProperties => ({
	displayName: 'Clear',
	name: 'clear',
	type: 'multiOptions',
	options: names.map((name) => ({ name: SETTINGS[name].label, value: name })),
	default: [],
	description: 'Settings to clear',
});

const isEmpty = (value: unknown) =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** A value of the panel as the document has it. Throws `badRequest` for a number that cannot be. */
function wireValue(name: string, value: unknown): unknown {
	const { label, range } = SETTINGS[name];
	if (range) {
		const number = Number(value);
		const isRings = /rings$/i.test(name);
		const isWrong = !Number.isInteger(number) || number < range[0] || number > range[1];
		if (isWrong || (isRings && number === 1)) {
			const { description } = SETTINGS[name];
			throw new TelephonyError(
				'badRequest',
				`"${label}" cannot be ${String(value)}. ${description}`,
			);
		}
		return number;
	}
	return typeof value === 'string' ? value.trim() : value;
}

/** Below *More Settings*: what is there is meant, and an empty text clears what can be cleared. */
function addedValue(service: string, name: string, value: unknown): unknown {
	if (!isEmpty(value)) return wireValue(name, value);
	if (schemaField(service, name).nillable) return null;
	throw new TelephonyError('badRequest', `The parameter "${SETTINGS[name].label}" is empty`);
}

const entriesOf = (value: unknown): Array<Record<string, unknown>> => {
	const entries = isRecord(value) ? [value.entry].flat() : [];
	return entries.filter(isRecord);
};

/** The settings that the parameters ask for. Throws `badRequest` when there are none. */
export function chosenSettings(
	{ parameter }: Pick<OperationContext<unknown>, 'parameter'>,
	row: ServiceRow,
): Record<string, unknown> {
	const { service, main } = row;
	const given = new Map<string, unknown>();
	for (const { name } of settingFields(row)) given.set(name, parameter<unknown>(name, ''));
	const chosen: Record<string, unknown> = {};
	for (const name of main) {
		const value = given.get(name);
		if (!isEmpty(value)) chosen[name] = wireValue(name, value);
	}
	const more = given.get('settings');
	const { clear, ...added } = isRecord(more) ? more : { clear: [] };
	for (const [name, value] of Object.entries(added)) {
		const list = LIST_SETTINGS[name];
		if (list) Object.assign(chosen, list.settings(entriesOf(value)));
		else chosen[name] = addedValue(service, name, value);
	}
	for (const name of [clear ?? []].flat()) chosen[String(name)] = null;
	if (Object.keys(chosen).length > 0) return chosen;
	throw new TelephonyError('badRequest', 'Choose at least one setting');
}

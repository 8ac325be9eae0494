import type { INodeProperties } from 'n8n-workflow';

import { byDisplayName } from '../../../shared/alphabetical';
import type { OperationContext } from '../../../shared/action/operation';
import { TelephonyError } from '../../../shared/core/errors';
import { isRecord } from '../../../shared/core/records';
import type { XsiQuery } from '../../client/transport/connection';
import type { DirectoryRow } from './table';

/** Labels of filters by their names on the wire. */
const FILTERS: Readonly<Record<string, string>> = {
	department: 'Department',
	emailAddress: 'Email',
	extension: 'Extension',
	firstName: 'First Name',
	groupId: 'Group ID',
	impId: 'IM&P ID',
	lastName: 'Last Name',
	mobileNo: 'Mobile Number',
	name: 'Name',
	number: 'Number',
	userId: 'User ID',
};

const ANY = 'any';

const filterField = (name: string): INodeProperties => ({
	displayName: FILTERS[name],
	name,
	type: 'string',
	default: '',
	description:
		'Text that it contains, in any case. With * for any characters it is compared as a whole, such as A*.',
});

const anyField: INodeProperties = {
	displayName: 'Match Any Filter',
	name: ANY,
	type: 'boolean',
	default: true,
	description: 'Whether one filter that fits is enough; otherwise all must fit',
};

const OWN: Record<NonNullable<DirectoryRow['field']>, INodeProperties> = {
	role: {
		displayName: 'Role',
		name: 'role',
		type: 'options',
		options: [
			{ name: 'Agent', value: 'Agent' },
			{ name: 'Supervisor', value: 'Supervisor' },
		],
		default: 'Agent',
		description: 'What the user is in the queues to get',
	},
	callCenterId: {
		displayName: 'Call Center ID',
		name: 'callCenterId',
		type: 'string',
		default: '',
		placeholder: 'e.g. support@example.net',
		description: 'Only of this queue, as Get Call Centers gives its serviceUserID; empty for all',
	},
	directoryName: {
		displayName: 'Directory Name or ID',
		name: 'directoryName',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getCustomDirectories', loadOptionsDependsOn: ['userId'] },
		default: '',
		required: true,
		description:
			'Which directory of the operator. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
};

/** The fields of a directory besides user and limit. */
export const directoryFields = ({ field, filters }: DirectoryRow): INodeProperties[] => [
	...(field === undefined ? [] : [OWN[field]]),
	...(filters.length === 0
		? []
		: [
				{
					displayName: 'Filters',
					name: 'filters',
					type: 'collection' as const,
					placeholder: 'Add filter',
					default: {},
					description: 'Only entries for which this is so; none for all entries',
					options: [...filters.map(filterField), anyField].sort(byDisplayName),
				},
			]),
];

/** A filter as the interface has it (docs/protocols/broadworks.md#identifiers-and-escaping). */
const patternOf = (text: string) => `${text.includes('*') ? text : `*${text}*`}/i`;

/** The query of an Xsi directory that the chosen filters stand for. */
function filterQuery(filters: Record<string, unknown>): XsiQuery {
	const given = Object.entries(filters)
		.filter(([name]) => name !== ANY)
		.map(([name, value]) => [name, String(value ?? '').trim()] as const)
		.filter(([, text]) => text !== '');
	const query: XsiQuery = Object.fromEntries(given.map(([name, text]) => [name, patternOf(text)]));
	return filters[ANY] === true ? { ...query, searchCriteriaModeOr: true } : query;
}

/** Names of the query for the fields of a directory's own. */
const OWN_QUERY: Record<string, string> = { Agents: 'callcenter', Supervisors: 'callCenterId' };

/** Where to ask and for what. Throws `badRequest` for a directory that is not chosen. */
export function directoryQuery(
	{ parameter }: Pick<OperationContext<unknown>, 'parameter'>,
	row: DirectoryRow,
): { path: string[]; query: XsiQuery } {
	const given = new Map<string, unknown>();
	for (const { name } of directoryFields(row)) given.set(name, parameter<unknown>(name, ''));
	const filters = given.get('filters');
	const query = isRecord(filters) ? filterQuery(filters) : {};
	const { field, path } = row;
	const own = field === undefined ? '' : String(given.get(field) ?? '').trim();
	if (field === 'role') return { path: [path], query: { user: own || 'Agent' } };
	if (field === 'callCenterId') {
		return { path: [path], query: { [OWN_QUERY[path]]: own || undefined, ...query } };
	}
	if (field === 'directoryName' && own === '') {
		throw new TelephonyError('badRequest', 'The parameter "Directory Name or ID" is empty');
	}
	return { path: own === '' ? [path] : [path, own], query };
}

import { TelephonyError } from '../../shared/core/errors';
import { change, type ChangeAnswer } from './change';
import { ask, onlyGeneration, type CooCenterConnection } from './connection';
import { isObject, text } from './values';

/** Numbers whose calls are refused; generation 1. */
export async function blacklist(connection: CooCenterConnection): Promise<string[]> {
	onlyGeneration(connection, 1, 'The blacklist');
	const answer = await ask(connection, {
		methods: ['GET'],
		path: '/blacklist/index',
		kind: 'read',
	});
	const data = isObject(answer) ? (answer.data ?? []) : answer;
	if (!Array.isArray(data)) {
		throw new TelephonyError('protocolViolation', 'The PBX answered without its blacklist');
	}
	return data.map((entry) => text(entry)).filter((entry) => entry !== undefined);
}

async function changeList(
	connection: CooCenterConnection,
	method: 'POST' | 'DELETE',
	command: string,
	number: string,
): Promise<ChangeAnswer> {
	onlyGeneration(connection, 1, 'The blacklist');
	return await change(connection, {
		methods: [method],
		path: `/blacklist/${command}`,
		fields: { number },
	});
}

export async function addToBlacklist(
	connection: CooCenterConnection,
	number: string,
): Promise<ChangeAnswer> {
	return await changeList(connection, 'POST', 'create', number);
}

/** A DELETE with a form body, as the vendor wants it (docs/protocols/coocenter.md#requests). */
export async function removeFromBlacklist(
	connection: CooCenterConnection,
	number: string,
): Promise<ChangeAnswer> {
	return await changeList(connection, 'DELETE', 'delete', number);
}

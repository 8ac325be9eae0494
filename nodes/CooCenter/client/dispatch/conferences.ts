import { changed, change, type ChangeAnswer } from '../change';
import { ask, onlyGeneration, type CooCenterConnection } from '../connection';
import { rowsOf } from '../lists';
import { isObject, number, text, type WireObject } from '../values';

const PATH = '/plugin-asterisk/conference';
const WHAT = 'Conference control';

const flag = (value: unknown) => /^(yes|true|1)$/i.test(text(value) ?? '');

/** Members of a row with the right types: the PBX writes numbers and Yes or No as text. */
function typed(row: WireObject, numbers: readonly string[], flags: readonly string[]): WireObject {
	const entries = Object.entries(row).map(([name, value]) => {
		if (flags.includes(name)) return [name, flag(value)] as const;
		return [name, numbers.includes(name) ? (number(value) ?? value) : value] as const;
	});
	return Object.fromEntries(entries);
}

/** The conferences that take place now (docs/protocols/coocenter.md#requests-of-generation-2). */
export async function conferences(connection: CooCenterConnection): Promise<WireObject[]> {
	onlyGeneration(connection, 2, WHAT);
	const path = `${PATH}/conf-list`;
	const answer = await ask(connection, { methods: ['GET'], path, kind: 'read' });
	return rowsOf(answer).map((row) => typed(row, ['parties', 'marked'], ['locked', 'muted']));
}

/** Who takes part in a conference, with the channel that commands name. `answeredtime` in s. */
export async function conferenceMembers(
	connection: CooCenterConnection,
	confnum: string,
): Promise<WireObject[]> {
	onlyGeneration(connection, 2, WHAT);
	const path = `${PATH}/conf-info`;
	const request = { methods: ['POST' as const], path, fields: { confnum }, kind: 'read' as const };
	return rowsOf(await ask(connection, request)).map((row) =>
		typed(row, ['answeredtime'], ['admin', 'markeduser', 'muted']),
	);
}

/** How an extension was called into a conference. */
export interface JoinedMember {
	exten: string;
	/** The vendor's word, as `Success`. */
	status: string;
	success: boolean;
}

/** Calls extensions into a conference. The PBX answers for each of them. */
export async function joinConference(
	connection: CooCenterConnection,
	confnum: string,
	extensions: string[],
): Promise<JoinedMember[]> {
	const path = `${PATH}/join-conf`;
	const answer = await changed(connection, {
		methods: ['POST'],
		path,
		fields: { confnum, extensions },
	});
	const rows = isObject(answer) ? [answer.message].flat().filter(isObject) : [];
	return rows.map(({ exten, status }) => {
		const word = text(status) ?? '';
		return { exten: text(exten) ?? '', status: word, success: /^success$/i.test(word) };
	});
}

/** What is done with a conference or, where it names a channel, with one of its members. */
export async function steerConference(
	connection: CooCenterConnection,
	command: 'mute-user' | 'unmute-user' | 'kick-user' | 'lock-conf' | 'unlock-conf',
	fields: { confnum: string; channel?: string },
): Promise<ChangeAnswer> {
	return await change(connection, {
		methods: ['POST'],
		path: `${PATH}/${command}`,
		fields: { ...fields },
	});
}

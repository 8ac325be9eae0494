import { compact } from '../../shared/core/callRecord';
import { ask, type CooCenterConnection } from './connection';
import { statusText } from './extensionStatus';
import { renamed, rowsOf } from './lists';
import { number, text, type WireObject } from './values';

const pathOf = ({ server }: CooCenterConnection, command: string) =>
	server.access.generation === 1
		? `/extensions/${command}`
		: `/plugin-asterisk/extension/${command}`;

async function rows(
	connection: CooCenterConnection,
	command: string,
	tries: 'several' | 'once' = 'several',
): Promise<WireObject[]> {
	const path = pathOf(connection, command);
	const kind = tries === 'once' ? 'change' : 'read';
	return rowsOf(await ask(connection, { methods: ['GET'], path, kind }));
}

/** Other case, as generation 2 has it elsewhere; its registrations are not shown anywhere. */
const REGISTRATION_NAMES: Record<string, string> = {
	exten: 'Exten',
	type: 'Type',
	ipAddr: 'IPAddr',
	ipaddr: 'IPAddr',
	status: 'Status',
};

/**
 * Registrations: `Exten`, `Type`, `IPAddr` (null when off), `Status` as written (`OK (45 ms)`,
 * `UNKNOWN`), `registered` (null when not told), `latency` in s.
 */
export async function registrations(connection: CooCenterConnection): Promise<WireObject[]> {
	return (await rows(connection, 'extension-status')).map((written) => {
		const row = renamed(written, REGISTRATION_NAMES);
		const status = text(row.Status);
		const ping = /\((\d+) ms\)/.exec(status ?? '');
		const address = text(row.IPAddr);
		return {
			...row,
			IPAddr: address === undefined || address === '-none-' ? null : address,
			// A telephone that is slow to answer is registered all the same.
			registered: status === undefined ? null : /^(ok|lagged)\b/i.test(status),
			latency: ping ? Number(ping[1]) / 1000 : null,
		};
	});
}

/** Generation 2 writes the members of generation 1 under other names. */
const HINT_NAMES: Record<string, string> = {
	Exten: 'extension',
	Interface: 'interface',
	Status: 'status',
	StatusText: 'statusText',
};

/** The state of an extension, with generation 1's names in both generations. */
export interface ExtensionState extends WireObject {
	extension: string;
	/** Bits: 0 idle, 1 in use, 2 busy, 4 offline, 8 ringing, 16 held. */
	status: number | null;
	statusText: string;
}

/** The states of all extensions. `once`: not repeated when the PBX is unavailable. */
export async function extensionStates(
	connection: CooCenterConnection,
	tries: 'several' | 'once' = 'several',
): Promise<ExtensionState[]> {
	return (await rows(connection, 'extension-hints-status', tries)).map((written) => {
		const row = renamed(written, HINT_NAMES);
		const code = number(row.status);
		return compact({
			...row,
			extension: text(row.extension) ?? '',
			status: code ?? null,
			statusText: code === undefined ? (text(row.statusText) ?? 'Unknown') : statusText(code),
		}) as ExtensionState;
	});
}

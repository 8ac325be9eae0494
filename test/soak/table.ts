import type { Held, Trend } from './judge';
import type { SoakAccount } from './system';

const COLUMNS = [
	'System',
	'Events',
	'Executions',
	'Lost',
	'Doubled',
	'Calls from the logs',
	'Given up while n8n was away',
];

/** The books of all systems as a table in Markdown. */
export function tableOf(accounts: ReadonlyArray<readonly [string, SoakAccount]>): string {
	const rows = accounts.map(([name, account]) => [
		name,
		String(account.events),
		String(account.executions),
		String(account.lost.length),
		String(account.doubled.length),
		String(account.recovered),
		String(account.givenUp),
	]);
	const all = [COLUMNS, ...rows];
	const widths = COLUMNS.map((_, column) => Math.max(...all.map((row) => row[column].length)));
	const line = (row: readonly string[]) =>
		`| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
	const rule = widths.map((width, column) =>
		column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
	);
	return [line(COLUMNS), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

const told = (what: string, unit: string, trend?: Trend) =>
	trend
		? `${what}: ${trend.median.toFixed(0)}${unit} (median), ${trend.slope.toFixed(2)}${unit} a minute over ${trend.seconds.toFixed(0)} s`
		: `${what}: not judged, too few samples`;

/** What n8n held, in two lines. */
export const heldOf = ({ memory, sockets }: Held): string =>
	`${told('Memory of n8n', ' MB', memory)}\n${told('Sockets of n8n', '', sockets)}`;

/** How often each thing went wrong. */
export function faultsOf(happened: readonly string[]): string {
	const counts = new Map<string, number>();
	for (const name of happened) counts.set(name, (counts.get(name) ?? 0) + 1);
	return [...counts]
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([name, count]) => `- ${name}${count > 1 ? ` (${count} times)` : ''}`)
		.join('\n');
}

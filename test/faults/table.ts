import type { Result } from './runner';

const COLUMNS = [
	'Fault',
	'n8n',
	'Events the server sent or still had',
	'Executions',
	'Lost',
	'Doubled',
	'Seconds to recover',
	'Calls from the logs',
];

function cells({ name, where, account, complaints }: Result): string[] {
	const label = complaints.length === 0 ? name : `${name}  ✗`;
	if (!account) return [label, where, '', '', '', '', '', ''];
	const { events, executions, lost, doubled, recovery, missedCalls, recoveredCalls } = account;
	return [
		label,
		where,
		String(events),
		String(executions),
		String(lost),
		String(doubled),
		recovery.toFixed(1),
		missedCalls === 0 ? '' : `${recoveredCalls} of ${missedCalls}`,
	];
}

/** The results as a table in Markdown, aligned for reading as text. */
export function tableOf(results: readonly Result[]): string {
	const rows = [COLUMNS, ...results.map(cells)];
	const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const line = (row: string[]) =>
		`| ${row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
	const rule = `|${widths.map((width, column) => (column < 2 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
	return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

/** What went wrong, with the end of n8n's log. */
export function complaintsOf(results: readonly Result[]): string {
	return results
		.filter(({ complaints }) => complaints.length > 0)
		.map(({ name, where, complaints, log }) =>
			[`✗ ${name} (${where}): ${complaints.join('; ')}`, log ?? ''].join('\n'),
		)
		.join('\n\n');
}

export function footOf(results: readonly Result[], eventTimeouts: Record<string, number>): string {
	const crashed = results.reduce((sum, { account }) => sum + (account?.crashed ?? 0), 0);
	const timeouts = Object.entries(eventTimeouts)
		.map(([where, seconds]) => `${seconds} s (${where})`)
		.join(', ');
	return [
		'Load: 50 events/s, every call received and released. Lost: of what the server sent or still had,',
		'and calls that came neither by event nor from the call logs. Doubled: events and calls that came to',
		'more than one execution. Seconds to recover: the longest that an event waited, counted from the end of the fault.',
		`The server's event timeout was ${timeouts} so that the table is short. Silence is noticed after it, so with the`,
		'default of 30 s the half-open rows take about 26 s longer; an ended channel is opened again after 1 s, whatever the timeout.',
		...(crashed > 0
			? [
					`${crashed} events are in executions that n8n shows as crashed because it was killed while they ran; n8n does not`,
					'run them again by itself, and takes no second execution with the same key.',
				]
			: []),
	].join('\n');
}

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

const FOOT = `Load: 50 events/s, every call received and released (10 in the real n8n for "n8n killed hard", and for services). Lost: of what the server
sent or still had, and calls that came neither by event nor from the call logs. Doubled: events and calls that came to more
than one execution. Seconds to recover: the longest that an event waited, counted from the end of the fault; for n8n
itself, from when its workflow is active again. All rows but "10,000 users" run with Recover Missed Calls. The RingCentral
rows have ten calls a second, counted by their answer and their end.

The server's event timeout was TIMEOUTS, to keep the table short, and 16 or 20 s where the server
notices an outage later than n8n. Silence is noticed after that time, so with the default of 30 s the rows "half-open" and
"heartbeats" take up to 26 s longer. The other times do not depend on it: a channel that ended is opened again after 1 s, a
subscription that went without a word is missed within 20 s.

"n8n killed hard" runs once with One Execution per Event and once with events that share executions. In both n8n 2.x refuses by
its key an execution that it has stored already. n8n 1.x knows no such keys, so these rows are left out there: events of
executions that ended in the moments before the kill may come once more.`;

export function footOf(results: readonly Result[], eventTimeouts: Record<string, number>): string {
	const crashed = results.reduce((sum, { account }) => sum + (account?.crashed ?? 0), 0);
	const timeouts = Object.entries(eventTimeouts)
		.map(([where, seconds]) => `${seconds} s (${where})`)
		.join(', ');
	const foot = FOOT.replace('TIMEOUTS', timeouts);
	if (crashed === 0) return foot;
	return `${foot}\n${crashed} events are in executions that n8n shows as crashed, because it was killed while they ran; it runs them again only by hand.`;
}

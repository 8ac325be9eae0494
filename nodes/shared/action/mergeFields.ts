import type { INodeProperties } from 'n8n-workflow';

/** A field of the panel, and the fields that stand before it in some operation. */
interface Entry {
	field: INodeProperties;
	before: Set<Entry>;
}

/** Everything that tells one field from another but the operations it is shown for. */
function identityOf({ displayOptions, ...field }: INodeProperties): string {
	const { operation: _where, ...elsewhere } = displayOptions?.show ?? {};
	return JSON.stringify([field, elsewhere, displayOptions?.hide]);
}

/** Whether `entry` has to stand after `other`. */
function isAfter(entry: Entry, other: Entry, visited = new Set<Entry>()): boolean {
	return [...entry.before].some((one) => {
		if (one === other) return true;
		if (visited.has(one)) return false;
		visited.add(one);
		return isAfter(one, other, visited);
	});
}

function inOrder(entries: readonly Entry[]): INodeProperties[] {
	const placed = new Set<Entry>();
	const place = (entry: Entry) => {
		if (placed.has(entry)) return;
		for (const one of entry.before) place(one);
		placed.add(entry);
	};
	entries.forEach(place);
	return [...placed].map(({ field }) => field);
}

/**
 * Joins the fields of operations: those that differ only in the operation they are shown for appear once,
 * and every operation shows its fields in its own order. Where two operations want opposite orders, a
 * field appears twice.
 */
export function mergeFields(operations: readonly INodeProperties[][]): INodeProperties[] {
	const entries: Entry[] = [];
	const known = new Map<string, Entry>();
	for (const fields of operations) {
		let previous: Entry | undefined;
		for (const field of fields) {
			const identity = identityOf(field);
			let entry = known.get(identity);
			if (entry === undefined || (previous && isAfter(previous, entry))) {
				entry = { field, before: new Set() };
				known.set(identity, entry);
				entries.push(entry);
			} else {
				const shown = entry.field.displayOptions?.show?.operation;
				shown?.push(...(field.displayOptions?.show?.operation ?? []));
			}
			if (previous) entry.before.add(previous);
			previous = entry;
		}
	}
	return inOrder(entries);
}

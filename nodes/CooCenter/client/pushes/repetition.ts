import type { PushEvent } from './event';
import { text, type Wire } from '../values';

/** What a PBX may send again when it got no answer in time. */
export interface Identity {
	/** Equal for repeated pushes, in whatever form they come. */
	id: string;
	/**
	 * Set for events without a number of their own: the same `id` means a repetition only as long as
	 * nothing else of this subject came, and for `within` ms.
	 */
	subject?: string;
	within?: number;
}

/** ms for which an unchanged state, or an equal unknown event, counts as repeated. */
const STATE_REPEATS = 5 * 60_000;
const UNKNOWN_REPEATS = 30_000;

/** A text that is equal for equal contents, whatever the order of members and the blanks around them. */
function canonical(value: Wire): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value === 'boolean') return JSON.stringify(String(value));
	if (typeof value !== 'object' || value === null) return JSON.stringify(text(value) ?? '');
	const members = Object.keys(value)
		.sort()
		.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
	return `{${members.join(',')}}`;
}

/**
 * What tells a repeated push from a new one. One call sends several events with the same id (every
 * step of an IVR), so the whole content counts. A state of an extension has no id at all.
 */
export function identityOf({ kind, name, raw, members }: PushEvent): Identity {
	const id = canonical(members);
	if (kind === 'extensionStatus') {
		const extension = text(raw.exten) ?? '';
		return { id, subject: `${name}:${extension}`, within: STATE_REPEATS };
	}
	if (text(raw.uniqueid) ?? text(raw.uuid)) return { id };
	return { id, subject: `${name}:`, within: UNKNOWN_REPEATS };
}

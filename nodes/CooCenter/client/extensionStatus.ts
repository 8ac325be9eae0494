/**
 * Bits of an extension's state; sums such as 9 (in use and ringing) may come
 * (docs/protocols/coocenter.md#codes).
 */
const BITS: ReadonlyArray<[number, string]> = [
	[1, 'In use'],
	[2, 'Busy'],
	[4, 'Offline'],
	[8, 'Ringing'],
	[16, 'Held'],
];

/** The words for a state code: 0 Idle, 1 In use, 2 Busy, 4 Offline, 8 Ringing, 16 Held, and sums. */
export function statusText(code: number): string {
	if (code === 0) return 'Idle';
	// Asterisk's code for an extension without state; its bits would say everything at once.
	if (code < 0) return 'Unknown';
	const words = BITS.filter(([bit]) => (code & bit) !== 0).map(([, word]) => word);
	return words.join(' & ') || 'Unknown';
}

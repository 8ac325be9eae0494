/** ms of a life that a server can mean. */
const SHORTEST = 2_000;

/**
 * ms after which what lives shorter is renewed. A server that grants a second, or counts in another unit, would be
 * asked without a pause.
 */
const SOONEST = 5_000;

/**
 * s of a life that a server grants, as it wrote them; `otherwise` where it says none: nothing, a word, zero, less
 * than nothing, or for ever.
 */
export function grantedSeconds(told: unknown, otherwise: number): number {
	const seconds = Number(told);
	return Number.isFinite(seconds) && seconds > 0 ? seconds : otherwise;
}

/** ms after which a life of `life` ms is to be renewed: half of it, and never at once. */
export const renewAfter = (life: number): number => (life < SHORTEST ? SOONEST : life / 2);

import dns from 'node:dns';

/** ms: what waits longer is hurried. */
const LONG = 60_000;

/** Moves the wall clock of this process; the monotonic clock goes on as ever. */
export function stepClock(ms: number): void {
	const real = Date.now.bind(Date);
	Date.now = () => real() + ms;
}

/** Waits of more than a minute pass so many times faster in this process, whatever the clocks say. */
export function hurry(times: number): void {
	const real = globalThis.setTimeout;
	const hurried = (work: () => void, ms = 0) => real(work, ms > LONG ? ms / times : ms);
	globalThis.setTimeout = Object.assign(hurried, real);
}

const hosts = new Map<string, string>();
const realLookup = dns.lookup;

type Found = (error: Error | null, address: unknown, family?: number) => void;

/** Makes DNS answer for a host name from now on. */
export function resolveHost(host: string, address: string): void {
	hosts.set(host, address);
	dns.lookup = lookup as unknown as typeof dns.lookup;
}

function lookup(host: string, options: { all?: boolean } | Found, callback?: Found): void {
	const found = (typeof options === 'function' ? options : callback) as Found;
	const address = hosts.get(host);
	if (address === undefined) realLookup(host, options as { all: true }, found as never);
	else if (typeof options !== 'function' && options.all) found(null, [{ address, family: 4 }]);
	else found(null, address, 4);
}

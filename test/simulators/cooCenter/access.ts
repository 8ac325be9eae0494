import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { CooCenterWorld } from './world';

/** The key of the day: lower-case md5 of WEBKEY and the PBX's own date, nothing between. */
export function keyOfDay(world: CooCenterWorld): string {
	return createHash('md5').update(`${world.settings.webKey}${world.localDate()}`).digest('hex');
}

const equal = (given: string, wanted: string) =>
	given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));

/** Tokens of generation 2, with the epoch ms until which they are good. */
export class Tokens {
	private readonly known = new Map<string, number>();

	issue(world: CooCenterWorld): string {
		const token = `jwt.${randomUUID()}`;
		this.known.set(token, world.now() + world.settings.tokenLifetime * 1000);
		return token;
	}

	accepts(world: CooCenterWorld, header: string): boolean {
		const token = /^Bearer (.+)$/.exec(header)?.[1];
		return token !== undefined && (this.known.get(token) ?? 0) > world.now();
	}

	clear(): void {
		this.known.clear();
	}
}

/** Whether a request may pass. */
export function mayPass(world: CooCenterWorld, tokens: Tokens, header = ''): boolean {
	const { generation, webKey } = world.settings;
	if (generation === 2) return tokens.accepts(world, header);
	return webKey === '' || equal(header, keyOfDay(world));
}

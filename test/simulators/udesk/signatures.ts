import { createHash, timingSafeEqual } from 'node:crypto';

import type { SimulatorClock } from '../shared/clock';
import { UdeskRefusal } from './world';

export interface Account {
	email: string;
	openApiToken: string;
	callCenterSecret: string;
}

const digest = (algorithm: string, text: string) =>
	createHash(algorithm).update(text, 'utf8').digest('hex');

function same(given: string | null, wanted: string): boolean {
	const [a, b] = [Buffer.from(given ?? ''), Buffer.from(wanted)];
	return a.length === b.length && timingSafeEqual(a, b);
}

const MINUTE = 60_000;
/** Bounds of docs/protocols/udesk.md#open-apis. */
const CLOCK_TOLERANCE = 5 * MINUTE;
const NONCE_LIFE = 15 * MINUTE;
const REQUESTS_PER_MINUTE = 60;

const badSignature = () => new UdeskRefusal(2059, 'sign is invalid');

/** Checks what clients sign, by the vendor's rules (docs/protocols/udesk.md#open-apis). */
export class Signatures {
	private readonly nonces = new Map<string, number>();

	private readonly starts = new Map<string, number[]>();

	constructor(
		private readonly account: Account,
		private readonly clock: SimulatorClock,
	) {}

	/** `open_api_v1`. Throws a refusal for what is wrong. */
	checkV2(search: string): void {
		const query = new URLSearchParams(search);
		const { email, openApiToken } = this.account;
		const timestamp = query.get('timestamp') ?? '';
		const nonce = query.get('nonce') ?? '';
		if (!/^\d{10}$/.test(timestamp)) throw new UdeskRefusal(20621, 'timestamp format is invalid');
		if (query.get('sign_version') !== 'v2' || query.get('email') !== email || nonce === '') {
			throw badSignature();
		}
		const sign = digest('sha256', [email, openApiToken, timestamp, nonce, 'v2'].join('&'));
		if (!same(query.get('sign'), sign)) throw badSignature();
		this.checkAge(Number(timestamp) * 1000);
		const now = this.clock.now();
		for (const [known, at] of this.nonces) if (now - at > NONCE_LIFE) this.nonces.delete(known);
		if (this.nonces.has(nonce)) throw badSignature();
		this.nonces.set(nonce, now);
	}

	/** `open_api`: dated, and signed as call logs are. */
	checkV1(search: string): void {
		const signed = this.checkQuery(search);
		const written = new URLSearchParams(signed).get('timestamp') ?? '';
		const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(written)?.slice(1).map(Number);
		if (!parts) throw new UdeskRefusal(20621, 'timestamp format is invalid');
		const [year, month, day, hour, minute, second] = parts;
		// China time.
		this.checkAge(Date.UTC(year, month - 1, day, hour - 8, minute, second));
	}

	/** `sign` comes last and covers the query before it, as it was sent. Gives what was signed. */
	checkQuery(search: string): string {
		const found = /^(?:(.*)&)?sign=([0-9a-f]{32})$/.exec(search);
		if (!found) throw badSignature();
		const [, signed = '', sign] = found;
		const filled = signed
			.split('&')
			.map((part) => (part === '' || part.includes('=') ? part : `${part}=${part}`))
			.join('&');
		const secret = this.account.callCenterSecret;
		if (!same(sign, digest('md5', filled === '' ? secret : `${filled}&${secret}`))) {
			throw badSignature();
		}
		return signed;
	}

	/** The body of `get_agent_token`. */
	checkAgentToken(body: Record<string, unknown>, header: unknown): void {
		const { email, openApiToken } = this.account;
		const sign = digest('sha1', [email, openApiToken, body.timestamp].join('&'));
		if (header !== openApiToken || body.email !== email || !same(String(body.sign), sign)) {
			throw badSignature();
		}
		this.checkAge(Number(body.timestamp) * 1000);
	}

	/** ms to wait when a path was asked more than 60 times in a minute; 0 when not. */
	overRate(path: string): number {
		const now = this.clock.now();
		const recent = (this.starts.get(path) ?? []).filter((at) => now - at < MINUTE);
		if (recent.length >= REQUESTS_PER_MINUTE) return MINUTE - (now - recent[0]);
		this.starts.set(path, [...recent, now]);
		return 0;
	}

	private checkAge(ms: number): void {
		if (Math.abs(this.clock.now() - ms) > CLOCK_TOLERANCE) {
			throw new UdeskRefusal(20622, 'timestamp is off by more than 5 minutes');
		}
	}
}

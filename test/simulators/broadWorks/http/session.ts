import { randomBytes } from 'node:crypto';

/** Sessions given out; the oldest are forgotten. */
const MOST = 20_000;

/** JSESSIONID cookies: they pin a client to a server, they do not authenticate. */
export class Sessions {
	private readonly known = new Set<string>();

	/** The session of a request, and the cookie to set when it had none. */
	of(cookieHeader: string | undefined, path: string, secure: boolean) {
		const given = /(?:^|;\s*)JSESSIONID=([0-9A-F]{32})/.exec(cookieHeader ?? '')?.[1];
		if (given && this.known.has(given)) return { id: given };
		const id = randomBytes(16).toString('hex').toUpperCase();
		this.known.add(id);
		if (this.known.size > MOST) this.known.delete([...this.known][0]);
		const cookie = `JSESSIONID=${id}; Path=${path};${secure ? ' Secure;' : ''} HttpOnly`;
		return { id, cookie };
	}

	end(cookieHeader: string | undefined): void {
		const given = /(?:^|;\s*)JSESSIONID=([0-9A-F]{32})/.exec(cookieHeader ?? '')?.[1];
		if (given) this.known.delete(given);
	}
}

import type { IncomingMessage } from 'node:http';
import { Ring } from '../../shared/ring';

const REMEMBERED = 20_000;
const LONGEST_BODY = 10_000;

/** What GET /control/requests shows of a request. */
export interface RequestRecord {
	n: number;
	method: string;
	/** With query. */
	path: string;
	/** Status of the answer; undefined while none was given. */
	status?: number;
	body: string;
	headers: Record<string, string>;
	/** Epoch ms. */
	time: number;
}

/** Requests seen, without credentials. */
export class RequestLog {
	private readonly ring = new Ring<RequestRecord>(REMEMBERED);

	add(request: IncomingMessage, time: number): RequestRecord {
		const headers: Record<string, string> = {};
		for (const [name, value] of Object.entries(request.headers)) {
			const scheme = String(value).split(' ')[0];
			headers[name] = name === 'authorization' ? scheme : String(value);
		}
		const record: RequestRecord = {
			n: this.ring.nextNumber(),
			method: request.method ?? '',
			path: request.url ?? '',
			body: '',
			headers,
			time,
		};
		this.ring.add(record);
		return record;
	}

	setBody(record: RequestRecord, body: string): void {
		record.body = body.slice(0, LONGEST_BODY);
	}

	since(n: number): RequestRecord[] {
		return this.ring.since(n);
	}

	clear(): void {
		this.ring.clear();
	}
}

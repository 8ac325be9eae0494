import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';

/** What a service record says of one server (RFC 2782). */
export interface ServiceRecord {
	priority: number;
	weight: number;
	port: number;
	/** Host name; empty for a service that is decidedly not there. */
	target: string;
}

const SRV = 33;
const INTERNET = 1;
const HEADER_LENGTH = 12;
const NO_SUCH_NAME = 3;

/** Response, authoritative, recursion available. */
const RESPONSE = 0x8480;

/** Where the name of the question begins, as a compressed name. */
const NAME_OF_QUESTION = 0xc000 | HEADER_LENGTH;

const words = (...values: number[]) =>
	Buffer.from(values.flatMap((word) => [word >> 8, word & 255]));

function encodedName(name: string): Buffer {
	const labels = name.split('.').filter(Boolean);
	const parts = labels.map((label) =>
		Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]),
	);
	return Buffer.concat([...parts, Buffer.from([0])]);
}

/** The first question of a query: its name in lower case, its type, and where it ends. */
function questionOf(query: Buffer) {
	const labels: string[] = [];
	let at = HEADER_LENGTH;
	for (; query[at] > 0; at += query[at] + 1) {
		labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
	}
	return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function recordOf({ priority, weight, port, target }: ServiceRecord): Buffer {
	const data = Buffer.concat([words(priority, weight, port), encodedName(target)]);
	return Buffer.concat([words(NAME_OF_QUESTION, SRV, INTERNET, 0, 60, data.length), data]);
}

/** The answer of a server that has these records and knows no other name (RFC 1035, section 4). */
function answerTo(query: Buffer, zone: ReadonlyMap<string, readonly ServiceRecord[]>): Buffer {
	const { name, type, end } = questionOf(query);
	const known = zone.get(name);
	const records = type === SRV ? (known ?? []) : [];
	const header = words(RESPONSE | (known ? 0 : NO_SUCH_NAME), 1, records.length, 0, 0);
	const question = query.subarray(HEADER_LENGTH, end);
	return Buffer.concat([query.subarray(0, 2), header, question, ...records.map(recordOf)]);
}

export interface DnsServer {
	/** As `setServers` of node:dns takes it. */
	address: string;
	/** Names asked for, in order. */
	asked: string[];
	close(): Promise<void>;
}

/** A DNS server on loopback with these service records, by name. */
export async function startDnsServer(
	records: Record<string, readonly ServiceRecord[]>,
): Promise<DnsServer> {
	const zone = new Map(Object.entries(records));
	const socket = createSocket('udp4');
	const asked: string[] = [];
	socket.on('message', (query: Buffer, { port, address }: RemoteInfo) => {
		asked.push(questionOf(query).name);
		socket.send(answerTo(query, zone), port, address);
	});
	socket.bind(0, '127.0.0.1');
	await once(socket, 'listening');
	return {
		address: `127.0.0.1:${socket.address().port}`,
		asked,
		async close() {
			socket.close();
			await once(socket, 'close');
		},
	};
}

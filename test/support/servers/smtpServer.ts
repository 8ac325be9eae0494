import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A mail as it came in. */
export interface ReceivedMail {
	from: string;
	to: string[];
	/** Header lines and body as they were sent, dots unstuffed. */
	source: string;
}

export interface SmtpServer {
	port: number;
	/** Oldest first. */
	mails: ReceivedMail[];
	close(): Promise<void>;
}

const CRLF = '\r\n';
const END_OF_DATA = `${CRLF}.${CRLF}`;

/** Speaks to one client: the commands of RFC 5321, section 4.5.1, one after the other. */
function serve(socket: Socket, mails: ReceivedMail[]): void {
	const say = (line: string) => socket.write(line + CRLF);
	let unread = '';
	let isInData = false;
	let mail: ReceivedMail = { from: '', to: [], source: '' };
	const address = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? '';
	const obey = (line: string) => {
		const command = line.slice(0, 4).toUpperCase();
		if (command === 'EHLO' || command === 'HELO') return say('250 mail.example.com');
		if (command === 'MAIL') {
			mail = { from: address(line), to: [], source: '' };
			return say('250 OK');
		}
		if (command === 'RCPT') {
			mail.to.push(address(line));
			return say('250 OK');
		}
		if (command === 'DATA') {
			if (mail.to.length === 0) return say('503 No valid recipients');
			isInData = true;
			return say('354 End with <CRLF>.<CRLF>');
		}
		if (command === 'RSET' || command === 'NOOP') return say('250 OK');
		if (command === 'QUIT') {
			say('221 Bye');
			return socket.end();
		}
		return say('502 Command not implemented');
	};
	socket.setEncoding('latin1');
	socket.on('error', () => socket.destroy());
	socket.on('data', (chunk: string) => {
		unread += chunk;
		for (;;) {
			const end = unread.indexOf(isInData ? END_OF_DATA : CRLF);
			if (end === -1) return;
			const text = unread.slice(0, end);
			unread = unread.slice(end + (isInData ? END_OF_DATA : CRLF).length);
			if (!isInData) obey(text);
			else {
				isInData = false;
				mails.push({ ...mail, source: text.replace(/\r\n\.\./g, '\r\n.') });
				say('250 Kept');
			}
		}
	});
	say('220 mail.example.com ESMTP');
}

/** A mail server that takes every mail, without login and TLS, and keeps it. */
export async function startSmtpServer(): Promise<SmtpServer> {
	const mails: ReceivedMail[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket.once('close', () => sockets.delete(socket)));
		serve(socket, mails);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		mails,
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** The file that is attached to a mail as base64, by its content type. */
export function attachmentOf({ source }: ReceivedMail, type: string): Buffer | undefined {
	const part = source
		.split(/\r\n--/)
		.find((text) => new RegExp(`^Content-Type: ${type}`, 'im').test(text));
	const body = part?.split('\r\n\r\n')[1];
	return body === undefined ? undefined : Buffer.from(body, 'base64');
}

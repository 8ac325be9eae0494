import type { AddressInfo, Socket as NetSocket } from 'node:net';

import { WebSocketServer } from 'ws';

import { deferred } from '../../../../nodes/shared/core/flow/deferred';
import { TOO_LARGE, UNREADABLE } from '../../../../nodes/shared/core/ports';
import { systemSockets } from '../../../../nodes/shared/transport/webSockets';

/** A frame of a server: unmasked, not longer than 125 bytes. */
const frame = (first: number, payload: Uint8Array = new Uint8Array()) =>
	Buffer.concat([Buffer.from([first, payload.length]), payload]);

const TEXT = 0x81;
const CLOSE = 0x88;
const good = (text: string) => frame(TEXT, Buffer.from(text));

/** A text frame that announces a gigabyte. */
const HUGE = Buffer.from([TEXT, 127, 0, 0, 0, 0, 0x40, 0, 0, 0]);

let gateway: WebSocketServer;
beforeEach(async () => {
	gateway = new WebSocketServer({ port: 0, host: '127.0.0.1' });
	await new Promise<void>((listening) => gateway.once('listening', listening));
});
afterEach(() => {
	for (const client of gateway.clients) client.terminate();
	gateway.close();
});

/** What a client gets of these bytes of the server, and how the connection ends. */
async function received(...frames: Buffer[]) {
	gateway.once('connection', (client) => {
		client.on('error', () => {});
		const { _socket: socket } = client as unknown as { _socket: NetSocket };
		socket.write(Buffer.concat(frames));
	});
	const texts: string[] = [];
	const ended = deferred<{ code: number; reason: string }>();
	const { port } = gateway.address() as AddressInfo;
	await systemSockets({ allowUnauthorizedCerts: false }).open(
		`ws://127.0.0.1:${port}/`,
		{
			onText: (text) => void texts.push(text),
			onClose: (code, reason) => ended.resolve({ code, reason }),
		},
		{ timeout: 5_000 },
	);
	return { texts, end: await ended.promise };
}

test.each<[string, Buffer, number]>([
	['of a kind that there is not', frame(0x83), UNREADABLE],
	['compressed without having asked', frame(0xc1, Buffer.from('x')), UNREADABLE],
	['the middle of a message that never began', frame(0x80, Buffer.from('x')), UNREADABLE],
	['masked, as only clients may', Buffer.from([TEXT, 0x81, 1, 2, 3, 4, 5]), UNREADABLE],
	['too large', HUGE, TOO_LARGE],
])(
	'a frame %s ends the connection, and is told from an end of the server',
	async (_what, bad, code) => {
		const { texts, end } = await received(good('before'), bad, good('behind'));
		expect(texts).toEqual(['before']);
		expect(end).toEqual({ code, reason: expect.stringMatching(/\w/) as string });
	},
);

test('a broken byte in a text ends nothing', async () => {
	const broken = frame(TEXT, Buffer.from([0x4a, 0xf6, 0x72, 0x67]));
	const { texts, end } = await received(
		broken,
		good('behind'),
		frame(CLOSE, Buffer.from([0x03, 0xe9])),
	);
	expect(texts).toEqual(['J\uFFFDrg', 'behind']);
	expect(end.code).toBe(1001);
});

test.each([[[0x0f, 0xa1]], [[0x03, 0xed]], [[]]])(
	'a close with the code %j is one',
	async (code) => {
		const { texts, end } = await received(good('last'), frame(CLOSE, Buffer.from(code)));
		expect(texts).toEqual(['last']);
		expect([UNREADABLE, TOO_LARGE]).not.toContain(end.code);
	},
);

test('a message may come in many pieces, and between pings', async () => {
	const pieces = [...'a message'].map((letter) => frame(0x00, Buffer.from(letter)));
	const pings = pieces.flatMap((piece) => [frame(0x89), piece]);
	const { texts } = await received(
		frame(0x01, Buffer.from('>')),
		...pings,
		frame(0x80),
		frame(CLOSE, Buffer.from([0x03, 0xe8])),
	);
	expect(texts).toEqual(['>a message']);
});

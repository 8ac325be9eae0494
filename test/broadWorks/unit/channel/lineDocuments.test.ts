import { MAX_DOCUMENT_BYTES } from '../../../../nodes/BroadWorks/client/channel/frames';
import { FakeStream } from '../../../support/fakes/fakeStream';
import { eventXml } from '../support/xsi';
import { ALICE, lineTo, RecordingListener, ScriptedServer } from '../support/xsiServer';

const CHANNEL =
	'<Channel xmlns="http://schema.broadsoft.com/xsi"><channelId>c1</channelId><expires>86400</expires></Channel>';

async function listening(server: ScriptedServer) {
	const { line, log } = lineTo(server);
	const listener = new RecordingListener();
	await Promise.all([line.add(ALICE, listener, true), server.clock.advance(0)]);
	return { line, log, listener };
}

const event = (sequence: number, data?: string) =>
	eventXml({ id: `e${sequence}`, subscription: 's1', sequence, data });

describe('A document that is too big', () => {
	const padding = 'x'.repeat(64 * 1024);

	it('is skipped, acknowledged as unreadable and told, and the channel goes on', async () => {
		const server = new ScriptedServer();
		const { line, log, listener } = await listening(server);
		const big = event(2, `<a>${padding.repeat(MAX_DOCUMENT_BYTES / padding.length)}</a>`);
		server.stream.push(event(1));
		for (let at = 0; at < big.length; at += 60_000) server.stream.push(big.slice(at, at + 60_000));
		server.stream.push(event(3));
		await server.clock.advance(2_000);
		expect(listener.ids()).toEqual(['e1', 'e3']);
		expect(server.ackLines().sort()).toEqual(['e1:200', 'e2:400', 'e3:200']);
		expect(listener.states()).toEqual(['up']);
		expect(log.at('warn')[0].details?.reason).toMatch(/^it has \d{7} bytes$/);
		await line.remove(ALICE, listener);
	});

	it('without an end is followed by the next one with a declaration', async () => {
		const server = new ScriptedServer();
		const { line, listener } = await listening(server);
		server.stream.push(event(1).slice(0, 600));
		for (let count = 0; count < 80; count++) server.stream.push(padding);
		server.stream.push(event(2));
		await server.clock.advance(0);
		expect(listener.ids()).toEqual(['e2']);
		expect(server.ackLines().sort()).toEqual(['e1:400', 'e2:200']);
		await line.remove(ALICE, listener);
	});
});

describe('The charset of the stream', () => {
	const named = (encoding: string) =>
		event(1, '<xsi:info><xsi:name>Jörg</xsi:name></xsi:info>').replace('UTF-8', encoding);
	const utf16 = (text: string) => Buffer.from(text, 'utf16le');

	it.each([
		[
			'the declaration',
			'text/xml',
			Buffer.from(CHANNEL),
			Buffer.from(named('ISO-8859-1'), 'latin1'),
		],
		[
			'Content-Type',
			'text/xml;charset=windows-1252',
			Buffer.from(CHANNEL),
			Buffer.from(named('UTF-8').replace(/<\?.*?\?>/, ''), 'latin1'),
		],
		['UTF-16', 'text/xml', utf16(`\ufeff${CHANNEL}`), utf16(named('UTF-16'))],
		['UTF-8', 'text/xml;charset=UTF-8', Buffer.from(CHANNEL), Buffer.from(named('UTF-8'))],
	])('is that of %s, wherever the reads are cut', async (_name, type, opening, document) => {
		const server = new ScriptedServer();
		let stream = new FakeStream();
		server.http.onStream(() => {
			stream = new FakeStream(200, { 'content-type': type });
			for (const byte of opening) stream.push(Uint8Array.of(byte));
			return stream;
		});
		const { line, listener } = await listening(server);
		for (const byte of document) stream.push(Uint8Array.of(byte));
		await server.clock.advance(2_000);
		expect(listener.events.map(({ fields }) => fields.name)).toEqual(['Jörg']);
		await Promise.all([line.remove(ALICE, listener), server.clock.advance(1_000)]);
	});

	it('is asked for uncompressed', async () => {
		const server = new ScriptedServer();
		const { line, listener } = await listening(server);
		expect(server.openings()[0].headers).toMatchObject({ 'Accept-Encoding': 'identity' });
		await line.remove(ALICE, listener);
	});
});

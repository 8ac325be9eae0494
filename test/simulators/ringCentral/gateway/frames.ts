/** First item of every frame (docs/protocols/ringcentral.md#websocket). */
export interface FrameHead {
	type:
		| 'ConnectionDetails'
		| 'ClientRequest'
		| 'ServerNotification'
		| 'Heartbeat'
		| 'Error'
		| (string & {});
	messageId: string;
	[name: string]: unknown;
}

/** A request in a frame. */
export interface ClientRequest extends FrameHead {
	method: string;
	path: string;
	query?: Record<string, string | string[]>;
}

/** The two items of a frame; undefined for what is none. */
export function parseFrame(text: string): [head: FrameHead, body: unknown] | undefined {
	let frame: unknown;
	try {
		frame = JSON.parse(text);
	} catch {
		// Told to the client as WSG-901.
		return undefined;
	}
	if (!Array.isArray(frame)) return undefined;
	const [head, body] = frame as [Partial<FrameHead> | undefined, unknown];
	if (typeof head?.type !== 'string' || typeof head.messageId !== 'string') return undefined;
	return [head as FrameHead, body];
}

import type { HttpStream } from '../ports';

/** The first `limit` bytes of an answer; the rest is not read. */
export async function readUpTo(stream: HttpStream, limit: number): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of stream.body) {
		parts.push(chunk);
		size += chunk.length;
		if (size >= limit) break;
	}
	stream.close();
	return Buffer.concat(parts).subarray(0, limit);
}

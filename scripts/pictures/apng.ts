import { crc32 } from 'node:zlib';

/** One picture of a moving one. */
export interface Frame {
	png: Buffer;
	/** How long it is shown. */
	ms: number;
}

interface Chunk {
	type: string;
	data: Buffer;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunksOf(png: Buffer): Chunk[] {
	if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('This is not a PNG');
	const chunks: Chunk[] = [];
	for (let at = SIGNATURE.length; at < png.length; ) {
		const length = png.readUInt32BE(at);
		const type = png.toString('latin1', at + 4, at + 8);
		chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
		at += length + 12;
	}
	return chunks;
}

function written({ type, data }: Chunk): Buffer {
	const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const sum = Buffer.alloc(4);
	sum.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, sum]);
}

function numbers(...values: Array<[bytes: 1 | 2 | 4, value: number]>): Buffer {
	const parts = values.map(([bytes, value]) => {
		const part = Buffer.alloc(bytes);
		part.writeUIntBE(value, 0, bytes);
		return part;
	});
	return Buffer.concat(parts);
}

/**
 * Puts pictures of one size together to a moving one that begins again and again. It is a PNG: what cannot play it
 * shows the first picture (PNG specification, third edition: acTL, fcTL, fdAT).
 * @throws Error when the pictures differ in size or kind
 */
export function animate(frames: readonly Frame[]): Buffer {
	const pictures = frames.map(({ png }) => chunksOf(png));
	const [header] = pictures[0];
	if (pictures.some(([other]) => !other.data.equals(header.data))) {
		throw new Error('The pictures differ in size or kind');
	}
	const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
	let sequence = 0;
	const control = (ms: number): Chunk => ({
		type: 'fcTL',
		data: numbers(
			[4, sequence++],
			[4, width],
			[4, height],
			[4, 0],
			[4, 0],
			[2, ms],
			[2, 1000],
			[1, 0],
			[1, 0],
		),
	});
	const body = pictures.flatMap((chunks, index) => {
		const data = chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data);
		const begin = control(frames[index].ms);
		const pieces = data.map(
			(piece): Chunk =>
				index === 0
					? { type: 'IDAT', data: piece }
					: { type: 'fdAT', data: Buffer.concat([numbers([4, sequence++]), piece]) },
		);
		return [begin, ...pieces];
	});
	const play: Chunk = { type: 'acTL', data: numbers([4, frames.length], [4, 0]) };
	const all = [header, play, ...body, { type: 'IEND', data: Buffer.alloc(0) }];
	return Buffer.concat([SIGNATURE, ...all.map(written)]);
}

import { deflateSync, inflateSync } from 'node:zlib';

import { animate } from '../../../scripts/pictures/apng';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

function chunk(type: string, data: Buffer): Buffer {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
}

/** A PNG of one grey pixel. */
function pixel(grey: number, width = 1): Buffer {
	const header = Buffer.from([0, 0, 0, width, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
	return Buffer.concat([
		SIGNATURE,
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.from([0, grey]))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunksOf(png: Buffer): Array<{ type: string; data: Buffer }> {
	const found = [];
	for (let at = SIGNATURE.length; at < png.length; ) {
		const length = png.readUInt32BE(at);
		const data = png.subarray(at + 8, at + 8 + length);
		found.push({ type: png.toString('latin1', at + 4, at + 8), data });
		at += length + 12;
	}
	return found;
}

describe('A moving picture', () => {
	const chunks = chunksOf(
		animate([
			{ png: pixel(10), ms: 1500 },
			{ png: pixel(20), ms: 2500 },
		]),
	);

	it('has every picture with its time, numbered in order', () => {
		expect(chunks.map(({ type }) => type)).toEqual([
			'IHDR',
			'acTL',
			'fcTL',
			'IDAT',
			'fcTL',
			'fdAT',
			'IEND',
		]);
		const [play] = chunks.filter(({ type }) => type === 'acTL');
		expect([play.data.readUInt32BE(0), play.data.readUInt32BE(4)]).toEqual([2, 0]);
		const numbered = chunks.filter(({ type }) => type === 'fcTL' || type === 'fdAT');
		expect(numbered.map(({ data }) => data.readUInt32BE(0))).toEqual([0, 1, 2]);
		const controls = chunks.filter(({ type }) => type === 'fcTL');
		expect(controls.map(({ data }) => data.readUInt16BE(20))).toEqual([1500, 2500]);
	});

	it('keeps what the pictures show', () => {
		const first = chunks.find(({ type }) => type === 'IDAT')?.data ?? Buffer.alloc(0);
		const second = chunks.find(({ type }) => type === 'fdAT')?.data ?? Buffer.alloc(0);
		expect([...inflateSync(first)]).toEqual([0, 10]);
		expect([...inflateSync(second.subarray(4))]).toEqual([0, 20]);
	});

	it('cannot be made of pictures of two sizes, or of no pictures', () => {
		expect(() =>
			animate([
				{ png: pixel(1), ms: 1 },
				{ png: pixel(1, 2), ms: 1 },
			]),
		).toThrow('differ in size');
		expect(() => animate([{ png: Buffer.from('GIF89a'), ms: 1 }])).toThrow('not a PNG');
	});
});

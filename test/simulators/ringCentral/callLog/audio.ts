const RATE = 8_000;

/** A mono WAV of 8-bit samples with a tone, `ms` long: 8 bytes per ms and a head of 44. */
export function wav(ms: number, tone = 440): Uint8Array {
	const samples = Math.max(1, Math.round((ms * RATE) / 1_000));
	const bytes = Buffer.alloc(44 + samples);
	bytes.write('RIFF', 0);
	bytes.writeUInt32LE(36 + samples, 4);
	bytes.write('WAVEfmt ', 8);
	bytes.writeUInt32LE(16, 16);
	bytes.writeUInt16LE(1, 20);
	bytes.writeUInt16LE(1, 22);
	bytes.writeUInt32LE(RATE, 24);
	bytes.writeUInt32LE(RATE, 28);
	bytes.writeUInt16LE(1, 32);
	bytes.writeUInt16LE(8, 34);
	bytes.write('data', 36);
	bytes.writeUInt32LE(samples, 40);
	for (let index = 0; index < samples; index++) {
		bytes[44 + index] = 128 + Math.round(100 * Math.sin((2 * Math.PI * tone * index) / RATE));
	}
	return bytes;
}

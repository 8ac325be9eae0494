/** A second of an 8 kHz tone per `seconds`, as WAV file. */
export function tone(seconds: number): Buffer {
	const samples = Math.max(1, Math.round(seconds)) * 8000;
	const file = Buffer.alloc(44 + samples * 2);
	file.write('RIFF', 0, 'latin1');
	file.writeUInt32LE(file.length - 8, 4);
	file.write('WAVEfmt ', 8, 'latin1');
	file.writeUInt32LE(16, 16);
	file.writeUInt16LE(1, 20);
	file.writeUInt16LE(1, 22);
	file.writeUInt32LE(8000, 24);
	file.writeUInt32LE(16_000, 28);
	file.writeUInt16LE(2, 32);
	file.writeUInt16LE(16, 34);
	file.write('data', 36, 'latin1');
	file.writeUInt32LE(samples * 2, 40);
	for (let index = 0; index < samples; index++) {
		const value = Math.round(8000 * Math.sin((index / 8000) * 2 * Math.PI * 440));
		file.writeInt16LE(value, 44 + index * 2);
	}
	return file;
}

import { wav } from './audio';

export interface Recording {
	id: string;
	type: 'Automatic' | 'OnDemand';
	/** s */
	duration: number;
	contentType: 'audio/wav' | 'audio/mpeg';
	bytes: Uint8Array;
	/** Extensions that took part: who may hear it beside administrators. */
	owners: string[];
}

/** Recorded calls by id. */
export class Recordings {
	private readonly recordings = new Map<string, Recording>();

	private last = 2_600_000_000;

	/** Keeps a recording; the audio is a tone unless it is given. */
	add(given: Pick<Recording, 'type' | 'owners'> & Partial<Recording>): Recording {
		this.last += 1;
		const duration = given.duration ?? 30;
		const recording: Recording = {
			id: String(this.last),
			duration,
			contentType: 'audio/wav',
			bytes: wav(Math.min(duration, 5) * 1_000),
			...given,
		};
		this.recordings.set(recording.id, recording);
		return recording;
	}

	get(id: string): Recording | undefined {
		return this.recordings.get(id);
	}
}

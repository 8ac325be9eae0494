import type { Log, Random } from '../../../nodes/shared/core/ports';

/** Chance from a list that repeats; 0 when the list is empty. */
export class FakeRandom implements Random {
	private taken = 0;

	private ids = 0;

	constructor(private readonly values: number[] = [0]) {}

	next(): number {
		return this.values[this.taken++ % this.values.length];
	}

	uuid(): string {
		return `00000000-0000-4000-8000-${String(++this.ids).padStart(12, '0')}`;
	}
}

export interface LogLine {
	level: 'debug' | 'info' | 'warn' | 'error';
	message: string;
	details?: Record<string, unknown>;
}

/** A log that remembers. */
export class RecordingLog implements Log {
	readonly lines: LogLine[] = [];

	debug(message: string, details?: Record<string, unknown>): void {
		this.lines.push({ level: 'debug', message, details });
	}

	info(message: string, details?: Record<string, unknown>): void {
		this.lines.push({ level: 'info', message, details });
	}

	warn(message: string, details?: Record<string, unknown>): void {
		this.lines.push({ level: 'warn', message, details });
	}

	error(message: string, details?: Record<string, unknown>): void {
		this.lines.push({ level: 'error', message, details });
	}

	at(level: LogLine['level']): LogLine[] {
		return this.lines.filter((line) => line.level === level);
	}
}

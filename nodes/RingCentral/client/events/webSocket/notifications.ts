import type { Log } from '../../../../shared/core/ports';
import { isObject } from '../../transport/answers';
import { notificationOf, type Notification } from '../notification';
import type { Frame } from './frames';

/** What a broken connection leaves to the one that takes its session up again. */
export interface Recovery {
	token: string;
	/** Number of the last notification. */
	sequence?: number;
}

/** What a session does with what comes. */
export interface SessionListener {
	onNotification(notification: Notification): void;
	/** The gateway had more for us than it keeps: the first it sent after a recovery was not the next. */
	onGap(): void;
}

/** `last`: number of the last notification. Only the first number after a recovery tells of a gap. */
type Progress = { name: 'resuming'; last: number } | { name: 'following'; last?: number };

/** The notifications of one session, and how far they have come. */
export class Notifications {
	private progress: Progress;

	/** With it a broken connection can be taken up again. */
	private token?: string;

	/** `before`: where the session that is taken up again stood. */
	constructor(
		private readonly log: Log,
		private readonly listener: SessionListener,
		before: Recovery | undefined,
	) {
		const last = before?.sequence;
		this.progress = last === undefined ? { name: 'following' } : { name: 'resuming', last };
	}

	/** What the next connection needs to go on here. */
	get recovery(): Recovery | undefined {
		const { token, progress } = this;
		return token === undefined ? undefined : { token, sequence: progress.last };
	}

	/** The gateway does not go on where the session before stood. */
	beginAnew(): void {
		this.progress = { name: 'following', last: this.progress.last };
	}

	take(frame: Frame): void {
		this.token = frame.recoveryToken ?? this.token;
		if (frame.type !== 'ServerNotification') return;
		this.follow(frame.sequence);
		this.pass(frame.body);
	}

	private follow(sequence: number | undefined): void {
		if (sequence === undefined) return;
		const { name, last = sequence } = this.progress;
		this.progress = { name: 'following', last: sequence };
		if (name === 'resuming' && sequence > last + 1) this.listener.onGap();
	}

	private pass(body: unknown): void {
		let notification: Notification;
		try {
			notification = notificationOf(isObject(body) ? body : undefined);
		} catch (error) {
			this.log.warn('RingCentral sent something that cannot be read; it is skipped', {
				reason: (error as Error).message,
			});
			return;
		}
		this.listener.onNotification(notification);
	}
}

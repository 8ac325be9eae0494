import { text, type JsonObject } from '../transport/answers';
import { send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import type { Notification } from '../events/notification';
import { segment } from '../transport/urls';

export interface TranscriptionSettings {
	/** ms after which a voicemail goes out without its text. */
	giveUpAfter: number;
}

/** ms until the first reading; every further pause is twice as long, up to the longest. */
const FIRST_READING = 5_000;
const LONGEST_PAUSE = 60_000;

/** Voicemails that are waited for; more go out at once. */
const MOST = 1_000;

/** Statuses after which nothing more comes (docs/protocols/ringcentral.md#messages). */
const FINAL = /^(notavailable|timedout|completed|completedpartially|failed)$/i;

/** True when the text of a voicemail is there, or never will be. */
export function isTranscribed({ vmTranscriptionStatus }: JsonObject): boolean {
	return FINAL.test(text(vmTranscriptionStatus) ?? '');
}

/** The message behind a notification, in its mailbox. */
function messagePath({ event, ownerId, body }: Notification): string | undefined {
	const id = text(body.id);
	if (id === undefined) return undefined;
	const extension = /\/extension\/([^/?]+)/.exec(event)?.[1] ?? ownerId ?? '~';
	const mailbox = segment(extension, 'The extension');
	return `/restapi/v1.0/account/~/extension/${mailbox}/message-store/${segment(id, 'The message')}`;
}

/** Holds voicemails back until their transcription is there (docs/protocols/ringcentral.md#messages). */
export class Transcriptions {
	private readonly stop = new AbortController();

	private waiting = 0;

	constructor(
		private readonly connection: RingCentralConnection,
		private readonly settings: TranscriptionSettings,
	) {}

	/** Lets everything go as it is. */
	close(): void {
		this.stop.abort();
	}

	/** The notification with the finished message, or as it is after a bound. */
	async complete(notification: Notification): Promise<Notification> {
		const path = messagePath(notification);
		if (path === undefined || isTranscribed(notification.body)) return notification;
		if (this.waiting >= MOST) return notification;
		this.waiting++;
		try {
			return { ...notification, body: await this.finished(path, notification.body) };
		} finally {
			this.waiting--;
		}
	}

	private async finished(path: string, first: JsonObject): Promise<JsonObject> {
		const { clock, log } = this.connection;
		const { signal } = this.stop;
		const until = clock.elapsed() + this.settings.giveUpAfter;
		let body = first;
		let pause = FIRST_READING;
		while (!isTranscribed(body) && !signal.aborted && clock.elapsed() < until) {
			await clock.sleep(Math.min(pause, until - clock.elapsed()), signal);
			if (signal.aborted) break;
			pause = Math.min(pause * 2, LONGEST_PAUSE);
			try {
				const request = { method: 'GET', path, signal } as const;
				body = { ...first, ...(await send<JsonObject>(this.connection, request)) };
			} catch (error) {
				if (signal.aborted) break;
				log.warn('The voicemail could not be read; trying again', {
					reason: (error as Error).message,
				});
			}
		}
		return body;
	}
}

/**
 * Heartbeats of one channel and what the server echoes of them, one for one and in the order of what it
 * sends (docs/protocols/broadworks.md#channels): an echo says that everything before it has been read.
 */
export class HeartbeatEchoes {
	private sent = 0;

	private read = 0;

	private awaited: Array<{ number: number; resolve(): void }> = [];

	/** A heartbeat goes out. */
	send(): void {
		this.sent++;
	}

	/** It did not get there. */
	failed(): void {
		this.sent--;
	}

	/** An echo was read. */
	echoed(): void {
		this.read++;
		this.awaited = this.awaited.filter(({ number, resolve }) => {
			if (number <= this.read) resolve();
			return number > this.read;
		});
	}

	/** Resolves when the echo of the last heartbeat that went out is read. */
	async ofLast(): Promise<void> {
		const number = this.sent;
		await new Promise<void>((resolve) => this.awaited.push({ number, resolve }));
	}
}

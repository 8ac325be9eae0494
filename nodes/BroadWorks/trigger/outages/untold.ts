/**
 * Calls that events were taken of which are in no execution yet: they are shaped, or wait for room. When n8n is killed
 * meanwhile such a call must not count as told. The server may send its event again (docs/protocols/broadworks.md#channels),
 * but not what it posted, acknowledged early or has forgotten: then the call log tells of it.
 */
export class UntoldCalls {
	/** By event id, oldest first. */
	private readonly events = new Map<string, { calls: readonly string[]; at: number }>();

	/** An event of these calls was taken; `nowMs`: ms since 1970. */
	hold(eventId: string, calls: readonly string[], nowMs: number): void {
		if (calls.length > 0) this.events.set(eventId, { calls, at: nowMs });
	}

	/** The event goes into an execution, or starts none. */
	free(eventId: string | undefined): void {
		if (eventId !== undefined) this.events.delete(eventId);
	}

	/** ms since 1970 at which the oldest of the events was taken; undefined when none is held. */
	get since(): number | undefined {
		const [oldest] = this.events.values();
		return oldest?.at;
	}

	/** Ids of the calls. */
	calls(): ReadonlySet<string> {
		return new Set([...this.events.values()].flatMap(({ calls }) => calls));
	}
}

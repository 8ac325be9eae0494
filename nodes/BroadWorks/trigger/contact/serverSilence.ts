import type { TelephonyError } from '../../../shared/core/errors';
import type { Clock } from '../../../shared/core/ports';
import type { LineNotice } from '../../client/delivery/listener';

/**
 * Tells when the server that posts events cannot be asked any more, and when it answers again. Whether it posts
 * meanwhile nobody knows; that it does not answer is all there is to see of a line that was cut.
 */
export class ServerSilence {
	/** ms since 1970. */
	private heardAt: number;

	private told?: { since: number; cause: string };

	constructor(
		private readonly clock: Clock,
		private readonly tell: (notice: LineNotice) => void,
	) {
		this.heardAt = clock.now();
	}

	/** After each probe: why the server is not available, undefined where it answers. */
	heard(failure: TelephonyError | undefined): void {
		const { told } = this;
		if (failure !== undefined) {
			if (told) return;
			const { message: cause } = failure;
			this.told = { since: this.heardAt, cause };
			this.tell({ state: 'down', ...this.told });
			return;
		}
		this.heardAt = this.clock.now();
		this.told = undefined;
		if (told) this.tell({ state: 'up', channelId: '', downSince: told.since, cause: told.cause });
	}
}
